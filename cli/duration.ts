/** Formats a duration in at most six characters, up to a century. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1_000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  const two = (n: number): string => String(n % 60).padStart(2, '0');
  if (minutes === 0) return `${String(seconds)}s`;
  if (hours === 0) return `${String(minutes)}m${two(seconds)}s`;
  if (days === 0) return `${String(hours)}h${two(minutes)}m`;
  return `${String(days)}d`;
}
