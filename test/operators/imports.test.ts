import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '../../operators');

/** The files of operators/ that a file imports or exports values from. */
function importsOf(file: string): string[] {
  const source = readFileSync(join(folder, `${file}.ts`), 'utf8');
  const statements = source.matchAll(/^(?:import|export) \{([^}]*)\} from '\.\/(\w+)\.js';/gm);
  return [...statements]
    .filter(([, names]) => names!.split(',').some((name) => /^\s*(?!type )\w/.test(name)))
    .map(([, , imported]) => imported!);
}

/** Those, and what they import in turn. */
function broughtBy(file: string, brought = new Set<string>()): Set<string> {
  for (const imported of importsOf(file)) {
    if (brought.has(imported)) continue;
    brought.add(imported);
    broughtBy(imported, brought);
  }
  return brought;
}

const operators = importsOf('index');

/** What takes any kind of source brings what converts it. */
const converter = 'toObservable';

describe('operators', () => {
  test.each(operators)('%s has tests, and tests of its types, under its name', (operator) => {
    expect(existsSync(join(__dirname, `${operator}.test.ts`))).toBe(true);
    expect(existsSync(join(__dirname, `../types/operators/${operator}.test-d.ts`))).toBe(true);
  });

  test.each(operators)('%s brings no other operator with it', (operator) => {
    const others = [...broughtBy(operator)].filter((file) => operators.includes(file));
    expect(others.filter((file) => file !== converter)).toEqual([]);
  });

  test('are found by what they import', () => {
    expect([...broughtBy('debounceConnectionState')].sort()).toEqual([
      'checks',
      'connectionStateLike',
      'elapsedTime',
      'sharedTimer',
      'timeAway',
    ]);
    expect(broughtBy('mergeConnectionStates')).toContain('tally');
  });
});
