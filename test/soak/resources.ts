import { readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

export type Resources = Readonly<Record<string, number>>;

/** The soak's own, at any moment. */
const ofNoConcern = new Set(['Timeout', 'Immediate']);
const looks = 20;
const lookEvery = 50;
const patience = 30_000;

/** What this process holds of the system, by kind: threads and descriptors where the system tells. */
export function resources(): Resources {
  const counts: Record<string, number> = {};
  const add = (kind: string): void => {
    counts[kind] = (counts[kind] ?? 0) + 1;
  };
  for (const kind of process.getActiveResourcesInfo()) {
    if (!ofNoConcern.has(kind)) add(`handle ${kind}`);
  }
  if (process.platform !== 'linux') return counts;
  counts['thread'] = readdirSync('/proc/self/task').length;
  for (const descriptor of readdirSync('/proc/self/fd')) {
    try {
      const target = readlinkSync(`/proc/self/fd/${descriptor}`);
      add(`descriptor ${/^\w+(?=:)/.exec(target)?.[0] ?? 'file'}`);
    } catch {
      // That of the folder itself, which is closed by now.
    }
  }
  return counts;
}

/** The kinds of which there are more than there were. */
export function grown(before: Resources, now: Resources): string[] {
  return Object.entries(now)
    .filter(([kind, count]) => count > (before[kind] ?? 0))
    .map(([kind, count]) => `${kind}: ${before[kind] ?? 0} before, ${count} now`);
}

/** The least of several looks: threads of what has just been closed may be about to end. */
export async function leastResources(): Promise<Resources> {
  let least = resources();
  for (let look = 1; look < looks; ++look) {
    await pause(lookEvery);
    const now = resources();
    const kinds = Object.keys(least).filter((kind) => kind in now);
    least = Object.fromEntries(kinds.map((kind) => [kind, Math.min(least[kind]!, now[kind]!)]));
  }
  return least;
}

/** What is still held beyond `before`, once it has had time to go. */
export async function leftBehind(before: Resources): Promise<string[]> {
  const until = performance.now() + patience;
  for (;;) {
    const left = grown(before, resources());
    if (left.length === 0 || performance.now() > until) return left;
    await pause(lookEvery);
  }
}
