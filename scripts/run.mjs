// What the scripts share: paths from the project's root, and commands whose failure ends the script.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const top = fileURLToPath(new URL('..', import.meta.url));

export const root = (path) => `${top}${path}`;

/** A file of an installed package. */
export const tool = (path) => root(`node_modules/${path}`);

/** For `run`: of what the command says, its errors alone. */
export const quiet = { stdio: ['ignore', 'ignore', 'inherit'] };

/** Runs a command from the project's root; exits with its code when it fails. */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: top, stdio: 'inherit', ...options });
  if (error !== undefined) console.error(`${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

/** Whether a command can be started at all. */
export function exists(command) {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;
}
