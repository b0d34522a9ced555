import { parseArgs } from 'node:util';

export interface Options {
  readonly minutes: number;
  readonly seed: number;
}

export const usage = `npm run soak -- [options]
  --minutes N    how long, 2 by default; fractions too
  --seed S       the choices of an earlier run, as it has printed it; one of its own by default`;

/** `undefined` when the usage was asked for; throws where the options make no sense. */
export function optionsOf(args: readonly string[], seed: () => number): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string', default: '2' },
      seed: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const minutes = Number(values.minutes);
  if (!(minutes > 0 && minutes <= 1_440)) {
    throw new Error(`--minutes must be above 0 and 1440 at the most, not ${values.minutes}`);
  }
  const chosen = values.seed === undefined ? seed() : Number(values.seed);
  if (!Number.isInteger(chosen) || chosen < 0 || chosen >= 2 ** 32 || values.seed === '') {
    throw new Error(`--seed must be an integer from 0 to 4294967295, not ${values.seed ?? ''}`);
  }
  return { minutes, seed: chosen };
}
