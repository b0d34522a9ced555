import { performance } from 'node:perf_hooks';
import { styleText } from 'node:util';
import { createLogUpdate } from 'log-update';
import type { ConnectionStatesSummary } from 'rx-outlook';
import { frame, type Look, type Screen } from './frame.js';
import { History, type State } from './history.js';
import type { View } from './view.js';

const { stdout } = process;

const hideCursor = '\u001B[?25l';
const showCursor = '\u001B[?25h';
const eraseBelow = '\r\u001B[J';

const colours = {
  online: 'green',
  dip: 'yellow',
  offline: 'red',
  partial: 'yellow',
  unknown: 'gray',
  aside: 'gray',
} as const;

/** styleText omits the colour where it is unwanted, as NO_COLOR says. */
const paint = (look: Look, text: string): string =>
  styleText(colours[look], text, { stream: stdout });

/** Shows one live line for each account, drawn again in place each second and at each change. */
export class LiveView implements View {
  readonly #histories: ReadonlyMap<string, History>;
  // log-update would hide the cursor through stderr, which may be redirected.
  readonly #update = createLogUpdate(stdout, { showCursor: true });
  readonly #clock: NodeJS.Timeout;
  #counts: Omit<Screen, 'rows' | 'hint'>;
  #lengths: readonly number[] = [];
  #hint: string | undefined = 'Ctrl-C ends it';

  constructor(accounts: readonly string[]) {
    this.#histories = new Map(accounts.map((account) => [account, new History(performance.now())]));
    this.#counts = { overall: 'unknown', online: 0, offline: 0, unknown: accounts.length };
    this.#clock = setInterval(this.#draw, 1_000);
    stdout.on('resize', this.#resized);
    process.on('SIGTSTP', this.#suspend).on('SIGCONT', this.#resume);
    process.on('exit', this.#showCursor);
    stdout.write(hideCursor);
    this.#draw();
  }

  show(summary: ConnectionStatesSummary): void {
    this.#counts = summary;
    for (const [account, state] of summary.states) {
      this.#histories.get(account)?.settle(state, performance.now());
    }
    this.#draw();
  }

  glimpse(account: string, state: State): void {
    this.#histories.get(account)?.glimpse(state, performance.now());
    this.#draw();
  }

  close(): void {
    clearInterval(this.#clock);
    stdout.off('resize', this.#resized);
    process.off('SIGTSTP', this.#suspend).off('SIGCONT', this.#resume);
    process.off('exit', this.#showCursor);
    // The terminal has echoed ^C below the last line: it is erased, too.
    this.#update.clear();
    this.#hint = undefined;
    this.#draw();
    this.#update.done();
    this.#showCursor();
  }

  readonly #draw = (): void => {
    const now = performance.now();
    const rows = [...this.#histories].map(([name, history]) => ({
      name,
      state: history.state,
      held: now - history.since,
      cells: history.cells(now),
    }));
    const screen = { ...this.#counts, rows, hint: this.#hint };
    // A line that fills the last column wraps on some terminals.
    const width = Math.max(1, stdout.columns - 1);
    this.#lengths = frame(screen, width).map((line) => line.length);
    this.#update(frame(screen, width, paint).join('\n'));
  };

  /** Erases more rows than were drawn: a narrower terminal breaks lines. */
  readonly #resized = (): void => {
    const rows = this.#lengths
      .map((length) => Math.max(1, Math.ceil(length / Math.max(1, stdout.columns))))
      .reduce((sum, count) => sum + count, 0);
    stdout.write(`\u001B[${rows}A${eraseBelow}`);
    this.#update.done();
    this.#draw();
  };

  readonly #suspend = (): void => {
    this.#showCursor();
    // The shell writes below: the drawing after the pause starts anew.
    this.#update.done();
    process.kill(process.pid, 'SIGSTOP');
  };

  readonly #resume = (): void => {
    stdout.write(hideCursor);
    this.#draw();
  };

  readonly #showCursor = (): void => {
    stdout.write(showCursor);
  };
}
