import { accounts$, connectionState$, connectionStateChange$, openOfflineObject } from 'rx-outlook';
import type { OfflineCall } from 'rx-outlook/testing';
import { type Observable, tap } from 'rxjs';
import type { Context } from '../contract/types.js';

export const profile = 'Work';
const account = 'alice';

/** Something that makes native calls, from its beginning on. */
export interface Attempt {
  /** Resolves when all of its calls are done; rejects with its error. */
  readonly outcome: Promise<unknown>;
  /** Unsubscribes, or closes what was opened. */
  end(): Promise<void>;
}

/** A way to meet native calls: a stream, or a promise. */
export interface Surface {
  readonly title: string;
  /** The calls it makes, as a test plans for them, with the names that errors carry. */
  readonly calls: Partial<Record<OfflineCall, string>>;
  /** Whether leaving it before its outcome takes back its Advise. */
  readonly isStream: boolean;
  /** The account of the profile whose object is called; otherwise the profile's own. */
  readonly account?: string;
  /** What comes before, of which nothing is to fail; then what it gives begins it. */
  prepare(context: Context): Promise<() => Attempt>;
}

const starting = {
  open: 'HrOpenOfflineObj',
  getCapabilities: 'GetCapabilities',
  advise: 'Advise',
  getCurrentState: 'GetCurrentState',
} as const;

/** Its error comes before what was asked of the backend behind it is answered. */
function subscribe(source$: Observable<unknown>, done: () => Promise<unknown>): Attempt {
  let fail: (error: unknown) => void;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  let isInside = true;
  const subscription = source$.subscribe({
    error: (error) => {
      fail(isInside ? new Error('it has failed inside subscribe()', { cause: error }) : error);
    },
  });
  isInside = false;
  return {
    outcome: Promise.race([failed, done()]),
    end: () => {
      subscription.unsubscribe();
      return Promise.resolve();
    },
  };
}

function stream(
  title: string,
  make: (profile: string, options: { backend: Context['backend'] }) => Observable<unknown>,
): Surface {
  return {
    title,
    calls: starting,
    isStream: true,
    prepare: ({ backend, control }) =>
      Promise.resolve(() => subscribe(make(profile, { backend }), () => control.settled())),
  };
}

/** The list is asked for after the Advise: the first set says that all is done. */
const listing: Surface = {
  title: 'accounts$',
  calls: { ...starting, listAccounts: 'accounts' },
  isStream: true,
  prepare: ({ backend }) =>
    Promise.resolve(() => {
      let listed = (): void => undefined;
      const isListed = new Promise<void>((resolve) => {
        listed = resolve;
      });
      return subscribe(accounts$(profile, { backend }).pipe(tap(listed)), () => isListed);
    }),
};

/** Makes the account that the surface is of. */
function ofAccount(surface: Surface): Surface {
  return {
    ...surface,
    account,
    async prepare(context) {
      await context.control.addAccount(profile, account);
      return surface.prepare(context);
    },
  };
}

/** The first notification of a registration has its state read again. */
const reading: Surface = {
  title: 'connectionState$, when its state is read again',
  calls: { getCurrentState: 'GetCurrentState' },
  isStream: true,
  async prepare({ backend, control }) {
    const changed = async (): Promise<void> => {
      await control.setState(profile, 'offline');
      await control.settled();
    };
    let change = (): void => undefined;
    const begun = new Promise<void>((resolve) => {
      change = resolve;
    });
    const attempt = subscribe(connectionState$(profile, { backend }), () => begun.then(changed));
    await control.settled();
    return () => {
      change();
      return attempt;
    };
  },
};

const opening = (title: string, options: { readonly account?: string } = {}): Surface => ({
  title,
  calls: { open: 'HrOpenOfflineObj' },
  isStream: false,
  prepare: ({ backend }) =>
    Promise.resolve(() => {
      const opened = openOfflineObject(profile, { backend, ...options });
      return { outcome: opened, end: () => opened.then((object) => object.close()) };
    }),
});

type Opened = Awaited<ReturnType<typeof openOfflineObject>>;

function request(
  title: string,
  calls: Surface['calls'],
  ask: (object: Opened) => Promise<unknown>,
): Surface {
  return {
    title,
    calls,
    isStream: false,
    prepare: async ({ backend }) => {
      const object = await openOfflineObject(profile, { backend });
      return () => ({ outcome: ask(object), end: () => object.close() });
    },
  };
}

export const surfaces: readonly Surface[] = [
  stream('connectionState$', connectionState$),
  stream('connectionStateChange$', connectionStateChange$),
  reading,
  opening('openOfflineObject'),
  request('capabilities()', { getCapabilities: 'GetCapabilities' }, (object) =>
    object.capabilities(),
  ),
  request('currentState()', { getCurrentState: 'GetCurrentState' }, (object) =>
    object.currentState(),
  ),
  request('setCurrentState()', { setCurrentState: 'SetCurrentState' }, (object) =>
    object.setCurrentState('offline'),
  ),
  request(
    'setCurrentState() that waits',
    { ...starting, setCurrentState: 'SetCurrentState' },
    (object) => object.setCurrentState('offline', { wait: true }),
  ),
  listing,
  ofAccount(
    stream('connectionState$ of an account', (name, options) =>
      connectionState$(name, { ...options, account }),
    ),
  ),
  ofAccount(opening('openOfflineObject of an account', { account })),
];

/** Each surface with each of its calls. */
export const pairs = surfaces.flatMap((surface) =>
  Object.entries(surface.calls).map(([call, operation]) => ({
    surface,
    call: call as OfflineCall,
    operation,
  })),
);
