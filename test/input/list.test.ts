import * as lib from 'rx-outlook';
import * as operators from 'rx-outlook/operators';
import { embeddedOutlook } from 'rx-outlook/testing';
import * as testing from 'rx-outlook/testing';
import { objects, ofTesting, ofTheLibrary, ofTheOperators, publicFunctions } from './functions.js';
import { expectNoRest } from './trying.js';

const namesOf = (functions: readonly { readonly name: string }[]) =>
  functions.map(({ name }) => name).sort();

/** Called by Node or the language alone, which pass nothing wrong; and `throw`, which rejects with its own argument. */
const ofTheRuntime = new Set<PropertyKey>([
  'constructor',
  'throw',
  Symbol.for('nodejs.util.inspect.custom'),
]);

/** All that an object has, of its own and of its class. */
function membersOf(object: object): PropertyKey[] {
  const isOurs = (holder: object): boolean =>
    holder !== Object.prototype && Object.getPrototypeOf(holder) !== null;
  const own = Reflect.ownKeys(object).filter((key) => !ofTheRuntime.has(key));
  const prototype = Object.getPrototypeOf(object) as object;
  return isOurs(prototype) ? [...own, ...membersOf(prototype)] : own;
}

describe('the list of public functions', () => {
  test.each([
    ['rx-outlook', lib, [...ofTheLibrary, ...ofTheOperators]],
    ['rx-outlook/operators', operators, [...ofTheOperators, { name: 'OfflineStateError' }]],
    ['rx-outlook/testing', testing, ofTesting],
  ])('has all of %s', (_, entry, listed) => {
    expect(namesOf(listed)).toEqual(Object.keys(entry).sort());
  });

  test.each(objects)('has all of $name', async ({ receiver, members }) => {
    const outlook = embeddedOutlook({ profiles: ['Work', 'Home'] });
    const object = (await receiver({ outlook })) as object;
    const listed = Reflect.ownKeys(members).map(String).sort();
    expect(membersOf(object).map(String).sort()).toEqual(listed);
    if ('close' in object) await (object as { close(): unknown }).close();
    if ('done' in object) await object.done;
    outlook.close();
    await expectNoRest(outlook);
  });

  test('has each of them once', () => {
    expect(new Set(namesOf(publicFunctions)).size).toBe(publicFunctions.length);
  });
});
