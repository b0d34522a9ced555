import { isError } from '../lib/errors.js';
import { hasMethod } from './checks.js';

/** Marks an index without a value. */
const absent: unique symbol = Symbol('absent');

/** The names of a family of versions, with their indexes; entries are only added. */
interface Places<K> {
  readonly names: K[];
  readonly index: Map<K, number>;
}

/** A name, with its index in the family of versions that it was last used with. */
export class Slot<K> {
  places: unknown;
  place = 0;
  constructor(public name: K) {}

  rename(name: K): void {
    this.name = name;
    this.places = undefined;
  }
}

const shortWalk = 16;

/** Below this age, copying the values at each step saves nothing. */
const leastAge = 16;

/**
 * Returns a record by name where all names are strings, else a list of pairs, of which `new Map()` makes a
 * map again: names of other kinds may read the same as text. An error without a `toJSON` becomes its name
 * and its message.
 */
function toJSON<K, V>(this: PersistentMap<K, V>): Readonly<Record<string, unknown>> | unknown[] {
  const entries = Array.from(this, ([name, value]) => [name, forJson(value)] as const);
  const isNamed = entries.every(([name]) => typeof name === 'string');
  return isNamed ? Object.fromEntries<unknown>(entries as (readonly [string, unknown])[]) : entries;
}

function forJson(value: unknown): unknown {
  const canTell = !isError(value) || hasMethod(value, 'toJSON');
  return canTell ? value : { name: value.name, message: value.message };
}

/**
 * An immutable map: `with` and `without` make a new version, at a cost that does not depend on the size.
 * After Baker: the newest version owns the array of values, an older one stores its difference from the
 * next newer one.
 *
 * Two measures keep old versions cheap: now and then, about once for each value, the newest version copies
 * the array, which ends the chain of differences before it; and an old version that is read makes a copy of
 * its own.
 */
export class PersistentMap<K, V> implements ReadonlyMap<K, V> {
  readonly #places: Places<K>;
  /** The values by index; `undefined` in a version that equals `#newer` except for one value. */
  #values: (V | typeof absent)[] | undefined;
  #newer: PersistentMap<K, V> | undefined;
  #place = 0;
  #value: V | typeof absent = absent;
  /** The number of versions that the array of values has served. */
  readonly #age: number;
  readonly size: number;
  /** An own property: `structuredClone` refuses functions, and would otherwise lose all values silently. */
  readonly toJSON = toJSON;

  static {
    // The equality of jest and vitest compares constructors; theirs and chai's reads the tag.
    Object.defineProperty(this.prototype, 'constructor', { value: Map, configurable: true });
    Object.defineProperty(this.prototype, Symbol.toStringTag, { value: 'Map', configurable: true });
  }

  private constructor(places: Places<K>, values: (V | typeof absent)[], size: number, age: number) {
    this.#places = places;
    this.#values = values;
    this.size = size;
    this.#age = age;
  }

  static of<K, V>(entries: Iterable<readonly [K, V]>): PersistentMap<K, V> {
    const index = new Map<K, number>();
    const names: K[] = [];
    const values: V[] = [];
    for (const [name, value] of entries) {
      index.set(name, names.length);
      names.push(name);
      values.push(value);
    }
    return new PersistentMap({ names, index }, values, names.length, 0);
  }

  /** Returns a version with that value; a name that was there before gets its old index again. */
  with(name: K, value: V): PersistentMap<K, V> {
    return this.#put(this.#placeOf(name), value);
  }

  /** Does the same for a name that is set again and again: `slot` saves the search for its index. */
  withAt(slot: Slot<K>, value: V): PersistentMap<K, V> {
    if (slot.places !== this.#places) {
      slot.places = this.#places;
      slot.place = this.#placeOf(slot.name);
    }
    return this.#put(slot.place, value);
  }

  without(name: K): PersistentMap<K, V> {
    const place = this.#places.index.get(name);
    if (place === undefined) return this;
    const left = this.#put(place, absent);
    // Removed names must not accumulate.
    return this.#places.names.length > 2 * left.size + leastAge ? PersistentMap.of(left) : left;
  }

  get(name: K): V | undefined {
    const value = this.#at(this.#places.index.get(name));
    return value === absent ? undefined : value;
  }

  has(name: K): boolean {
    return this.#at(this.#places.index.get(name)) !== absent;
  }

  *entries(): MapIterator<[K, V]> {
    const { names } = this.#places;
    // A newer version may take over the array between two steps: read again at each one.
    for (let place = 0; place < this.#own().length; ++place) {
      const value = this.#at(place);
      if (value !== absent) yield [names[place]!, value];
    }
  }

  *keys(): MapIterator<K> {
    for (const [name] of this.entries()) yield name;
  }

  *values(): MapIterator<V> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  forEach(callback: (value: V, key: K, map: ReadonlyMap<K, V>) => void, self?: unknown): void {
    for (const [name, value] of this.entries()) callback.call(self, value, name, this);
  }

  /** Shown by `console.log` in Node. */
  [Symbol.for('nodejs.util.inspect.custom')](): ReadonlyMap<K, V> {
    return new Map(this);
  }

  #placeOf(name: K): number {
    const { names, index } = this.#places;
    const known = index.get(name);
    if (known !== undefined) return known;
    // Older versions have no value at a new index, and so do not have the name.
    index.set(name, names.length);
    return names.push(name) - 1;
  }

  #at(place: number | undefined): V | typeof absent {
    if (place === undefined) return absent;
    return this.#find(place, shortWalk);
  }

  /** Finds one value of a version that is a few steps old without copying all values. */
  #find(place: number, steps: number): V | typeof absent {
    const values = steps === 0 ? this.#own() : this.#values;
    if (values !== undefined) return place < values.length ? values[place]! : absent;
    return place === this.#place ? this.#value : this.#newer!.#find(place, steps - 1);
  }

  #put(place: number, value: V | typeof absent): PersistentMap<K, V> {
    const values = this.#own();
    // Fills indexes that another branch of versions uses.
    while (values.length < place) values.push(absent);
    const before = place < values.length ? values[place]! : absent;
    const size = this.size + Number(value !== absent) - Number(before !== absent);
    if (this.#age > Math.max(values.length, leastAge)) {
      const copy = values.slice();
      copy[place] = value;
      return new PersistentMap(this.#places, copy, size, 0);
    }
    const newer = new PersistentMap(this.#places, values, size, this.#age + 1);
    values[place] = value;
    this.#values = undefined;
    this.#newer = newer;
    this.#place = place;
    this.#value = before;
    return newer;
  }

  /** Returns this version's own array; an older version makes it, and leaves the chain. */
  #own(): (V | typeof absent)[] {
    if (this.#values !== undefined) return this.#values;
    const chain: PersistentMap<K, V>[] = [this];
    for (let next = this.#newer; next !== undefined; next = next.#newer) chain.push(next);
    const values = chain.pop()!.#values!.slice();
    for (const version of chain.reverse()) values[version.#place] = version.#value;
    this.#values = values;
    this.#newer = undefined;
    this.#value = absent;
    return values;
  }
}
