import assert from 'node:assert/strict';

/** How much of everything: `full` is what is published, `quick` only shows that results are right. */
export interface Scale {
  readonly repetitions: number;
  /** What counts are multiplied by. */
  readonly size: number;
  readonly blockedSeconds: number;
}

export const full: Scale = { repetitions: 5, size: 1, blockedSeconds: 10 };
export const quick: Scale = { repetitions: 1, size: 0.02, blockedSeconds: 1 };

/** A line of the table. */
export interface Row {
  readonly what: string;
  readonly against: string;
  readonly ours: string;
  readonly theirs: string;
  /** What is judged: a ratio, or the figure itself where there is no rival. */
  readonly value: number;
  readonly unit: string;
  readonly must: number;
  readonly aim: number;
  readonly better: 'higher' | 'lower';
}

/** Contestants that take turns; what each returns is a figure, and its results have been checked. */
export interface Experiment<Name extends string = string> {
  readonly title: string;
  readonly contestants: Readonly<Record<Name, () => Promise<number>>>;
  rows(median: Readonly<Record<Name, number>>): readonly Row[];
  end?(): Promise<void>;
}

export function median(figures: readonly number[]): number {
  assert(figures.length > 0);
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

export function reached({ value, better }: Row, mark: number): boolean {
  return better === 'higher' ? value >= mark : value <= mark;
}

/** Runs the contestants in turns, so that whatever else the machine does strikes them alike. */
export async function measure(
  experiment: Experiment,
  { repetitions }: Scale,
  progress: (line: string) => void,
): Promise<readonly Row[]> {
  const figures = new Map<string, number[]>();
  try {
    for (let round = 1; round <= repetitions; ++round) {
      for (const [name, run] of Object.entries(experiment.contestants)) {
        progress(`${experiment.title}: ${name}, ${String(round)} of ${String(repetitions)}`);
        figures.set(name, [...(figures.get(name) ?? []), await run()]);
      }
    }
  } finally {
    await experiment.end?.();
  }
  const medians = [...figures].map(([name, all]) => [name, median(all)] as const);
  return experiment.rows(Object.fromEntries(medians));
}

export function millions(perSecond: number): string {
  return `${(perSecond / 1e6).toFixed(2)} M/s`;
}
