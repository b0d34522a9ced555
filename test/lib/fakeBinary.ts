import { setImmediate as nextTurn } from 'node:timers/promises';
import { AsyncContext } from '../../lib/asyncContext.js';
import type { Binary, Fault } from '../../lib/binary.cjs';
import { Inbox } from '../../lib/inbox.js';
import { recordKind } from '../../lib/record.js';
import { makeTable, type Receiver, type Table } from '../../lib/table.js';

/** The HRESULT that this binary calls ERR_OUTLOOK_NOT_RUNNING. */
export const notRunning = -1;

interface FakeRecord {
  readonly slot: number;
  readonly generation?: number;
  readonly kind?: number;
  readonly hresult?: number;
  readonly detail?: number;
  readonly timestamp?: number;
  readonly merged?: number;
  /** Of a snapshot. */
  readonly way?: number;
}

/** A binary that drains what a test has put in, and counts what is asked of it. */
export class FakeBinary {
  readonly records: FakeRecord[] = [];
  readonly calls: unknown[][] = [];
  readonly backends = ['bridge', 'automation', 'auto'];
  ways = ['bridge', 'automation'];
  readonly operations = ['Notify', 'Unadvise', 'Release'];
  readonly faults: Fault[] = [];
  readonly names = new Map([[notRunning, 'ERR_OUTLOOK_NOT_RUNNING']]);
  closed = false;
  runtimeFolder: string | undefined;
  place: string | undefined;
  /** Whether it gives a watch, and whether it is on. */
  canWatch = true;
  watched = false;
  wake: () => void = () => undefined;
  target = new ArrayBuffer();

  attach(wake: (count: number) => void, target: ArrayBuffer): void {
    this.target = target;
    this.wake = () => {
      // As the binary does it: not while there are records to read, and not for nothing.
      const count = this.drain();
      if (count > 0) wake(count);
    };
  }
  drain(): number {
    const { target } = this;
    const some = this.records.splice(0, target.byteLength / 32);
    const words = new Int32Array(target);
    const doubles = new Float64Array(target);
    some.forEach((one, i) => {
      const {
        slot,
        generation = 1,
        kind = recordKind.notification,
        hresult = 0,
        detail = 0,
        merged = 1,
        way: phase = 2,
      } = one;
      const codes = kind | (phase << 8) | (2 << 16) | (1 << 24);
      words.set([slot, generation, codes, merged, 0, 0, hresult, detail], i * 8);
      doubles[i * 4 + 2] = one.timestamp ?? 0;
    });
    return some.length;
  }
  outside<T>(make: () => T): T {
    return make();
  }
  keepAlive(alive: boolean): void {
    this.calls.push(['keepAlive', alive]);
  }
  makeRealm(): object {
    return {};
  }
  setSurroundings(folder: string, place: string): void {
    this.runtimeFolder = folder;
    this.place = place;
  }
  subscribe(...args: unknown[]): boolean {
    this.calls.push(['subscribe', ...args]);
    return !this.closed;
  }
  unsubscribe(...args: unknown[]): boolean {
    this.calls.push(['unsubscribe', ...args]);
    return !this.closed;
  }
  available(...args: unknown[]): boolean {
    this.calls.push(['available', ...args]);
    return !this.closed;
  }
  watchPlace(): boolean {
    this.calls.push(['watchPlace']);
    return (this.watched = this.canWatch);
  }
  unwatchPlace(): void {
    this.calls.push(['unwatchPlace']);
    this.watched = false;
  }
  now(): number {
    return Date.now();
  }
  hresultName(hresult: number): string {
    return this.names.get(hresult) ?? 'E_FAIL';
  }
  explainAnswer(): undefined {
    return undefined;
  }
  explainRegistration(): undefined {
    return undefined;
  }
  takeFaults(): readonly Fault[] {
    return this.faults.splice(0);
  }
  flush(): void {
    this.calls.push(['flush']);
  }
  fence(request: number): void {
    this.records.push({ slot: request, kind: recordKind.answer });
    this.wake();
  }
}

export function makeInbox(table: Table = makeTable(), fake = new FakeBinary()) {
  return { fake, table, inbox: new Inbox(fake as unknown as Binary, table, fake.makeRealm()) };
}

/** Wakes the inbox and waits until all is handed out: on a busy machine a batch may be cut anywhere. */
export async function deliver({
  fake,
  table,
}: Pick<ReturnType<typeof makeInbox>, 'fake' | 'table'>) {
  fake.wake();
  while (table.draining) await nextTurn();
}

export function receiver(on: Partial<Receiver> = {}): Receiver & { readonly heard: string[] } {
  const heard: string[] = [];
  const context = new AsyncContext(false);
  return {
    runInAsyncScope(called, thisArg, ...args: unknown[]) {
      return context.runInAsyncScope(called, thisArg, ...args);
    },
    heard,
    state: (value) => heard.push(`state ${value}`),
    begun: () => on.begun?.(),
    overflow: (merged) => heard.push(`overflow ${merged}`),
    reading: (number) => heard.push(`reading ${number}`),
    notification: (phase, previous, current) => {
      heard.push(`${phase}: ${previous} to ${current}`);
      on.notification?.(phase, previous, current, 0, 1, 0);
    },
    accountsChanged: () => heard.push('accounts'),
    profileClosed: () => undefined,
    failure: (operation, hresult) => heard.push(`failure ${operation} ${hresult}`),
  };
}
