import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, rmdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';

/**
 * Whether a host could have its socket beside `place`: one is made there and removed. Resolves with why not. No
 * client takes it for a server, for it has another name.
 */
export async function tryToServe(place: string): Promise<NodeJS.ErrnoException | undefined> {
  const folder = dirname(place);
  // Not longer than the server's own, for a path has a longest length; and another one for each trial.
  const name = randomBytes(3).toString('hex');
  let isFolderOurs = false;
  try {
    isFolderOurs = isMade(folder);
    const server = createServer();
    server.listen({ path: join(folder, name) });
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
    checkLock(folder);
    return undefined;
  } catch (error) {
    return error as NodeJS.ErrnoException;
  } finally {
    if (isFolderOurs) removeEmpty(folder);
  }
}

/** A host keeps this file open for writing; one that has ended leaves it behind. */
function checkLock(folder: string): void {
  const lock = join(folder, 'bridge.lock');
  if (existsSync(lock)) closeSync(openSync(lock, 'r+'));
}

/** Unless it is another's by now: a host has begun to serve there. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'ENOENT') throw error;
  }
}

/** Whether the folder was missing, and now is there. */
function isMade(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
