import { isObservable, type Observable, of, type OperatorFunction } from 'rxjs';
import { diagnostics, OfflineStateError } from 'rx-outlook';
import { embeddedOutlook, type EmbeddedOutlook } from 'rx-outlook/testing';
import { environment, shared } from '../../lib/environment.js';
import type { PublicFunction } from './functions.js';
import { isObject } from './kinds.js';
import { Thrown } from './values.js';

/** How often each argument, and each option, is tried. */
export const runs = Number(process.env['RX_OUTLOOK_INPUT_RUNS'] ?? 30);

/** What came of a call: what it threw, and what its result told of later. */
export interface Outcome {
  readonly thrown?: unknown;
  readonly later: readonly unknown[];
}

const has = (value: unknown, name: PropertyKey): boolean =>
  isObject(value) && typeof value[name] === 'function';

/** Uses what a function gave, as far as it can be; gives what came of that. */
async function use(result: unknown, outlook: EmbeddedOutlook): Promise<unknown[]> {
  const failures: unknown[] = [];
  const watch = (states$: Observable<unknown>) =>
    states$.subscribe({ error: (error: unknown) => failures.push(error) });
  const wait = (promise: unknown) =>
    Promise.resolve(promise)
      .then(async (value) => {
        if (has(value, 'close')) await (value as { close(): Promise<void> }).close();
      })
      .catch((error: unknown) => failures.push(error));

  if (typeof result === 'function') {
    const operator = result as OperatorFunction<unknown, unknown>;
    watch(operator(of('online', 'offline'))).unsubscribe();
  } else if (isObservable(result)) {
    const subscription = watch(result);
    await outlook.settled();
    subscription.unsubscribe();
  } else if (has(result, Symbol.asyncIterator)) {
    const iterator = (result as AsyncIterable<unknown>)[Symbol.asyncIterator]();
    const first = iterator.next();
    await iterator.return?.();
    await wait(first);
  } else if (has(result, 'stop')) {
    await wait((result as { stop(): Promise<number> }).stop());
  } else {
    outlook.close(); // it ends what would take its time
    await wait(result);
  }
  if (isObject(result) && has(result, 'close')) (result as { close(): void }).close();
  return failures;
}

/** Calls it in a world of its own, and sees to it that nothing is left of that. */
export async function attempt(
  { receiver, call }: PublicFunction,
  args: readonly unknown[],
): Promise<Outcome> {
  const outlook = embeddedOutlook({ profiles: { Work: ['alice'], Home: ['alice'] } });
  const { defaultBackend } = shared();
  shared().defaultBackend = 'embedded';
  const later: unknown[] = [];
  try {
    const on = (await receiver({ outlook })) as never;
    let result: unknown;
    try {
      result = call(on, args);
    } catch (thrown) {
      return { thrown, later };
    } finally {
      if (has(on, 'close') && on !== outlook) await (on as { close(): Promise<void> }).close();
      if (has(on, 'release')) (on as { release(): void }).release();
      shared().defaultBackend = 'embedded';
    }
    later.push(...(await use(result, outlook)));
    return { later };
  } finally {
    outlook.close();
    if (defaultBackend === undefined) delete shared().defaultBackend;
    else shared().defaultBackend = defaultBackend;
    await expectNoRest(outlook);
  }
}

/** Registrations, references and requests are back at their start. */
export async function expectNoRest(outlook: EmbeddedOutlook): Promise<void> {
  await outlook.settled();
  const { registrations, references } = outlook.counters();
  expect({ registrations, references }).toEqual({ registrations: 0, references: 0 });
  expect(diagnostics().registrations).toBe(0);
  const { keptAlive, requests } = environment().table;
  expect({ keptAlive, requests: requests.size }).toEqual({ keptAlive: 0, requests: 0 });
}

/** Which argument, what it must be, and what came instead. */
const invalid = /^The ".+" argument must (not )?(be|contain|repeat) .+\. Received .+$/s;
/** What the embedded Outlook says of itself. */
const stated = /^(The embedded Outlook has a profile ".+" already|This embeddedOutlook is closed)/;
/** RxJS, of what a function of the caller's has given. */
const unfit = /^You provided .+ where a stream was expected/;

export function expectInvalid(error: unknown): void {
  expect(error).toBeInstanceOf(TypeError);
  const { code, message } = error as TypeError & { code?: unknown };
  expect(code).toMatch(/^ERR_INVALID_ARG_(TYPE|VALUE)$/);
  expect(message).toMatch(invalid);
  expect(message.length).toBeLessThan(1_000);
}

/** What may become of arguments that are fine: what fails then is not what was passed. */
export function expectLegitimate(error: unknown): void {
  if (error instanceof Thrown) return; // by what was passed
  if (error instanceof OfflineStateError) {
    expect(error.code).toMatch(/^(ERR|MAPI_E|E)_[A-Z_]+$/);
    expect(error.operation).not.toBe('');
    return;
  }
  if (error instanceof TypeError) {
    if (!unfit.test(error.message)) expectInvalid(error);
    return;
  }
  expect(error).toBeInstanceOf(Error);
  expect((error as Error).message).toMatch(stated);
}
