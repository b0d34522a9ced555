import { Writable } from 'node:stream';
import { Teller, type Told } from '../../cli/teller.js';

/** A stream whose reader takes one write at a time, when it is told to. */
function slowReader() {
  const read: string[] = [];
  let take: (() => void) | undefined;
  const output = new Writable({
    highWaterMark: 1,
    decodeStrings: false,
    write: (line: string, _encoding, done) => {
      take = () => {
        read.push(line.trimEnd());
        done();
      };
    },
  });
  const reads = async (): Promise<void> => {
    const taken = take;
    take = undefined;
    taken?.();
    await new Promise(setImmediate);
  };
  return {
    output,
    read,
    reads,
    readsAll: async () => {
      while (take !== undefined) await reads();
    },
  };
}

function told(about: string, what: unknown): Told {
  return {
    about,
    line: (skipped) => `${about} ${String(what)}${skipped === 0 ? '' : ` (${String(skipped)})`}`,
  };
}

describe('what is told to a slow reader', () => {
  it('comes line by line and in its order while there is room for it', async () => {
    const { output, read, readsAll } = slowReader();
    const teller = new Teller(output, 3);
    for (const n of [1, 2, 3, 4]) teller.tell(told('Work', n));
    await readsAll();
    expect(read).toEqual(['Work 1', 'Work 2', 'Work 3', 'Work 4']);
  });

  it('is the newest of each profile when there is no more room, with how much was left out', async () => {
    const { output, read, readsAll } = slowReader();
    const teller = new Teller(output, 2);
    for (const n of [1, 2, 3, 4, 5, 6]) teller.tell(told('Work', n));
    teller.tell(told('Home', 1));
    await readsAll();
    expect(read).toEqual(['Work 1', 'Work 2', 'Work 3', 'Work 6 (2)', 'Home 1']);
  });

  it('is told as it comes again, once the reader has caught up', async () => {
    const { output, read, reads, readsAll } = slowReader();
    const teller = new Teller(output, 1);
    for (const n of [1, 2, 3, 4]) teller.tell(told('Work', n));
    await reads();
    teller.tell(told('Work', 5));
    await readsAll();
    teller.tell(told('Work', 6));
    await readsAll();
    expect(read).toEqual(['Work 1', 'Work 2', 'Work 5 (2)', 'Work 6']);
  });

  it('keeps nothing but that, however slowly it is read', async () => {
    const { output, read, reads, readsAll } = slowReader();
    const teller = new Teller(output, 10);
    for (let n = 0; n < 1_000; ++n) {
      teller.tell(told(`profile ${String(n % 20)}`, n));
      if (n % 50 === 0) await reads();
    }
    const before = read.length;
    await readsAll();
    // One in the stream, ten in their order, and the newest of twenty.
    expect(read.length - before).toBeLessThanOrEqual(31);
    expect(read.filter((line) => line.startsWith('profile 19 999'))).toHaveLength(1);
  });
});
