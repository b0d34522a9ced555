import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Stage } from '../stage.js';
import type { Watched } from '../watched.js';
import { toOneProfile, type Actor } from './actor.js';

const turns = 50;
const starting = ['open', 'getCapabilities', 'advise', 'getCurrentState'] as const;

/** The loop goes round, and nothing has come to who waits for the call. */
async function checkPace(stage: Stage, call: string, waiting: Watched<unknown>): Promise<void> {
  let turned = 0;
  for (let i = 0; i < turns; ++i) {
    await nextTurn();
    if (waiting.values === 0) turned += 1;
  }
  stage.checker.equal('pace', turned, turns, () => `turns of the loop while ${call} was held`);
}

const hold = toOneProfile('hold a start', 4, async (stage, profile) => {
  const { random, control, load, note } = stage;
  const call = random.pick(starting);
  note(`hold ${call} of ${profile.name}`);
  const held = await control.holdNext(call, profile.name);
  load.holds += 1;
  const first = stage.watchState(profile);
  await held.entered;
  const others = Array.from({ length: random.between(0, 5) }, () => stage.watchState(profile));
  await checkPace(stage, call, first);
  for (const stream of random.some([first, ...others], random.between(0, 6))) stream.end();
  await held.release();
});

const holdUnadvise = toOneProfile('hold Unadvise', 2, async (stage, profile) => {
  const { random, control, load, note } = stage;
  const [stream] = random.some(profile.live(), 1);
  if (stream === undefined) return;
  note(`hold Unadvise of ${profile.name}`);
  const held = await control.holdNext('unadvise', profile.name);
  load.holds += 1;
  stream.end();
  await held.entered;
  await checkPace(stage, 'Unadvise', stage.watchState(profile));
  await held.release();
});

const timeOut = toOneProfile('time out', 1, async (stage, profile) => {
  const { random, control, load, note } = stage;
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
});

export const holding: readonly Actor[] = [hold, holdUnadvise, timeOut];
