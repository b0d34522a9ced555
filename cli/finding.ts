import { visible } from './visible.js';

/** The result of one check, and its remedy. */
export interface Finding {
  /** The check's name, which stays the same. */
  readonly check: string;
  /** A note needs no action. */
  readonly result: 'ok' | 'note' | 'problem';
  readonly text: string;
  readonly remedy?: string | undefined;
}

export function isProblem({ result }: Finding): boolean {
  return result === 'problem';
}

/** Formats each finding as a line, followed by a line with its remedy. */
export function findingLines(findings: readonly Finding[]): string[] {
  return findings.flatMap(({ result, text, remedy }) => [
    `${result.padEnd(7)}  ${visible(text)}`,
    ...(remedy === undefined ? [] : [`${' '.repeat(7)}  -> ${visible(remedy)}`]),
  ]);
}

export function findingsJson(findings: readonly Finding[]): string {
  return JSON.stringify({ ok: !findings.some(isProblem), findings }, undefined, 2);
}
