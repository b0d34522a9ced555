import { placeOfBinary } from '../../contract/built.js';
import type { Means } from '../place.js';
import { AccountsRoom } from './accounts.js';
import { AutoRoom } from './auto.js';
import { bridge, embedded } from './places.js';
import type { Room } from './room.js';
import { StreamsRoom } from './streams.js';

/** What can be played on any system. */
export function anywhere(means: (name: string) => Means): Room[] {
  const { autoFails } = placeOfBinary('');
  return [
    new StreamsRoom(embedded, means('embedded')),
    new StreamsRoom(bridge(), means('bridge')),
    new AccountsRoom(means('accounts')),
    // Where there is an Outlook, auto leads to it, and nothing can be done to that.
    ...(autoFails === undefined ? [] : [new AutoRoom(means('auto'), autoFails.code)]),
  ];
}
