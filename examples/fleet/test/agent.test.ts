import mqtt from 'mqtt';
import { DesktopProcess } from '../demo/desktopProcess.js';
import type { Desktop } from '../demo/protocol.js';
import { encode, reasons } from '../shared/messages.js';
import { agentTopic, connectionTopic } from '../shared/topics.js';
import { Mosquitto, passwordOf } from './mosquitto.js';
import { Watcher } from './watcher.js';

const folder = 'examples/fleet';
const accounts = ['alice@example.org', 'team/50%+#'];
const desktop = (machine: string): Desktop => ({
  site: 'berlin',
  machine,
  profile: 'Work',
  accounts,
  password: passwordOf(machine),
});
const [first, second] = [desktop('pc-1'), desktop('pc-2')];
const work = connectionTopic(first, { profile: 'Work' });
const alice = connectionTopic(first, { profile: 'Work', account: 'alice@example.org' });
const allTopics = [
  '$agent',
  'Work/$profile',
  'Work/alice@example.org',
  'Work/team%002F50%0025%002B%0023',
];

let broker: Mosquitto;
let processes: DesktopProcess[];
let watchers: Watcher[];

function start(...desktops: Desktop[]): DesktopProcess {
  const started = new DesktopProcess(folder, { broker: broker.url, keepalive: 2, desktops });
  processes.push(started);
  return started;
}

async function watch(): Promise<Watcher> {
  const watcher = await Watcher.start(broker);
  watchers.push(watcher);
  return watcher;
}

beforeEach(async () => {
  processes = [];
  watchers = [];
  broker = await Mosquitto.start(['pc-1', 'pc-2']);
});
afterEach(async () => {
  await Promise.all(processes.map((one) => one.kill()));
  await Promise.all(watchers.map((one) => one.close()));
  await broker.close();
});

async function isWhole(watcher: Watcher, ...desktops: Desktop[]): Promise<void> {
  await watcher.until(() =>
    desktops.every((one) => watcher.topicsOf(one).join() === allTopics.join()),
  );
}

