import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runScript } from '../fixtures/runScript.js';
import { tally } from './tally.js';

/** In a process and at a place of its own: a server is found by whoever else asks for Outlook. */
describe('serve()', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rx-outlook-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is answered once, and its server can be closed twice and read when it is closed', async () => {
    const { stdout, stderr, code } = await runScript(
      `const { embeddedOutlook } = require('rx-outlook/testing');
       const outlook = embeddedOutlook({ profiles: ['Work'] });
       const code = (work) => { try { return work(); } catch (error) { return error.code ?? error.message; } };
       const said = [];
       const host = outlook.serve(1, {}, 'ignored');
       said.push(Object.keys(host).sort().join(), code(() => outlook.serve()));
       host.close(host);
       host.close();
       host[Symbol.dispose ?? Symbol.for('nodejs.dispose')]();
       said.push(host.clients, host.registrations);
       host.ended.then((error) => console.error('ended', error));
       outlook.serve().close();
       outlook.close();
       said.push(code(() => outlook.serve()));
       console.log(JSON.stringify(said));`,
      { env: { XDG_RUNTIME_DIR: folder } },
    );
    tally('EmbeddedOutlook.serve');
    tally('BridgeHost.close');
    expect(stderr).toBe('ended undefined\n');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual([
      'clients,close,ended,registrations',
      'EADDRINUSE',
      0,
      0,
      expect.stringMatching(/^This embeddedOutlook is closed/),
    ]);
  });
});
