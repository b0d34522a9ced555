import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../cli/finding.js';
import { Commands } from './commands.js';

const describeElsewhere = process.platform === 'win32' ? describe.skip : describe;

describeElsewhere('doctor and addin, as processes where there is no Outlook', () => {
  let commands: Commands;
  beforeEach(() => {
    commands = new Commands();
  });
  afterEach(() => commands.end());

  it('finds nothing to mend without anybody at the bridge, and tells of a host that is', async () => {
    const alone = await commands.start('doctor').ended;
    expect(alone.code).toBe(0);
    expect(alone.lines).toContain(
      `ok       The bridge's place is this user's own: ${commands.folder}/rx-outlook/bridge.`,
    );
    expect(alone.lines.join('\n')).toMatch(/^note {5}Nobody answers/m);
    await commands.host('--profile', 'Work');
    const beside = await commands.start('doctor').ended;
    expect(beside.code).toBe(0);
    expect(beside.lines.join('\n')).toMatch(/^ok {7}"npx rx-outlook host" answers: rx-outlook/m);
  }, 60_000);

  it('ends with another code for a problem, and says so in JSON, too', async () => {
    chmodSync(mkdirs(commands.folder), 0o755);
    const { code, lines } = await commands.start('doctor', '--json').ended;
    expect(code).toBe(4);
    const told = JSON.parse(lines.join('\n')) as { ok: boolean; findings: Finding[] };
    expect(told.ok).toBe(false);
    const place = told.findings.find(({ check }) => check === 'bridge-place');
    expect(place).toMatchObject({ result: 'problem' });
    expect(place?.text).toMatch(/not private to this user/);
  }, 60_000);

  it.each(['install', 'uninstall', 'status'])(
    'refuses addin %s in words',
    async (what) => {
      const child = commands.start('addin', what);
      expect(await child.complains('Windows')).toMatch(
        /^rx-outlook: the add-in is for classic Outlook/,
      );
      expect(await child.ended).toMatchObject({ code: 1 });
    },
    60_000,
  );
});

/** The bridge's folder, made. */
function mkdirs(folder: string): string {
  const path = join(folder, 'rx-outlook');
  mkdirSync(path);
  return path;
}
