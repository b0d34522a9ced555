import {
  BehaviorSubject,
  combineLatest,
  distinctUntilChanged,
  map,
  type Observable,
  of,
  type Subscription,
  switchMap,
} from 'rxjs';
import {
  connectionUptime,
  detectFlapping,
  mergeConnectionStates,
  type OverallState,
} from 'rx-outlook/operators';
import { isNewer, type Message, reasons, type State } from '../../shared/messages.js';
import type { Connection, Machine as Name } from '../../shared/topics.js';
import { Lane } from './lane.js';

export const hour = 3_600_000;

/** One operator for all machines: it has one timer. More than five changes in ten minutes are flapping. */
const flapping = detectFlapping({ window: 600_000, transitions: 5, settle: 300_000 });
const uptime = connectionUptime({ window: hour, every: 10_000 });

export interface Known {
  readonly connection: Connection;
  message: Message;
  readonly state$: BehaviorSubject<State>;
}

/** A share of less time than this says nothing, in milliseconds. */
const leastSeen = 60_000;

/** A machine that is not wholly online counts as offline where three states are all there are. */
const asThree = (overall: OverallState): State => (overall === 'partial' ? 'offline' : overall);

/** What the board knows of one machine: its connections, their overall state, and the past hour. */
export class Machine {
  readonly name: Name;
  readonly lane = new Lane(hour);
  readonly connections = new Map<string, Known>();
  state: OverallState = 'unknown';
  isFlapping = false;
  /** The share of the time with all connections online, of the last hour that this page has seen. */
  share: number | undefined;
  /** The newest message of the agent. */
  agent: Message | undefined;
  /** Whether the agent was heard on this connection to the broker. */
  isHeard = true;
  /** As three states, for the merge of the site. */
  readonly state$: Observable<State>;
  readonly #set$ = new BehaviorSubject<readonly (readonly [string, Observable<State>])[]>([]);
  readonly #isGone$ = new BehaviorSubject(false);
  readonly #three$ = new BehaviorSubject<State>('unknown');
  readonly #subscription: Subscription;
  /** The time of the message that is being taken, by the machine's clock; 0 before the first. */
  #time = 0;

  constructor(name: Name, changed: () => void) {
    this.name = name;
    this.state$ = this.#three$.pipe(distinctUntilChanged());
    const overall$ = this.#isGone$.pipe(
      distinctUntilChanged(),
      // In one step: without it, a machine whose agent is gone would be partial for a moment.
      switchMap((isGone) =>
        isGone
          ? of<OverallState>('unknown')
          : mergeConnectionStates(this.#set$).pipe(map(({ overall }) => overall)),
      ),
      distinctUntilChanged(),
    );
    this.#subscription = overall$.subscribe((state) => {
      this.state = state;
      if (this.#time > 0) this.lane.enter(state, this.#time, Date.now());
      this.#three$.next(asThree(state));
      changed();
    });
    const figures$ = combineLatest([this.state$.pipe(flapping), this.state$.pipe(uptime)]);
    this.#subscription.add(
      figures$.subscribe(([{ flapping }, { share, online, offline, unknown }]) => {
        this.isFlapping = flapping;
        this.share = online + offline + unknown < leastSeen ? undefined : share;
        changed();
      }),
    );
  }

  /** Why the state is unknown, if it is. */
  get reason(): string | undefined {
    if (this.state !== 'unknown') return undefined;
    if (!this.isHeard) return reasons.silent;
    if (this.#isGone$.value) return this.agent?.reason;
    return [...this.connections.values()][0]?.message.reason;
  }

  get isEmpty(): boolean {
    return this.agent === undefined && this.connections.size === 0;
  }

  /** Takes a message of the agent; `undefined` removes it. */
  takeAgent(message: Message | undefined): void {
    this.isHeard = true;
    if (message === undefined) this.agent = undefined;
    else if (isNewer(message, this.agent)) this.agent = message;
    this.#time = message?.since ?? Date.now();
    this.#isGone$.next(this.agent?.state === 'unknown');
  }

  take(connection: Connection, message: Message | undefined): void {
    const key = JSON.stringify([connection.profile, connection.account]);
    const known = this.connections.get(key);
    if (message !== undefined && !isNewer(message, known?.message)) return;
    this.#time = message?.since ?? Date.now();
    if (message === undefined) this.connections.delete(key);
    else if (known !== undefined) {
      known.message = message;
      known.state$.next(message.state);
      return;
    } else {
      const state$ = new BehaviorSubject<State>(message.state);
      this.connections.set(key, { connection, message, state$ });
    }
    this.#set$.next([...this.connections].map(([name, { state$ }]) => [name, state$] as const));
  }

  /** The agent was not heard after the board had connected again. */
  silence(): void {
    this.#time = Date.now();
    this.#isGone$.next(true);
  }

  close(): void {
    this.#subscription.unsubscribe();
  }
}
