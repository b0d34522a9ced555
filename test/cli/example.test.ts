import { Commands } from './commands.js';

/** There they have not been tried: under Wine, where the bridge was, Jest does not run. */
const itWithBridge = process.platform === 'win32' ? it.skip : it;

describe('the example over several processes', () => {
  let commands: Commands;
  beforeEach(() => {
    commands = new Commands();
  });
  afterEach(() => commands.end());

  itWithBridge(
    'follows the host, and says so when that has ended',
    async () => {
      const host = await commands.host('--profile', 'Work');
      const example = commands.run('dist/examples/work.js');
      await example.says('sending');
      host.type('Work offline');
      await example.says('keeping');
      host.type('Work online');
      host.type('quit');
      await host.ended;
      const { code, lines, stderr } = await example.ended;
      expect(code).toBe(0);
      expect(lines.slice(0, 2)).toEqual([
        'sending what has waited',
        'keeping new mail until Work is back',
      ]);
      expect(stderr).toContain('OfflineStateError: The offline object of profile "Work" is gone');
    },
    60_000,
  );
});
