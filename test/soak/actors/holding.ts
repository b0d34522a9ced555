import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Actor } from './actor.js';

const turns = 50;
const starting = ['open', 'getCapabilities', 'advise', 'getCurrentState'] as const;

const hold: Actor = {
  name: 'hold a start',
  weight: 4,
  async act(stage) {
    const { random, checker, control, load, note } = stage;
    const profile = stage.victim();
    if (profile === undefined) return;
    await stage.quiet();
    const call = random.pick(starting);
    note(`hold ${call} of ${profile.name}`);
    const held = await control.holdNext(call, profile.name);
    load.holds += 1;
    const first = stage.watchState(profile);
    await held.entered;
    const others = Array.from({ length: random.between(0, 5) }, () => stage.watchState(profile));
    let turned = 0;
    for (let i = 0; i < turns; ++i) {
      await nextTurn();
      if (first.values === 0) turned += 1;
    }
    checker.equal('pace', turned, turns, () => `turns of the loop while ${call} was held`);
    for (const stream of random.some([first, ...others], random.between(0, 6))) stream.end();
    await held.release();
  },
};

const holdUnadvise: Actor = {
  name: 'hold Unadvise',
  weight: 2,
  async act(stage) {
    const { random, checker, control, load, note } = stage;
    const profile = stage.victim();
    if (profile === undefined) return;
    await stage.quiet();
    const [stream] = random.some(profile.live(), 1);
    if (stream === undefined) return;
    note(`hold Unadvise of ${profile.name}`);
    const held = await control.holdNext('unadvise', profile.name);
    load.holds += 1;
    stream.end();
    await held.entered;
    const next = stage.watchState(profile);
    let turned = 0;
    for (let i = 0; i < turns; ++i) {
      await nextTurn();
      if (next.values === 0) turned += 1;
    }
    checker.equal('pace', turned, turns, () => 'turns of the loop while Unadvise was held');
    await held.release();
  },
};

const timeOut: Actor = {
  name: 'time out',
  weight: 1,
  async act(stage) {
    const { random, control, load, note } = stage;
    const profile = stage.victim();
    if (profile === undefined) return;
    await stage.quiet();
    const call = random.pick(starting);
    const timeout = random.between(1, 50);
    note(`hold ${call} of ${profile.name} for longer than ${timeout} ms`);
    const held = await control.holdNext(call, profile.name);
    load.timeouts += 1;
    const late = stage.watchState(profile, { timeout });
    late.mayFail('ERR_TIMEOUT');
    await held.entered;
    await late.failed();
    await held.release();
  },
};

export const holding: readonly Actor[] = [hold, holdUnadvise, timeOut];
