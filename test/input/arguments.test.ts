import fc from 'fast-check';
import { publicFunctions } from './functions.js';
import { tried } from './kinds.js';
import { tally } from './tally.js';
import { attempt, expectInvalid, expectLegitimate, runs } from './trying.js';

const withArguments = publicFunctions.filter(({ takes }) => takes.length > 0);

describe.each(withArguments)('$name', (one) => {
  const fine = one.takes.map((kind) => kind.fine);

  test.each([...one.takes.keys()])('says what is wrong with its argument %d', async (index) => {
    const anyArguments = fc.tuple(...fine.with(index, tried(one.takes[index]!)));
    await fc.assert(
      fc.asyncProperty(anyArguments, async (args) => {
        const isFine = one.takes.every((kind, i) => kind.accepts(args[i]));
        const { thrown, later } = await attempt(one, args);
        tally(one.name);
        if (!isFine) expectInvalid(thrown);
        else if (thrown !== undefined) expectLegitimate(thrown);
        later.forEach(expectLegitimate);
      }),
      { numRuns: runs },
    );
  });
});
