import { openOfflineObject } from 'rx-outlook';
import { codeOf, hexOf, hresults } from '../../faults/documented.js';
import { codeOfError } from '../watched.js';
import { toOneProfile, type Actor } from './actor.js';

const starting = ['open', 'getCapabilities', 'advise', 'getCurrentState'] as const;

/** Registrations of one profile that its offline object keeps, at the most. */
const mostStuck = 5;

const failStart = toOneProfile('fail a start', 6, async (stage, profile) => {
  const { random, control, load, note } = stage;
  const call = random.pick(starting);
  const planned = random.some(hresults, random.between(1, 3));
  note(`fail ${call} of ${profile.name} with ${planned.map(hexOf).join()}`);
  for (const hresult of planned) await control.failNext(call, hresult, profile.name);
  load.failures += planned.length;
  const victims = planned.map((hresult) => {
    const stream = stage.watchState(profile);
    if (call !== 'getCurrentState') profile.advises -= 1;
    stream.mayFail(codeOf(hresult));
    return stream;
  });
  for (let i = random.between(0, 2); i > 0; --i) stage.watchState(profile);
  await Promise.all(victims.map((stream) => stream.failed()));
});

/** Each registration has the state read again after its first notification. */
const failReading = toOneProfile('fail a reading', 2, async (stage, profile) => {
  const { random, control, load, note } = stage;
  if (stage.liveOf(profile) > 0) return; // whose reading is the first is not known then
  const stream = stage.watchState(profile);
  await stage.quiet();
  const hresult = random.pick(hresults);
  note(`fail a reading of ${profile.name} with ${hexOf(hresult)}`);
  await control.failNext('getCurrentState', hresult, profile.name);
  load.failures += 1;
  load.changes += 1;
  stream.mayFail(codeOf(hresult));
  profile.change(profile.other);
  await control.setState(profile.name, profile.state);
  await stream.failed();
});

const failUnadvise = toOneProfile('fail Unadvise', 2, async (stage, profile) => {
  const { random, control, load, note } = stage;
  if (profile.stuck === mostStuck) return;
  const [stream] = random.some(profile.live(), 1);
  if (stream === undefined) return;
  const hresult = random.pick(hresults);
  note(`fail Unadvise of ${profile.name} with ${hexOf(hresult)}`);
  await control.failNext('unadvise', hresult, profile.name);
  load.failures += 1;
  profile.stuck += 1;
  stream.end();
  await stage.quiet();
});

const requests = {
  getCapabilities: 'capabilities',
  getCurrentState: 'currentState',
  setCurrentState: 'setCurrentState',
} as const;

const failObject = toOneProfile('fail a request', 3, async (stage, profile) => {
  const { random, backend, checker, control, load, note } = stage;
  const call = random.pick(['open', ...Object.keys(requests)] as const);
  const hresult = random.pick(hresults);
  note(`fail ${call} on an object of ${profile.name} with ${hexOf(hresult)}`);
  const attempt = async (): Promise<void> => {
    if (call === 'open') {
      await openOfflineObject(profile.name, { backend });
      return;
    }
    const object = await openOfflineObject(profile.name, { backend });
    load.objects += 1;
    try {
      await object[requests[call as keyof typeof requests]](profile.other);
    } finally {
      await object.close();
    }
  };
  await control.failNext(call as keyof typeof requests, hresult, profile.name);
  load.failures += 1;
  const met = await attempt().then(() => 'nothing', codeOfError);
  checker.equal('requests', met, codeOf(hresult), () => `what ${call} fails with`);
});

export const failing: readonly Actor[] = [failStart, failReading, failUnadvise, failObject];
