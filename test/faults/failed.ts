import assert from 'node:assert/strict';
import diagnosticsChannel from 'node:diagnostics_channel';
import {
  connectionState$,
  connectionStateChange$,
  connectionStatus$,
  diagnostics,
  OfflineStateError,
} from 'rx-outlook';
import { Recorder } from '../contract/tools.js';
import type { Context } from '../contract/types.js';
import { codeOf, codeOfListing, hexOf, hresults, named, nameOf } from './documented.js';
import { pairs, profile, type Surface } from './surfaces.js';

/** A case of the table; who runs it sees to it that registrations and references are back afterwards. */
export interface FaultCase {
  readonly title: string;
  run(context: Context): Promise<void>;
}

/** Everything that is documented of the error that an HRESULT becomes. */
export function assertDocumented(
  error: unknown,
  operation: string,
  hresult: number,
  { account }: Pick<Surface, 'account'> = {},
): void {
  assert(error instanceof OfflineStateError, `no OfflineStateError: ${String(error)}`);
  const { code, hresult: number, operation: call, profile: whose, account: which, message } = error;
  const expected = operation === 'accounts' ? codeOfListing(hresult) : codeOf(hresult);
  assert.deepEqual(
    { code, number, call, whose, which },
    { code: expected, number: hresult, call: operation, whose: profile, which: account },
  );
  const target =
    account === undefined ? 'profile "Work"' : `account "${account}" of profile "Work"`;
  if (code === 'ERR_OFFLINE_OBJECT_GONE') {
    assert.ok(message.startsWith(`The offline object of ${target} is gone: `), message);
    assert.match(message, / Subscribe again/);
    return;
  }
  const said = code === hexOf(hresult) ? code : `${nameOf(hresult)} (${hexOf(hresult)})`;
  const start = `${operation} failed for ${target}: ${said}. `;
  assert.equal(message.slice(0, start.length), start);
  assert.match(message.slice(start.length), /^[A-Z].+\.$/, 'it says what to do');
}

/** The options of a control for the object that the surface calls. */
export function accountOf({ account }: Surface): { readonly account?: string } {
  return account === undefined ? {} : { account };
}

/** What was published of failures meanwhile. */
async function published(during: () => Promise<void>): Promise<unknown[]> {
  const errors: unknown[] = [];
  const hear = (message: unknown): void => {
    errors.push((message as { error: unknown }).error);
  };
  diagnosticsChannel.subscribe('rx-outlook:error', hear);
  try {
    await during();
  } finally {
    diagnosticsChannel.unsubscribe('rx-outlook:error', hear);
  }
  return errors;
}

function errorsOf({ surface, call, operation }: (typeof pairs)[number]): FaultCase[] {
  return hresults.map((hresult) => ({
    title: `${surface.title}: ${operation} answers ${nameOf(hresult)}`,
    async run(context) {
      const begin = await surface.prepare(context);
      await context.control.failNext(call, hresult, profile, accountOf(surface));
      let error: unknown;
      const errors = await published(async () => {
        const { registrations } = diagnostics();
        const attempt = begin();
        await attempt.outcome.then(
          () => undefined,
          (reason: unknown) => {
            error = reason;
          },
        );
        await attempt.end().catch(() => undefined); // there may be nothing to close
        assert.ok(diagnostics().registrations <= registrations, 'no registration is left of it');
      });
      assertDocumented(error, operation, hresult, surface);
      assert.deepEqual(errors, [error], 'published once');
    },
  }));
}

/** The reasons of a status that something failed for; all others are just that. */
const reasons: Readonly<Record<number, string>> = {
  [named.MAPI_E_NOT_FOUND]: 'no-such-profile',
  [named.E_OUTOFMEMORY]: 'limit',
};

function statusOf(call: 'open' | 'getCapabilities' | 'advise' | 'getCurrentState'): FaultCase[] {
  return hresults.map((hresult) => ({
    title: `connectionStatus$: ${call} answers ${nameOf(hresult)}`,
    async run({ backend, control }) {
      await control.failNext(call, hresult, profile);
      const status = new Recorder(connectionStatus$(profile, { backend }));
      const [{ state, reason } = {}] = await status.count(1);
      // An object that is gone says nothing of Outlook: that is asked, is there, and tried once more.
      const expected =
        hresult === named.MAPI_E_OBJECT_DELETED
          ? { state: 'online', reason: undefined }
          : { state: 'unknown', reason: reasons[hresult] ?? 'failed' };
      assert.deepEqual({ state, reason }, expected);
      assert.equal(status.error, undefined);
      status.end();
    },
  }));
}

/**
 * What Outlook keeps when its Unadvise fails is Outlook's, and it goes on notifying: the diagnostics are told
 * of it, since no stream is left, and nothing of it is in the way of others.
 */
const unadvise = (
  name: string,
  stream$: typeof connectionState$ | typeof connectionStateChange$,
  first: readonly string[],
): FaultCase[] =>
  hresults.map((hresult) => ({
    title: `${name}: Unadvise answers ${nameOf(hresult)}`,
    async run({ backend, control }) {
      const told = new Recorder<unknown>(stream$(profile, { backend }));
      await control.settled();
      await told.count(first.length);
      const before = diagnostics();
      await control.failNext('unadvise', hresult, profile);
      const errors = await published(async () => {
        told.end();
        await control.settled();
      });
      const [error] = errors;
      assert.equal(errors.length, 1);
      assert(error instanceof OfflineStateError);
      assert.deepEqual(
        { code: error.code, hresult: error.hresult, operation: error.operation, of: error.profile },
        { code: nameOf(hresult), hresult, operation: 'Unadvise', of: profile },
      );
      assert.match(error.message, /^Unadvise failed for profile "Work": .*has ended nevertheless/);
      const { advises, unadvises, registrations, references } = await control.counters(profile);
      assert.deepEqual([advises, unadvises, registrations, references], [1, 0, 1, 0]);
      assert.equal(diagnostics().registrations, before.registrations - 1);

      await control.setState(profile, 'offline');
      await control.settled();
      assert.deepEqual(told.values, first);
      assert.equal(diagnostics().delivered, before.delivered);
      const next = new Recorder(connectionState$(profile, { backend }));
      assert.deepEqual(await next.count(1), ['offline']);
      next.end();
      await control.settled();
      assert.equal((await control.counters(profile)).unadvises, 1);

      // Its end is the profile's; whose callback is released with it.
      await control.removeProfile(profile);
      await control.addProfile(profile);
    },
  }));

export const failed: readonly FaultCase[] = [
  ...pairs.flatMap(errorsOf),
  ...(['open', 'getCapabilities', 'advise', 'getCurrentState'] as const).flatMap(statusOf),
  ...unadvise('connectionState$', connectionState$, ['online']),
  ...unadvise('connectionStateChange$', connectionStateChange$, []),
];
