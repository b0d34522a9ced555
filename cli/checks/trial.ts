import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, rmdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';

/**
 * Tries whether a host could have its socket beside `place`: makes one there and removes it. Resolves with
 * the error, if any. Clients do not take it for a server, since it has another name.
 */
export async function tryToServe(place: string): Promise<NodeJS.ErrnoException | undefined> {
  const folder = dirname(place);
  // As long as the server's own name, since the length of a path is limited; and different for each trial.
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

/** A host keeps this file open for writing; a host that has ended leaves it behind. */
function checkLock(folder: string): void {
  const lock = join(folder, 'bridge.lock');
  if (existsSync(lock)) closeSync(openSync(lock, 'r+'));
}

/** Leaves the file when it is no longer empty: a host has begun to serve there. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'ENOENT') throw error;
  }
}

/** Makes the folder; returns whether it was missing. */
function isMade(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
