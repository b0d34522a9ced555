import { inspect } from 'node:util';
import { PersistentMap, Slot } from '../../operators/persistentMap.js';

/** A small generator of random numbers that a failure can be repeated with. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const names = Array.from({ length: 40 }, (_, i) => `k${i}`);

/** All that can be read of a map, but for its order. */
function content(map: ReadonlyMap<string, number>): unknown {
  const read = names.map((name) => `${map.get(name)} ${map.has(name)}`);
  return [map.size, new Map(map), read.join()];
}

describe('a persistent map', () => {
  it.each([1, 2, 3, 4, 5])(
    'is what a Map would be, at every version, in whatever order they are read (seed %i)',
    (seed) => {
      const random = randomFrom(seed);
      const versions: [PersistentMap<string, number>, ReadonlyMap<string, number>][] = [
        [PersistentMap.of<string, number>([]), new Map()],
      ];
      for (let step = 0; step < 1_000; ++step) {
        // Mostly from the newest version on, sometimes from an old one.
        const from = random(10) > 0 ? versions.length - 1 : random(versions.length);
        const [map, model] = versions[from]!;
        const [name, value] = [`k${random(40)}`, random(5)];
        const next = new Map(model);
        if (random(4) > 0) {
          next.set(name, value);
          versions.push([map.with(name, value), next]);
        } else {
          next.delete(name);
          versions.push([map.without(name), next]);
        }
        if (random(20) > 0) continue;
        const [old, oldModel] = versions[random(versions.length)]!;
        expect(content(old)).toEqual(content(oldModel));
      }
      expect(versions.map(([map]) => content(map))).toEqual(
        versions.map(([, model]) => content(model)),
      );
    },
  );

  it('keeps the order of its names, and gives one that comes back its place again', () => {
    const map = PersistentMap.of<string, number>([
      ['b', 1],
      ['a', 2],
    ]).with('c', 3);
    expect([...map.keys()]).toEqual(['b', 'a', 'c']);
    expect([...map.without('b').keys()]).toEqual(['a', 'c']);
    expect([...map.without('b').with('b', 4)]).toEqual([
      ['b', 4],
      ['a', 2],
      ['c', 3],
    ]);
    expect(map.without('none')).toBe(map);
  });

  it('forgets names that are gone for good', () => {
    let map = PersistentMap.of<number, string>([[-1, 'stays']]);
    for (let name = 0; name < 10_000; ++name) map = map.with(name, 'comes').without(name);
    expect([...map]).toEqual([[-1, 'stays']]);
    // Its places are few: a version costs no more than it did at first.
    expect([...map.with(-2, 'is next').keys()]).toEqual([-1, -2]);
  });

  it('makes its places anew when more than half of them, and a few, have no value', () => {
    const remade = jest.spyOn(PersistentMap, 'of');
    let map = PersistentMap.of<number, string>([
      [-1, 'stays'],
      [-2, 'stays'],
    ]);
    for (let name = 0; name < 18 * 19; ++name) map = map.with(name, 'comes').without(name);
    // Two names, and nineteen more: those are over twice the two and sixteen.
    expect(remade).toHaveBeenCalledTimes(1 + 18);
    remade.mockRestore();
  });

  it('spares the search for a place that a slot has had, in its own family', () => {
    const one = PersistentMap.of<string, number>([
      ['a', 1],
      ['b', 2],
    ]);
    const other = PersistentMap.of<string, number>([['b', 20]]);
    const slot = new Slot('b');
    expect([...one.withAt(slot, 3)]).toEqual([...one.with('b', 3)]);
    expect(slot.place).toBe(1);
    const found = jest.spyOn(Map.prototype, 'get');
    const again = one.withAt(slot, 4);
    expect(found).not.toHaveBeenCalled();
    found.mockRestore();
    expect([...again]).toEqual([
      ['a', 1],
      ['b', 4],
    ]);
    expect([...other.withAt(slot, 30).withAt(new Slot('c'), 40)]).toEqual([
      ['b', 30],
      ['c', 40],
    ]);
    expect([...one.withAt(slot, 5)]).toEqual([
      ['a', 1],
      ['b', 5],
    ]);
  });

  it('may be changed while it is read: the reading goes on in its own version', () => {
    const map = PersistentMap.of<string, number>([
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ]);
    const seen: unknown[] = [];
    for (const [name, value] of map) {
      seen.push([name, value]);
      map.with('c', 30).with('d', 40).without('b');
    }
    expect(seen).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ]);
  });

  it('tells undefined from nothing', () => {
    const map = PersistentMap.of([['a', undefined]]);
    expect([map.has('a'), map.has('b'), map.size]).toEqual([true, false, 1]);
    expect(map.without('a').size).toBe(0);
  });

  it('reads like a Map', () => {
    const map = PersistentMap.of<string, number>([['a', 1]]);
    const self = {};
    const seen: unknown[] = [];
    map.forEach(function (this: unknown, value, key, whole) {
      seen.push([value, key, whole === map, this === self]);
    }, self);
    expect(seen).toEqual([[1, 'a', true, true]]);
    expect([...map.values()]).toEqual([1]);
    expect([...map.entries()]).toEqual([['a', 1]]);
    expect(inspect(map)).toBe("Map(1) { 'a' => 1 }");
  });

  /** What is done while copies of arrays are counted. */
  function copies(during: () => void): number {
    const slice = jest.spyOn(Array.prototype, 'slice');
    try {
      during();
      return slice.mock.calls.length;
    } finally {
      slice.mockRestore();
    }
  }

  it.each([
    [100, 102],
    [4, 18],
  ])('of %i values is copied with every change number %i, and with no other', (size, every) => {
    let map = PersistentMap.of(Array.from({ length: size }, (_, i) => [i, 0] as [number, number]));
    const changed = copies(() => {
      for (let i = 0; i < 10 * every; ++i) map = map.with(i % size, i);
    });
    expect(changed).toBe(10);
  });

  it('is not copied to read one value of a version that is a few steps old', () => {
    const after = (steps: number): PersistentMap<string, number> => {
      const first = PersistentMap.of<string, number>([
        ['a', 1],
        ['b', 2],
      ]);
      for (let map = first, i = 0; i < steps; ++i) map = map.with('a', i);
      return first;
    };
    for (const [steps, expected] of [
      [15, 0],
      [17, 1],
    ] as const) {
      const first = after(steps);
      expect(copies(() => expect(first.get('b')).toBe(2))).toBe(expected);
    }
  });

  it('costs an old version, however many came after it, no more than its size', () => {
    const first = PersistentMap.of<number, number>(Array.from({ length: 100 }, (_, i) => [i, 0]));
    let newest = first;
    for (let i = 0; i < 100_000; ++i) newest = newest.with(i % 100, i);
    // Walks the differences of about a hundred versions, not of a hundred thousand.
    expect([...first.values()].every((value) => value === 0)).toBe(true);
    expect(newest.get(99)).toBe(99_999);
  });
});
