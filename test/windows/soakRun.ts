// Plays the soak on every backend that Windows has, in a process of its own, and tells its parent what came of it.
import { randomInt } from 'node:crypto';
import { remoteControl, settleByListing } from '../contract/remoteControl.js';
import { names, type Place } from '../soak/place.js';
import { summary } from '../soak/report.js';
import { bridge, embedded } from '../soak/rooms/places.js';
import { StreamsRoom } from '../soak/rooms/streams.js';
import { Soak } from '../soak/soak.js';
import { startStandIn } from './standIn.js';

const minutes = 1;
const seed = randomInt(2 ** 32);

const standIn = startStandIn();
const msmapi: Place = {
  backend: 'msmapi',
  referencesEach: 1,
  async start() {
    await standIn.far.call('open', names);
    const control = remoteControl(standIn.far, () => settleByListing('msmapi'));
    return { control, end: () => standIn.far.call('close') };
  },
};
// The stand-in is an Outlook without our add-in.
const withoutHost = { code: 'ERR_ADDIN_MISSING', reason: 'add-in-missing' };
const places = [embedded, { ...bridge, withoutHost }, msmapi];

const soak = new Soak(
  seed,
  (means) => places.map((place) => new StreamsRoom(place, means(place.backend))),
  console.log,
);
await soak.run(minutes);
await standIn.end();
const results = soak.checker.results();
console.log(`seed ${String(seed)}`);
if (soak.checker.isBroken) console.log(soak.journal.last().join('\n'));
console.log(summary(soak.load, soak.samples, results));
process.send?.(results, () => {
  process.exit(); // where something has hung, its threads and children would keep this process
});
