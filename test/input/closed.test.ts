import fc from 'fast-check';
import { of } from 'rxjs';
import { openOfflineObject, OfflineStateError, toAsyncIterable } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';
import { objects, publicFunctions } from './functions.js';
import { tried } from './kinds.js';
import { tally } from './tally.js';
import { expectInvalid, expectNoRest, runs } from './trying.js';

const methodsOf = (object: string) =>
  publicFunctions.filter(({ name, isElsewhere }) => name.startsWith(`${object}.`) && !isElsewhere);

const closing = /\.(close|release|stop|return|Symbol\(.+\.(asyncDispose|dispose)\))$/;

/** What can be asked of it when it is over. */
const lasting =
  /\.(profiles?|accounts?|done|entered|registrations|counters|settled|removeProfile)$/;

describe.each(methodsOf('OfflineObject'))('$name after close()', (one) => {
  test('rejects with a code, or says what is wrong with an argument', async () => {
    const anyArguments = fc.tuple(...one.takes.map(tried));
    await fc.assert(
      fc.asyncProperty(anyArguments, async (args) => {
        const outlook = embeddedOutlook({ profiles: ['Work'] });
        const object = await openOfflineObject('Work', { backend: 'embedded' });
        await object.close();
        const isFine = one.takes.every((kind, i) => kind.accepts(args[i]));
        tally(one.name);
        let result: unknown;
        try {
          result = await one.call(object as never, args);
        } catch (error) {
          if (isFine) expect(error).toMatchObject({ code: 'ERR_OFFLINE_OBJECT_CLOSED' });
          else expectInvalid(error);
          expect(error instanceof OfflineStateError).toBe(isFine);
          result = error;
        }
        const says = closing.test(one.name) || lasting.test(one.name);
        expect(result instanceof Error).toBe(!says);
        outlook.close();
        await expectNoRest(outlook);
      }),
      { numRuns: one.takes.length > 0 ? runs : 1 },
    );
  });
});

describe.each(methodsOf('EmbeddedOutlook'))('$name after close()', (one) => {
  test('says that it is closed, or what is wrong with an argument', async () => {
    const outlook = embeddedOutlook({ profiles: { Work: ['alice'], Home: ['alice'] } });
    outlook.close();
    const anyArguments = fc.tuple(...one.takes.map(tried));
    await fc.assert(
      fc.asyncProperty(anyArguments, async (args) => {
        const isFine = one.takes.every((kind, i) => kind.accepts(args[i]));
        tally(one.name);
        try {
          await one.call(outlook as never, args);
          const nothingAsked = one.name.endsWith('.play') && (args[0] as unknown[]).length === 0;
          expect(isFine && (nothingAsked || closing.test(one.name) || lasting.test(one.name))).toBe(
            true,
          );
        } catch (error) {
          if (isFine) expect(String(error)).toMatch(/^Error: This embeddedOutlook is closed/);
          else expectInvalid(error);
        }
      }),
      { numRuns: one.takes.length > 0 ? runs : 1 },
    );
    await expectNoRest(outlook);
  });
});

describe.each(objects)('$name', ({ name, receiver }) => {
  const enders = methodsOf(name).filter((one) => closing.test(one.name));

  test('can be ended any number of times, by any of its ways, and used on', async () => {
    const outlook = embeddedOutlook({ profiles: { Work: ['alice'], Home: ['alice'] } });
    const object = (await receiver({ outlook })) as never;
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...enders, ...enders]), async (ways) => {
        for (const one of ways) {
          await one.call(object, []);
          tally(one.name);
        }
      }),
      { numRuns: runs },
    );
    outlook.close();
    for (const one of enders) await one.call(object, []);
    await expectNoRest(outlook);
  });
});

test('an iterator that was left gives no more, to whoever asks and as often', async () => {
  const iterator = toAsyncIterable(of('online'))[Symbol.asyncIterator]();
  await iterator.return();
  const over = { done: true, value: undefined };
  for (let i = 0; i < 3; ++i) await expect(iterator.next()).resolves.toEqual(over);
  await expect(iterator.return()).resolves.toEqual(over);
});
