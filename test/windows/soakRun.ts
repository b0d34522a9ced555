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
const seed = Number(process.env['RX_OUTLOOK_TEST_SEED'] ?? randomInt(2 ** 32));
console.log(`seed ${String(seed)}`); // first: a run that hangs or crashes says no more

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
const killed = { code: 'ERR_ADDIN_MISSING', reason: 'add-in-missing' };
const places = [embedded, bridge(killed), msmapi];

const soak = new Soak({
  seed,
  roomsWith: (means) => places.map((place) => new StreamsRoom(place, means(place.backend))),
  measured: ['heap'], // docs/reliability.md says why
  print: console.log,
});
await soak.run(minutes);
const results = soak.checker.results();
if (soak.checker.isBroken) console.log(soak.journal.last().join('\n'));
console.log(summary(soak.load, soak.samples, results));
process.send?.(results, () => {
  process.exit(); // where something has hung, its threads and children would keep this process
});
