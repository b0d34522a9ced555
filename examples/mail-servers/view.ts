import type { ConnectionStatesSummary } from 'rx-outlook';
import { type Change, changes } from './lines.js';
import type { Glimpse } from './summaries.js';

/** Shows the summaries. */
export interface View {
  show(summary: ConnectionStatesSummary): void;
  /** Receives states that the debounce may hold back. */
  readonly glimpse: Glimpse;
  /** Restores standard output. */
  close(): void;
}

/** Writes one line for each change. */
export function lineView(line: (change: Change) => string): View {
  let before: ConnectionStatesSummary | undefined;
  return {
    show(summary) {
      for (const change of changes(before, summary, Date.now())) {
        process.stdout.write(`${line(change)}\n`);
      }
      before = summary;
    },
    glimpse: () => undefined,
    close: () => undefined,
  };
}
