/** Tells the user in one line what to change. */
export class UsageError extends Error {}

/** The error of Node's `parseArgs`, whose message has several lines; the first sentence names the mistake. */
export function usageError(error: unknown): UsageError {
  const [what = ''] = String(error instanceof Error ? error.message : error).split(/[.\n]/);
  return new UsageError(what);
}
