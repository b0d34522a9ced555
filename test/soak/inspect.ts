import type { ProfileModel } from './profileModel.js';
import type { Report } from './worker.js';
import { steady } from './place.js';
import { type Stage } from './stage.js';

/** Everything that must be true when nothing is under way. */
export async function inspect(stage: Stage): Promise<void> {
  await stage.quiet();
  const reports = await Promise.all([...stage.crews].map((crew) => crew.report()));
  [...stage.crews].forEach((crew, i) => {
    const { registrations, received } = reports[i]!;
    const live = [...crew.live.keys()].reduce((sum, name) => sum + crew.liveOf(name), 0);
    stage.checker.equal('registrations', registrations, live, () => "a worker's own count");
    stage.load.notifications += received - crew.received;
    crew.received = received;
  });
  for (const profile of stage.profiles.values()) {
    await inspectCounters(stage, profile);
    inspectStreams(stage, profile, reports);
    profile.sweep();
  }
}

async function inspectCounters(stage: Stage, profile: ProfileModel): Promise<void> {
  const { checker, place } = stage;
  const statuses = profile.name === steady ? stage.statuses.length : 0;
  const live = stage.liveOf(profile) + statuses;
  const advises = profile.advises + statuses;
  const counters = await stage.control.counters(profile.name);
  const of = `${stage.backend} ${profile.name}`;
  const kept = live + profile.stuck;
  checker.equal('registrations', counters.registrations, kept, () => `${of}, registrations`);
  const pairs = [counters.advises, counters.unadvises];
  checker.equal('pairs', pairs, [advises, advises - kept], () => `${of}, Advise and Unadvise`);
  const references = live * place.referencesEach;
  checker.equal('references', counters.references, references, () => `${of}, references`);
}

function inspectStreams(stage: Stage, profile: ProfileModel, reports: readonly Report[]): void {
  const { checker, backend } = stage;
  const counted = new Set([...profile.counted].map(({ stream }) => stream));
  const must = (last: unknown, whose: string): void => {
    checker.equal('lastState', last, profile.state, () => `${backend} ${profile.name}, ${whose}`);
  };
  for (const stream of profile.live()) if (!counted.has(stream)) must(stream.last, 'a stream');
  for (const { states } of reports) {
    for (const last of states[profile.name] ?? []) must(last, "a worker's stream");
  }
  if (profile.name === steady) for (const { last } of stage.statuses) must(last, 'a status');
  for (const { stream, since, heard } of profile.counted) {
    if (stream.isOver) continue;
    const due = profile.notified - since;
    checker.equal('nothingLost', heard, due, () => `${backend} ${profile.name}, notifications`);
  }
}
