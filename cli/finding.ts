import { visible } from './visible.js';

/** What one check has come to, and what to do about it. */
export interface Finding {
  /** The check's name, which stays the same. */
  readonly check: string;
  /** A note is nothing to mend: it is there to be known. */
  readonly result: 'ok' | 'note' | 'problem';
  readonly text: string;
  readonly remedy?: string | undefined;
}

export function isProblem({ result }: Finding): boolean {
  return result === 'problem';
}

/** A line for each, and another one for what to do. */
export function findingLines(findings: readonly Finding[]): string[] {
  return findings.flatMap(({ result, text, remedy }) => [
    `${result.padEnd(7)}  ${visible(text)}`,
    ...(remedy === undefined ? [] : [`${' '.repeat(7)}  -> ${visible(remedy)}`]),
  ]);
}

export function findingsJson(findings: readonly Finding[]): string {
  return JSON.stringify({ ok: !findings.some(isProblem), findings }, undefined, 2);
}
