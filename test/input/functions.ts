import { of } from 'rxjs';
import * as lib from 'rx-outlook';
import { embeddedOutlook, type EmbeddedOutlook } from 'rx-outlook/testing';
import * as contracts from './contracts.js';
import {
  anything,
  binaryPath,
  callable,
  type Kind,
  named,
  observable,
  optional,
  profile,
  source,
  state,
  text,
} from './kinds.js';

/** What the functions are tried on. */
export interface World {
  readonly outlook: EmbeddedOutlook;
}

export interface PublicFunction {
  readonly name: string;
  readonly takes: readonly Kind[];
  /** What it is a method of; made anew for each call. */
  readonly receiver: (world: World) => unknown;
  /** The same for a method, and what else the object has. */
  readonly call: (receiver: never, args: readonly unknown[]) => unknown;
  /** Not in this process: it would be in the way of others. See server.test.ts. */
  readonly isElsewhere?: boolean;
}

type Callable = (...args: unknown[]) => unknown;

/** A function that stands alone. */
const plain = (name: string, called: unknown, ...takes: readonly Kind[]): PublicFunction => ({
  name,
  takes,
  receiver: () => undefined,
  call: (_, args) => (called as Callable)(...args),
});

const { accessOptions, sourceOptions } = contracts;

export const ofTheLibrary: readonly PublicFunction[] = [
  plain('accounts$', lib.accounts$, profile, sourceOptions),
  plain('availability$', lib.availability$, accessOptions),
  plain('connectionState$', lib.connectionState$, profile, sourceOptions),
  plain('connectionStateChange$', lib.connectionStateChange$, profile, sourceOptions),
  plain('connectionStatus$', lib.connectionStatus$, profile, sourceOptions),
  plain('diagnostics', lib.diagnostics),
  plain('openOfflineObject', lib.openOfflineObject, profile, sourceOptions),
  plain('profiles', lib.profiles, accessOptions),
  plain('setBinary', lib.setBinary, binaryPath),
  plain('setDefaultBackend', lib.setDefaultBackend, named('name', contracts.backend)),
  plain(
    'OfflineStateError',
    (...args: [string, never]) => new lib.OfflineStateError(...args),
    named('message', text),
    contracts.errorDetails,
  ),
];

const line = named('state$', observable);
const project = named(
  'project',
  callable(() => of('one')),
);

export const ofTheOperators: readonly PublicFunction[] = [
  plain(
    'bufferWhileOffline',
    lib.bufferWhileOffline,
    line,
    contracts.bufferOptions,
    optional(project),
  ),
  plain('connectionUptime', lib.connectionUptime, contracts.uptimeOptions),
  plain('debounceConnectionState', lib.debounceConnectionState, contracts.debounceOptions),
  plain('detectFlapping', lib.detectFlapping, contracts.flappingOptions),
  plain(
    'mergeConnectionStates',
    lib.mergeConnectionStates,
    contracts.accounts,
    contracts.mergeOptions,
  ),
  plain('retryWhenOnline', lib.retryWhenOnline, line, contracts.retryOptions),
  plain('shareConnectionState', lib.shareConnectionState, contracts.sharingOptions),
  plain('takeWhileOnline', lib.takeWhileOnline, line),
  plain('toAsyncIterable', lib.toAsyncIterable, source, contracts.iterableOptions),
  plain('toObservable', lib.toObservable, source),
  plain('waitForOnline', lib.waitForOnline, contracts.waitOptions),
  plain('whileOnline', lib.whileOnline, project),
  plain('withDuration', lib.withDuration, contracts.durationOptions),
];

export const ofTesting: readonly PublicFunction[] = [
  plain('embeddedOutlook', embeddedOutlook, contracts.outlookOptions),
];

/** All that an object has, by name: its methods with what they take, and its properties. */
interface PublicObject {
  readonly name: string;
  readonly receiver: (world: World) => unknown;
  readonly members: Readonly<Record<PropertyKey, readonly Kind[]>>;
}

const { ownAccount, ownProfile, ownCalls } = contracts;

export const objects: readonly PublicObject[] = [
  {
    name: 'OfflineObject',
    receiver: () => lib.openOfflineObject('Work', { backend: 'embedded' }),
    members: {
      profile: [],
      account: [],
      capabilities: [],
      currentState: [],
      setCurrentState: [state, contracts.setOptions],
      close: [],
      [Symbol.asyncDispose]: [],
    },
  },
  {
    name: 'EmbeddedOutlook',
    receiver: ({ outlook }) => outlook,
    members: {
      profiles: [],
      addProfile: [profile],
      removeProfile: [ownProfile],
      accounts: [ownProfile],
      addAccount: [ownProfile, named('account', profile), contracts.accountOptions],
      removeAccount: [ownProfile, ownAccount],
      renameAccount: [ownProfile, ownAccount, named('name', profile)],
      setState: [ownProfile, state],
      setRawState: [ownProfile, named('bits', contracts.ulong)],
      setCapabilities: [ownProfile, contracts.capabilities],
      play: [contracts.steps],
      flood: [ownProfile, contracts.floodOptions],
      failNext: [ownCalls, contracts.hresult, optional(ownProfile)],
      holdNext: [ownCalls, optional(ownProfile)],
      notifyRaw: [ownProfile, contracts.notification],
      duringAdvise: [ownProfile, state],
      duringUnadvise: [ownProfile, state],
      registrations: [optional(ownProfile)],
      counters: [optional(ownProfile)],
      settled: [],
      serve: [],
      close: [],
      [Symbol.dispose]: [],
      [Symbol.asyncDispose]: [],
    },
  },
  {
    name: 'Flood',
    receiver: ({ outlook }) => outlook.flood('Work', { changes: 10 }),
    members: { done: [], stop: [] },
  },
  {
    name: 'Hold',
    receiver: ({ outlook }) => outlook.holdNext('advise'),
    members: { entered: [], release: [], [Symbol.dispose]: [] },
  },
  {
    name: 'AsyncIterable',
    receiver: () => lib.toAsyncIterable(of('online', 'offline')),
    members: { [Symbol.asyncIterator]: [] },
  },
  {
    name: 'AsyncIterator',
    receiver: () => lib.toAsyncIterable(of('online', 'offline'))[Symbol.asyncIterator](),
    members: {
      next: [optional(anything)],
      return: [optional(anything)],
      [Symbol.asyncIterator]: [],
      [Symbol.asyncDispose]: [],
    },
  },
];

const methodsOf = ({ name, receiver, members }: PublicObject): PublicFunction[] =>
  Reflect.ownKeys(members).map((key) => ({
    name: `${name}.${String(key)}`,
    takes: members[key as string]!,
    receiver,
    isElsewhere: key === 'serve',
    call: (on: Record<PropertyKey, unknown>, args) => {
      const member = on[key];
      return typeof member === 'function' ? (member.apply(on, args) as unknown) : member;
    },
  }));

export const publicFunctions: readonly PublicFunction[] = [
  ...ofTheLibrary,
  ...ofTheOperators,
  ...ofTesting,
  ...objects.flatMap(methodsOf),
];
