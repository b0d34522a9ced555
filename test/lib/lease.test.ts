import type { Binary } from '../../lib/binary.cjs';
import { Lease } from '../../lib/lease.js';
import { makeTable } from '../../lib/table.js';
import { receiver } from './fakeBinary.js';

const backend = 2;

/** A binary that notes what it is asked, and answers as the test says. */
function made(answers: Record<string, unknown> = {}) {
  const calls: unknown[][] = [];
  const note =
    (name: string, answer: unknown) =>
    (...args: unknown[]): unknown => {
      calls.push([name, ...args]);
      if (answer instanceof Error) throw answer;
      return answer;
    };
  const given: Record<string, unknown> = {
    ...{ subscribe: true, unsubscribe: true, operationOf: 1 },
    ...{ readingsDone: undefined, explainRegistration: undefined },
    ...answers,
  };
  const binary = Object.fromEntries(
    Object.entries(given).map(([name, answer]) => [name, note(name, answer)]),
  );
  const table = makeTable();
  const operations = ['HrOpenOfflineObj', 'Advise'];
  const lessor = { binary: { ...binary, operations } as unknown as Binary, table };
  return { calls, lessor, table };
}

describe('a lease', () => {
  it('takes a slot with its receiver, and gives it back', () => {
    const { calls, lessor, table } = made();
    const one = receiver();
    const lease = new Lease(lessor, backend, one);
    expect(lease.begin({ profile: 'Work' }, false)).toBe(true);
    expect([lease.slot, lease.receiver, table.registrations]).toEqual([0, one, 1]);
    lease.end();
    expect([lease.receiver, table.registrations, table.freeSlots]).toEqual([undefined, 0, [0]]);
    expect(calls).toEqual([
      ['subscribe', backend, 0, 1, 'Work', '', false, 0, 0],
      ['unsubscribe', backend, 0, 1],
    ]);
  });

  it('has no receiver after its slot has gone to another lease', () => {
    const { lessor } = made();
    const first = new Lease(lessor, backend, receiver());
    first.begin({ profile: 'Work' }, false);
    first.end();
    const other = receiver();
    const second = new Lease(lessor, backend, other);
    second.begin({ profile: 'Home' }, false);
    expect(second.slot).toBe(first.slot);
    expect([first.receiver, second.receiver]).toEqual([undefined, other]);
  });

  it.each([
    ['the environment has closed', false],
    ['the binary throws', new Error('no thread')],
  ])('gives its slot back when %s', (_, answer) => {
    const { lessor, table } = made({ subscribe: answer });
    const lease = new Lease(lessor, backend, receiver());
    const begin = (): boolean => lease.begin({ profile: 'Work' }, false);
    if (answer instanceof Error) expect(begin).toThrow('no thread');
    else expect(begin()).toBe(false);
    expect([lease.receiver, table.registrations, table.freeSlots]).toEqual([undefined, 0, [0]]);
  });

  it('names the call of its start, the first one after its end', () => {
    expect(new Lease(made().lessor, backend, receiver()).operation()).toBe('Advise');
    const ended = made({ operationOf: undefined });
    expect(new Lease(ended.lessor, backend, receiver()).operation()).toBe('HrOpenOfflineObj');
    expect(ended.calls).toEqual([['operationOf', backend, 0, 1]]);
  });

  it('passes on what the backend says of its failure, and nothing without memory for that', () => {
    const said = made({ explainRegistration: { text: 'why' } });
    expect(new Lease(said.lessor, backend, receiver()).explanation()).toEqual({ text: 'why' });
    const silent = made({ explainRegistration: new Error('out of memory') });
    expect(new Lease(silent.lessor, backend, receiver()).explanation()).toBeUndefined();
  });

  it.each([
    [undefined, 7, true],
    [6, 7, false],
    [7, 7, true],
    [0xffff_ffff, 0, false],
    [1, 0xffff_ffff, true],
  ])('with %s readings done, says of number %s: %s', (readingsDone, number, isDone) => {
    const { calls, lessor } = made({ readingsDone });
    expect(new Lease(lessor, backend, receiver()).isReadingDone(number)).toBe(isDone);
    expect(calls).toEqual([['readingsDone', backend, 0, 1]]);
  });
});
