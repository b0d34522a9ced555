const isUsed = process.platform !== 'win32';

/**
 * The folder that the bridge's place is in, where the environment says so; else `''`. Read by JavaScript
 * alone and handed to the binary: `getenv` in another thread reads what a change has freed, and in a worker
 * `process.env` may be one of its own.
 */
export function runtimeFolder(): string {
  return (isUsed ? process.env['XDG_RUNTIME_DIR'] : undefined) ?? '';
}
