import { BehaviorSubject, type Observable, type Subscription } from 'rxjs';
import { mergeConnectionStates, type OverallState } from 'rx-outlook/operators';
import type { State } from '../../shared/messages.js';
import type { Machine } from './machine.js';

export type Counts = Readonly<Record<OverallState, number>>;

/** The machines of one site, and their merged state. */
export class Site {
  readonly name: string;
  readonly machines = new Map<string, Machine>();
  overall: OverallState = 'unknown';
  readonly #set$ = new BehaviorSubject<readonly (readonly [string, Observable<State>])[]>([]);
  readonly #subscription: Subscription;
  #isStale = false;

  constructor(name: string, changed: () => void) {
    this.name = name;
    this.#subscription = mergeConnectionStates(this.#set$).subscribe(({ overall }) => {
      this.overall = overall;
      changed();
    });
  }

  add(machine: Machine): void {
    this.machines.set(machine.name.machine, machine);
    this.#isStale = true;
  }

  remove(machine: Machine): void {
    machine.close();
    this.machines.delete(machine.name.machine);
    this.#isStale = true;
  }

  /** Hands the new set to the merge: once for many machines, since a set costs a look at each. */
  flush(): void {
    if (!this.#isStale) return;
    this.#isStale = false;
    this.#set$.next([...this.machines].map(([name, { state$ }]) => [name, state$] as const));
  }

  close(): void {
    this.#subscription.unsubscribe();
    for (const machine of this.machines.values()) machine.close();
  }
}

export function count(machines: Iterable<Machine>): Counts {
  const counts = { online: 0, partial: 0, offline: 0, unknown: 0 };
  for (const { state } of machines) counts[state] += 1;
  return counts;
}

/** The mean share of the machines whose share is known. */
export function meanShare(machines: Iterable<Machine>): number | undefined {
  const shares = [...machines].map(({ share }) => share).filter((share) => share !== undefined);
  return shares.length === 0
    ? undefined
    : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