describe('an agent at Mosquitto, with a password for each machine and an access list', () => {
  it('publishes the profile, each account and itself, and each change once', async () => {
    const watcher = await watch();
    const desktops = start(first);
    await isWhole(watcher, first);
    await desktops.set(first, 'offline', 'alice@example.org');
    await watcher.untilState(alice, 'offline');
    await desktops.set(first, 'offline', 'alice@example.org');
    await desktops.set(first, 'online', 'alice@example.org');
    await watcher.untilState(alice, 'online');

    const seen = watcher.of(alice);
    expect(seen.map((message) => message?.state)).toEqual(['online', 'offline', 'online']);
    const numbers = seen.map((message) => message!.seq);
    expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
    expect(watcher.of(work)).toHaveLength(1);
    expect(seen.every((message) => Number.isInteger(message?.since))).toBe(true);
  });

  it('lets a board that comes late see all states at once', async () => {
    const early = await watch();
    const desktops = start(first, second);
    await isWhole(early, first, second);
    await desktops.set(second, 'offline', 'alice@example.org');
    const its = connectionTopic(second, { profile: 'Work', account: 'alice@example.org' });
    await early.untilState(its, 'offline');

    const late = await watch();
    await isWhole(late, first, second);
    expect(late.newest).toEqual(early.newest);
    expect(late.newest.get(its)?.state).toBe('offline');
  });

  it('becomes unknown when its process is killed, and comes back with the next one', async () => {
    const watcher = await watch();
    const desktops = start(first);
    await isWhole(watcher, first);
    await desktops.kill();
    const { reason, since } = await watcher.untilState(agentTopic(first), 'unknown');
    expect({ reason, since }).toEqual({ reason: reasons.gone, since: undefined });

    start(first);
    const back = await watcher.untilState(agentTopic(first), 'online');
    expect(Number.isInteger(back.since)).toBe(true);
  });

  it('becomes unknown within the keep-alive when its machine is frozen, and comes back after it', async () => {
    const watcher = await watch();
    const desktops = start(first);
    await isWhole(watcher, first);
    desktops.signal('SIGSTOP');
    // The connection still stands: only the missing sign of life tells.
    await watcher.untilState(agentTopic(first), 'unknown');
    desktops.signal('SIGCONT');
    await watcher.untilState(agentTopic(first), 'online');
  });

  it('publishes only the newest states when a broker that has lost all comes back', async () => {
    const before = await watch();
    const desktops = start(first);
    await isWhole(before, first);
    await broker.stop();
    for (const state of ['offline', 'online', 'offline', 'online', 'offline'] as const) {
      await desktops.set(first, state, 'alice@example.org');
    }
    before.all.length = 0;
    await broker.start();
    await before.untilState(alice, 'offline');
    await isWhole(before, first);
    const late = await watch();
    await isWhole(late, first);
    expect(late.newest.get(alice)?.state).toBe('offline');
    const [only, ...more] = before.of(alice);
    expect({ state: only?.state, more }).toEqual({ state: 'offline', more: [] });
  });

  it('removes an account that is gone, also when it went while no agent ran', async () => {
    const watcher = await watch();
    const desktops = start({ ...first, accounts: [...accounts, 'carol', 'dave'] });
    await watcher.until(() => watcher.topicsOf(first).length === 6);
    await desktops.order({ do: 'remove', profile: 'pc-1/Work', account: 'dave' });
    await watcher.until(() => watcher.topicsOf(first).length === 5);
    await desktops.end();
    const { reason } = watcher.newest.get(agentTopic(first))!;
    expect(reason).toBe(reasons.ended);

    start(first);
    await isWhole(watcher, first);
    const late = await watch();
    await isWhole(late, first);
    // An account that stays is never removed, not even for a moment.
    expect(watcher.of(alice)).not.toContain(undefined);
  });

  it('continues above the numbers of a time when the clock of the machine was ahead', async () => {
    const own = mqtt.connect(broker.url, {
      protocolVersion: 5,
      username: 'pc-1',
      password: passwordOf('pc-1'),
    });
    const ahead = Date.now() + 3_600_000;
    const old = encode({ state: 'offline', since: ahead, seq: ahead });
    await own.publishAsync(alice, old, { qos: 1, retain: true });
    await own.endAsync();

    const watcher = await watch();
    const desktops = start(first);
    await watcher.until((newest) => (newest.get(alice)?.seq ?? 0) > ahead);
    await watcher.until((newest) => (newest.get(agentTopic(first))?.seq ?? 0) > ahead);
    await isWhole(watcher, first);
    const { seq } = watcher.newest.get(agentTopic(first))!;
    await desktops.kill();
    const gone = await watcher.untilState(agentTopic(first), 'unknown');
    expect(gone.seq).toBeGreaterThanOrEqual(seq);
  });

  it('is refused the topics of another machine, and reports which', async () => {
    const watcher = await watch();
    start(second);
    await isWhole(watcher, second);
    const other = mqtt.connect(broker.url, {
      protocolVersion: 5,
      username: 'pc-1',
      password: passwordOf('pc-1'),
    });
    const topic = connectionTopic(second, { profile: 'Work' });
    const forged = encode({ state: 'offline', seq: Number.MAX_SAFE_INTEGER });
    const written = other.publishAsync(topic, forged, { qos: 1, retain: true });
    await expect(written).rejects.toThrow(/Not authorized/);
    await other.endAsync();
    const late = await watch();
    await isWhole(late, second);
    expect(late.newest.get(topic)?.state).toBe('online');
  });

  it('reports a password that is wrong once, and goes on trying', async () => {
    const desktops = start({ ...first, password: 'guessed' });
    const problems: string[] = [];
    desktops.problem$.subscribe((text) => problems.push(text));
    await broker.writes('not authorised', 2);
    expect(problems.join('').split('\n')).toEqual([
      expect.stringMatching(
        /^pc-1: no connection to mqtt:.*; it is tried again: Connection refused/,
      ),
      '',
    ]);
  });
});
