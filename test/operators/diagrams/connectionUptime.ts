import { connectionUptime, type ConnectionUptime } from 'rx-outlook/operators';
import { diagram, stateInput } from './diagram.js';

const shareOf = (value: unknown): number => (value as ConnectionUptime).share ?? NaN;

/** Of a window of 8 ms. */
const spent = (online: number, offline: number): ConnectionUptime => ({
  share: online + offline === 0 ? 1 : online / (online + offline),
  online,
  offline,
  unknown: 0,
});

export const uptime = [
  diagram({
    name: 'connectionUptime',
    title: 'The share of the last 8 ms that was online, told every 2 ms while it changes.',
    call: 'connectionUptime(options)',
    options: { window: 8, every: 2 },
    inputs: { state$: stateInput('n---f-----------n----|', '^--------------------!') },
    apply: ({ state$ }, options) => state$.pipe(connectionUptime(options)),
    outputs: {
      result: {
        marbles: 'a-b-c-d-e-g-h---h-j-k|',
        values: {
          a: spent(0, 0),
          b: spent(2, 0),
          c: spent(4, 0),
          d: spent(4, 2),
          e: spent(4, 4),
          g: spent(2, 6),
          h: spent(0, 8),
          j: spent(2, 6),
          k: spent(4, 4),
        },
      },
    },
    label: (value) => `${Math.round(shareOf(value) * 100)}%`,
    colour: (value) => (({ 0: 'offline', 1: 'online' }) as const)[shareOf(value)] ?? 'partial',
  }),
];
