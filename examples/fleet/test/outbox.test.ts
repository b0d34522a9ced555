import { Outbox } from '../agent/outbox.js';

const online = { state: 'online', since: 1 } as const;
const offline = { state: 'offline', since: 2 } as const;

function sent(outbox: Outbox): string[] {
  return outbox.due().map(({ topic, payload }) => `${topic} ${payload}`);
}

describe('an outbox', () => {
  it('gives out each message once, with a number that grows', () => {
    const outbox = new Outbox(10);
    outbox.put('a', online);
    outbox.put('b', offline);
    expect(sent(outbox)).toEqual([
      'a {"state":"online","since":1,"seq":10}',
      'b {"state":"offline","since":2,"seq":11}',
    ]);
    expect(outbox.due()).toEqual([]);
  });

  it('ignores the same content again', () => {
    const outbox = new Outbox(10);
    outbox.put('a', online);
    const [first] = outbox.due();
    outbox.answered(first!);
    outbox.put('a', { ...online });
    outbox.put('gone', undefined);
    expect(outbox.due()).toEqual([]);
  });

  it('has one message of a topic under way, and keeps only the newest behind it', () => {
    const outbox = new Outbox(10);
    outbox.put('a', online);
    const [first] = outbox.due();
    outbox.put('a', offline);
    outbox.put('a', { state: 'unknown', since: 3 });
    expect(outbox.due()).toEqual([]);
    outbox.answered(first!);
    expect(sent(outbox)).toEqual(['a {"state":"unknown","since":3,"seq":12}']);
  });

  it('gives out all again, with the numbers they had, after the connection has ended', () => {
    const outbox = new Outbox(10);
    outbox.put('a', online);
    outbox.put('b', online);
    const before = outbox.due();
    outbox.answered(before[0]!);
    outbox.disconnected();
    expect(outbox.due()).toEqual(before);
  });

  it('ignores the answer to a message of the connection before', () => {
    const outbox = new Outbox(10);
    outbox.put('a', online);
    const [first] = outbox.due();
    outbox.disconnected();
    outbox.put('a', offline);
    const [second] = outbox.due();
    outbox.answered(first!);
    expect(outbox.due()).toEqual([]);
    outbox.answered(second!);
    expect(outbox.due()).toEqual([]);
  });

  it('removes a topic with an empty payload, and forgets it when the broker has answered', () => {
    const outbox = new Outbox(10);
    outbox.put('a', online);
    outbox.answered(outbox.due()[0]!);
    outbox.put('a', undefined);
    const [removal] = outbox.due();
    expect(removal).toEqual({ topic: 'a', payload: '', seq: 11 });
    expect(outbox.has('a')).toBe(true);
    outbox.answered(removal!);
    expect(outbox.has('a')).toBe(false);
    outbox.disconnected();
    expect(outbox.due()).toEqual([]);
  });

  it('numbers all anew above a number from a clock that was ahead, and only then', () => {
    const outbox = new Outbox(10);
    outbox.put('a', online);
    expect(outbox.continueAbove(10)).toBe(false);
    expect(outbox.continueAbove(500)).toBe(true);
    expect(sent(outbox)).toEqual(['a {"state":"online","since":1,"seq":501}']);
  });
});
