import { closeSync, openSync } from 'node:fs';
import { grown, leastResources, leftBehind, resources } from './resources.js';

const onLinux = process.platform === 'linux' ? it : it.skip;

describe('what a process holds', () => {
  it('has grown where there is more of a kind', () => {
    expect(grown({ thread: 7, 'handle Pipe': 1 }, { thread: 8, 'descriptor socket': 1 })).toEqual([
      'thread: 7 before, 8 now',
      'descriptor socket: 0 before, 1 now',
    ]);
    expect(grown({ thread: 7 }, { thread: 6 })).toEqual([]);
  });

  onLinux('is told by the system', () => {
    expect(resources()['thread']).toBeGreaterThan(1);
    const before = resources();
    const descriptor = openSync(__filename, 'r');
    expect(grown(before, resources())).toEqual([expect.stringContaining('descriptor file: ')]);
    closeSync(descriptor);
    expect(grown(before, resources())).toEqual([]);
  });

  onLinux('may take its time to go', async () => {
    const before = await leastResources();
    const descriptor = openSync(__filename, 'r');
    setImmediate(() => closeSync(descriptor));
    expect(await leftBehind(before)).toEqual([]);
  });
});
