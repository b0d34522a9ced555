import fc from 'fast-check';
import { delay, map, materialize, merge, of, switchMap, takeUntil } from 'rxjs';
import { shareConnectionState } from 'rx-outlook/operators';
import type { StateMarble } from './marbles.js';
import { type Played, play, type PlayOptions } from './play.js';
import { testAgainstModel } from './properties.js';
import { type Moment, type Timeline, timelines } from './timelines.js';

interface Stay {
  readonly from: number;
  readonly to: number;
}

interface Case {
  readonly timeline: Timeline;
  readonly subscribers: readonly Stay[];
  readonly linger: number;
}

/** Times of the four kinds of events never meet: of a source 4n, of coming 4n + 1, going + 2, linger + 3. */
const spread = (timeline: Timeline): Timeline =>
  timeline.map(([at, ...rest]) => [at * 4, ...rest] as unknown as Moment<StateMarble>);
const stays = fc
  .tuple(fc.nat({ max: 20 }), fc.nat({ max: 10 }))
  .map(([from, length]): Stay => ({ from: from * 4 + 1, to: (from + length) * 4 + 2 }));
const lingers = fc.oneof(
  fc.constant(0),
  fc.nat({ max: 8 }).map((n) => n * 4 + 1),
);

type Told = readonly [at: number, who: number, what: StateMarble | 'complete' | 'error'];

/** One variable for all that the operator keeps: is it connected, and to what end. */
function model({ timeline, subscribers, linger }: Case) {
  const told: Told[] = [];
  const connections: [number, number][] = [];
  const here = new Set<number>();
  let latest = undefined as StateMarble | undefined;
  let over = undefined as 'complete' | 'error' | undefined;
  let leaveAt = Infinity;
  let isConnected = false as boolean;
  const disconnect = (at: number) => {
    if (isConnected) connections.at(-1)![1] = at;
    isConnected = false;
    latest = undefined;
    leaveAt = Infinity;
  };
  const come = (at: number, who: number) => {
    here.add(who);
    leaveAt = Infinity;
    if (latest !== undefined) told.push([at, who, latest]);
    if (isConnected) return;
    connections.push([at, Infinity]);
    isConnected = true;
    if (over !== undefined) end(at, over);
  };
  const go = (at: number, who: number) => {
    if (!here.delete(who) || here.size > 0) return;
    if (linger === 0) disconnect(at);
    else leaveAt = at + linger;
  };
  const end = (at: number, how: 'complete' | 'error') => {
    for (const who of here) told.push([at, who, how]);
    here.clear();
    disconnect(at);
  };
  for (let now = 0; now < 500; now += 1) {
    for (const moment of timeline.filter(([at]) => at === now)) {
      if (moment[1] !== 'next') {
        over = moment[1];
        if (isConnected) end(now, over);
      } else if (isConnected) {
        latest = moment[2];
        for (const who of here) told.push([now, who, latest]);
      }
    }
    subscribers.forEach(({ from }, who) => from === now && come(now, who));
    subscribers.forEach(({ to }, who) => to === now && go(now, who));
    if (leaveAt === now) disconnect(now);
  }
  return { told, connections, leftOver: 0 };
}

function heard({ timeline, subscribers, linger }: Case, options?: PlayOptions) {
  let source: Played<StateMarble> | undefined;
  const { timeline: moments, leftOver } = play(({ hot }) => {
    source = hot(timeline);
    const shared = source.pipe(shareConnectionState({ lingerMs: linger }));
    const each = subscribers.map(({ from, to }, who) =>
      of(who).pipe(
        delay(from),
        switchMap(() => shared.pipe(materialize())),
        takeUntil(of(0).pipe(delay(to))),
        map((one) => [who, one.kind === 'N' ? one.value : ends[one.kind]] as const),
      ),
    );
    return merge(...each);
  }, options);
  const told = moments.flatMap((one): Told[] => (one[1] === 'next' ? [[one[0], ...one[2]]] : []));
  return { told, connections: source!.subscriptions, leftOver };
}

const ends = { C: 'complete', E: 'error' } as const;

const aCase: fc.Arbitrary<Case> = fc.record({
  timeline: timelines({ maxGap: 4 }).map(spread),
  subscribers: fc.array(stays, { maxLength: 5 }),
  linger: lingers,
});

describe('shareConnectionState, any number of subscribers at any time', () => {
  testAgainstModel(
    'tells each what it is to be told, over connections that begin and end as they should',
    aCase,
    { heard, model },
  );
});
