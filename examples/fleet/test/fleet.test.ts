import { Fleet } from '../board/model/fleet.js';
import type { Machine } from '../board/model/machine.js';
import { rows } from '../board/model/rows.js';
import { count, meanShare } from '../board/model/site.js';
import { encode, type Message, reasons } from '../shared/messages.js';
import { agentTopic, connectionTopic } from '../shared/topics.js';

let fleet: Fleet;
let seq: number;
beforeEach(() => {
  fleet = new Fleet(() => undefined);
  seq = 1;
});
afterEach(() => fleet.close());

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const name = (machine: string, site = 'berlin') => ({ site, machine });

function agent(machine: string, content: Omit<Message, 'seq'>, number = seq++): void {
  fleet.take(agentTopic(name(machine)), bytes(encode({ ...content, seq: number })));
}

function account(machine: string, its: string, state: Message['state'] | undefined): void {
  const topic = connectionTopic(name(machine), { profile: 'Work', account: its });
  const payload = state && encode({ state, since: Date.now(), seq: seq++ });
  fleet.take(topic, bytes(payload ?? ''));
}

const machine = (its: string): Machine => fleet.sites.get('berlin')!.machines.get(its)!;
const all = { text: '', show: 'all', order: 'name' } as const;
const names = (machines: readonly Machine[]): string[] => machines.map((it) => it.name.machine);

describe('a board', () => {
  it('merges the accounts of a machine, and the machines of a site', () => {
    account('pc-1', 'alice', 'online');
    account('pc-1', 'bob', 'offline');
    account('pc-2', 'carol', 'online');
    fleet.flush();
    expect(machine('pc-1').state).toBe('partial');
    expect(machine('pc-2').state).toBe('online');
    expect(fleet.sites.get('berlin')?.overall).toBe('partial');
    expect(count(fleet.machines())).toEqual({ online: 1, partial: 1, offline: 0, unknown: 0 });
  });

  it('has a machine unknown while its agent is gone, and keeps what is known of its accounts', () => {
    agent('pc-1', { state: 'online', since: 1 }, 7);
    seq = 8;
    account('pc-1', 'alice', 'online');
    agent('pc-1', { state: 'unknown', reason: reasons.gone }, 7);
    expect(machine('pc-1')).toMatchObject({ state: 'unknown', reason: reasons.gone });
    expect([...machine('pc-1').connections.values()][0]?.message.state).toBe('online');
    agent('pc-1', { state: 'online', since: 2 });
    expect(machine('pc-1').state).toBe('online');
  });

  it('ignores a last will that comes after its agent has connected again', () => {
    account('pc-1', 'alice', 'online');
    agent('pc-1', { state: 'online' }, 20);
    agent('pc-1', { state: 'unknown', reason: reasons.gone }, 19);
    expect(machine('pc-1').state).toBe('online');
  });

  it('removes accounts, machines and sites that are gone', () => {
    account('pc-1', 'alice', 'online');
    account('pc-1', 'bob', 'offline');
    account('pc-1', 'bob', undefined);
    expect(machine('pc-1').state).toBe('online');
    account('pc-1', 'alice', undefined);
    expect(fleet.sites.size).toBe(0);
  });

  it('has a machine unknown that is not heard after the board has connected again', () => {
    agent('pc-1', { state: 'online' }, 1);
    account('pc-1', 'alice', 'online');
    agent('pc-2', { state: 'online' }, 1);
    account('pc-2', 'bob', 'online');
    fleet.connected();
    agent('pc-2', { state: 'online' }, 1);
    fleet.silence();
    expect(machine('pc-1')).toMatchObject({ state: 'unknown', reason: reasons.silent });
    expect(machine('pc-2').state).toBe('online');
    agent('pc-1', { state: 'online' }, 1);
    expect(machine('pc-1').state).toBe('online');
  });

  it('marks a machine that changes too often, and knows the share of its uptime', () => {
    jest.useFakeTimers();
    try {
      account('pc-1', 'alice', 'online');
      for (let round = 0; round < 4; ++round) {
        for (const state of ['offline', 'online'] as const) {
          jest.advanceTimersByTime(1_000);
          account('pc-1', 'alice', state);
        }
      }
      expect(machine('pc-1').isFlapping).toBe(true);
      expect(machine('pc-1').share).toBeUndefined();
      account('pc-1', 'alice', 'offline');
      // Eight seconds, half of them online, and 72 seconds offline.
      jest.advanceTimersByTime(72_000);
      account('pc-1', 'alice', 'online');
      expect(machine('pc-1').share).toBeCloseTo(4 / 80);
      expect(meanShare(fleet.machines())).toBeCloseTo(4 / 80);
      expect(machine('pc-1').isFlapping).toBe(true);
      jest.advanceTimersByTime(300_000);
      expect(machine('pc-1').isFlapping).toBe(false);
    } finally {
      fleet.close();
      jest.useRealTimers();
    }
  });

  it('counts what is no message of a fleet, and goes on', () => {
    fleet.take('rx-outlook/1/berlin', bytes('{}'));
    fleet.take(agentTopic(name('pc-1')), bytes('nonsense'));
    account('pc-1', 'alice', 'online');
    expect(fleet.strange).toBe(2);
    expect(machine('pc-1').state).toBe('online');
  });

  it('finds machines by name and state, and orders numbers by their value or trouble first', () => {
    account('pc-10', 'a', 'online');
    account('pc-9', 'a', 'online');
    account('pc-8', 'a', 'offline');
    expect(names(rows(fleet.ordered, all))).toEqual(['pc-8', 'pc-9', 'pc-10']);
    const trouble = { ...all, order: 'trouble' } as const;
    expect(names(rows(fleet.ordered, trouble))[0]).toBe('pc-8');
    expect(names(rows(fleet.ordered, { ...all, show: 'online' }))).toEqual(['pc-9', 'pc-10']);
    expect(names(rows(fleet.ordered, { ...all, text: ' BERLIN PC-1 ' }))).toEqual(['pc-10']);
  });
});
