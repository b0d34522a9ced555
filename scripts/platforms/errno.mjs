// Whether a failed call of the stat family is told by its errno: native/binary/glibc_stat.cc says why that may fail.
import { spawnSync } from 'node:child_process';
import { one } from '../tally.mjs';

const script = `
  require('rx-outlook').connectionState$('Work', { backend: 'bridge' }).subscribe({
    error: ({ message }) => console.log(message),
  });`;
/** Exists on every system, without a folder of the bridge. */
const parent = '/usr';

/** Asks for a bridge whose folder does not exist, in the package that is installed in `app`. */
export function probeErrno({ program, args, what }, app, tally) {
  const env = { ...process.env, XDG_RUNTIME_DIR: parent };
  const options = { cwd: app, env, encoding: 'utf8', timeout: 120_000 };
  const { stdout, stderr } = spawnSync(program, [...args, '-e', script], options);
  const isRight = stdout.includes(`there is no folder ${parent}/rx-outlook`);
  tally.report(`errno of a folder that is not there, ${what}`, one(isRight), `${stdout}${stderr}`);
}
