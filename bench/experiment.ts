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

export type Figures = Readonly<Record<string, number>>;

/** One figure of each contestant. */
export async function takeTurns({ contestants }: Experiment): Promise<Figures> {
  const figures: Record<string, number> = {};
  for (const [name, run] of Object.entries(contestants)) figures[name] = await run();
  return figures;
}

/** The rows of an experiment whose contestants have taken turns so often. */
export function judge(experiment: Experiment, rounds: readonly Figures[]): readonly Row[] {
  const medians = Object.keys(experiment.contestants).map((name) => {
    const figures = rounds.map((figures) => figures[name] ?? Number.NaN);
    return [name, median(figures)] as const;
  });
  return experiment.rows(Object.fromEntries(medians));
}

export function millions(perSecond: number): string {
  return `${(perSecond / 1e6).toFixed(2)} M/s`;
}
