import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tryToServe } from '../../../cli/checks/trial.js';

const describeOnUnix = process.platform === 'win32' ? describe.skip : describe;

/** nobody's: root may write anywhere. */
const anotherUser = 65_534;

describeOnUnix('the trial of a place', () => {
  let runtime: string;
  beforeEach(() => {
    runtime = mkdtempSync(join(tmpdir(), 'rx-outlook-'));
  });
  afterEach(() => {
    rmSync(runtime, { recursive: true });
  });
  const place = (): string => join(runtime, 'rx-outlook', 'bridge');

  it('leaves nothing behind where a host can serve', async () => {
    expect(await tryToServe(place())).toBeUndefined();
    expect(readdirSync(runtime)).toEqual([]);
    mkdirSync(join(runtime, 'rx-outlook'));
    expect(await Promise.all([tryToServe(place()), tryToServe(place())])).toEqual([
      undefined,
      undefined,
    ]);
    expect(readdirSync(join(runtime, 'rx-outlook'))).toEqual([]);
  });

  it('tells why none can where there is no folder, or none that can be written to', async () => {
    expect(await tryToServe(join(runtime, 'missing', 'rx-outlook', 'bridge'))).toMatchObject({
      code: 'ENOENT',
    });
    const folder = join(runtime, 'rx-outlook');
    mkdirSync(folder);
    const isRoot = process.getuid!() === 0;
    if (isRoot) {
      chmodSync(runtime, 0o755);
      chownSync(folder, anotherUser, anotherUser);
    }
    chmodSync(folder, 0o500);
    if (isRoot) process.seteuid!(anotherUser);
    const failure = await tryToServe(place()).finally(() => {
      if (isRoot) process.seteuid!(0);
    });
    expect(failure).toMatchObject({ code: 'EACCES' });
  });

  it('tells why none can where the lock of a host cannot be opened', async () => {
    mkdirSync(join(runtime, 'rx-outlook', 'bridge.lock'), { recursive: true });
    expect(await tryToServe(place())).toMatchObject({ code: 'EISDIR' });
  });

  it('leaves the folder to a host that has begun to serve in it meanwhile', async () => {
    const trial = tryToServe(place());
    writeFileSync(join(runtime, 'rx-outlook', 'bridge.lock'), '');
    expect(await trial).toBeUndefined();
    expect(readdirSync(join(runtime, 'rx-outlook'))).toEqual(['bridge.lock']);
  });
});
