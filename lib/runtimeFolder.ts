const isUsed = process.platform !== 'win32';

/**
 * Returns the folder of the bridge's place from the environment, or `''`. JavaScript reads it and passes it
 * to the binary: `getenv` in another thread may read freed memory, and a worker may have a `process.env` of
 * its own.
 */
export function runtimeFolder(): string {
  return (isUsed ? process.env['XDG_RUNTIME_DIR'] : undefined) ?? '';
}

/**
 * Returns the name of the user's place for a bridge, or `''` for the shared one. Servers that run at the
 * same time, as in test files, have a place each. Read by JavaScript, as the folder is.
 */
export function ownPlace(): string {
  return process.env['RX_OUTLOOK_PLACE'] ?? '';
}
