const isUsed = process.platform !== 'win32';

/**
 * The folder that the bridge's place is in, where the environment says so; else `''`. Read by JavaScript
 * alone and handed to the binary: `getenv` in another thread reads what a change has freed, and in a worker
 * `process.env` may be one of its own.
 */
export function runtimeFolder(): string {
  return (isUsed ? process.env['XDG_RUNTIME_DIR'] : undefined) ?? '';
}

/**
 * Which of the user's places for a bridge, by a name of one's own; else `''`, the one that all share. So that
 * servers at the same time, as in test files, have a place each. Read as the folder is.
 */
export function ownPlace(): string {
  return process.env['RX_OUTLOOK_PLACE'] ?? '';
}
