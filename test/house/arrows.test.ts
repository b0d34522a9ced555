import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

interface Arrow {
  readonly from: string;
  readonly to: string;
}

/** scripts/arrows.mjs, in a process of its own: here it would have to be imported as an ES module. */
function arrows(expression: string): unknown {
  const script = `import * as arrows from './scripts/arrows.mjs'; console.log(JSON.stringify(${expression}));`;
  const args = ['--input-type=module', '--eval', script];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}

const planted = (...pairs: readonly (readonly [string, string])[]): string =>
  JSON.stringify(pairs.map(([from, to]): Arrow => ({ from, to })));

describe('the rooms of the house', () => {
  it('of native/ have no arrow that points up, and none that can reach each other', () => {
    expect(arrows('arrows.upward(arrows.nativeArrows(), arrows.isAllowedInNative)')).toEqual([]);
    expect(arrows('arrows.mutual(arrows.nativeArrows())')).toEqual([]);
  });

  it('of lib/, operators/, testing/ and cli/ have none either', () => {
    expect(arrows('arrows.upward(arrows.scriptArrows(), arrows.isAllowedInScripts)')).toEqual([]);
    expect(arrows('arrows.mutual(arrows.scriptArrows())')).toEqual([]);
  });

  it('are all read', () => {
    const folders = readdirSync('native').filter((name) => !/^(test|fuzz)$|\./.test(name));
    const read = arrows('arrows.nativeArrows()') as readonly Arrow[];
    const rooms = new Set(read.flatMap(({ from, to }) => [from, to]));
    expect(folders.filter((folder) => !rooms.has(folder))).toEqual([]);
    expect(rooms.size).toBeGreaterThan(folders.length);
    const files = arrows('arrows.scriptArrows()') as readonly Arrow[];
    expect(files.length).toBeGreaterThan(300);
  });

  it('of native/ have their tests in folders of the same names', () => {
    const folders = (root: string): string[] =>
      readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length + 1));
    const rooms = new Set(folders('native'));
    const own = ['windows']; // programs that need Windows or Wine
    expect(folders('native/test').filter((name) => !rooms.has(name))).toEqual(own);
  });

  it.each([
    ['isAllowedInNative', 'core', 'backends/embedded', 'seam'],
    ['isAllowedInNative', 'bridge', 'core', 'base'],
    ['isAllowedInNative', 'seam', 'base', 'abi'],
    ['isAllowedInScripts', 'lib/inbox', 'operators/toObservable', 'lib/types'],
    ['isAllowedInScripts', 'operators/withDuration', 'lib/inbox', 'lib/types'],
    ['isAllowedInScripts', 'testing/serve', 'cli/main', 'lib/inbox'],
  ])('are told apart by %s: %s may not ask %s, but %s', (rule, from, above, below) => {
    const arrow = planted([from, above], [from, below]);
    expect(arrows(`arrows.upward(${arrow}, arrows.${rule})`)).toEqual([{ from, to: above }]);
  });

  it('are found to reach each other over others, too', () => {
    const round = planted(['a', 'b'], ['b', 'c'], ['c', 'a'], ['d', 'a']);
    expect(arrows(`arrows.mutual(${round})`)).toEqual([
      ['a', 'b'],
      ['a', 'c'],
      ['b', 'c'],
    ]);
  });
});
