// What mutation testing runs on, and with: npm run mutation (scripts/mutation.mjs) goes through the groups below one
// by one. A mutant is run with its group's tests alone: jest loads every test file that a mutant is run with,
// however few of its tests are asked for, and all of them together take half a minute.

/** A room of operators/ or lib/, and the tests that look into it. */
const group = (folder, names, tests) => ({
  name: `${folder}/${names[0]}`,
  mutate: names.map((name) => `${folder}/${name.includes('.') ? name : `${name}.ts`}`),
  tests: tests.map((test) => `<rootDir>/test/${test}.test.ts`),
});

/** What each function says of wrong arguments. */
const refusals = 'input/refusals';

const operator = (name, rooms = [], tests = []) =>
  group('operators', [name, ...rooms], [`operators/${name}*`, refusals, ...tests]);

const room = (names, tests) => group('lib', names, tests);

export const groups = [
  operator('withDuration', ['elapsedTime'], ['operators/clock']),
  operator('whileOnline'),
  operator('takeWhileOnline'),
  operator('shareConnectionState'),
  operator('waitForOnline', [], ['operators/checks']),
  operator('retryWhenOnline', ['backoff', 'retries']),
  operator('detectFlapping', ['fifo']),
  operator('debounceConnectionState', ['timeAway']),
  group(
    'operators',
    ['sharedTimer'],
    ['operators/{sharedTimer,clock}', 'operators/debounceConnectionState.time'],
  ),
  operator('connectionUptime', ['uptimeWindow', 'followedBy']),
  operator('toObservable', ['pullers', 'pulling', 'report', 'sources']),
  operator('toAsyncIterable', ['bufferedIterator']),
  operator('bufferWhileOffline', ['offlineBuffer', 'overflow']),
  group(
    'operators',
    ['outlet', 'inTurn'],
    [
      'operators/{outlet,inTurn}',
      'operators/mergeConnectionStates*',
      'operators/bufferWhileOffline*',
    ],
  ),
  group(
    'operators',
    ['persistentMap'],
    ['operators/{persistentMap,mergeConnectionStates.leaving}'],
  ),
  operator(
    'mergeConnectionStates',
    ['account', 'accountMerge', 'accounts', 'overall', 'retrying', 'tally'],
    ['operators/{account,connectionStateLike}'],
  ),
  group(
    'operators',
    ['checks', 'connectionStateLike', 'counts'],
    ['operators/{checks,connectionStateLike}', refusals],
  ),
  group(
    'operators',
    ['connection', 'untilClosed'],
    ['operators/{bufferWhileOffline{,.flush},checks,waitForOnline}', refusals],
  ),
  room(['signals'], ['lib/openOfflineObject', 'operators/checks']),
  room(['errors', 'received'], ['lib/{errors,leavingProcess,pollution}', refusals]),
  room(['arguments', 'states'], ['lib/pollution', 'input/arguments', refusals]),
  room(['backend'], ['lib/backend', refusals]),
  room(['failures', 'target'], ['lib/failures']),
  room(
    [
      ...['binary.cts', 'load', 'places', 'platforms', 'elf'],
      ...['environment', 'missing', 'setBinary'],
    ],
    ['lib/{binary,withoutBinary,places,platforms,setBinary}'],
  ),
  room(['diagnostics', 'channels'], ['lib/diagnostics']),
  room(
    ['connectionStatus', 'statusReport', 'recovery', 'askerWhenLoaded', 'growingPause'],
    ['lib/{connectionStatus{,.clock},withoutBinary}', refusals],
  ),
  room(
    ['availability', 'later', 'presence', 'reasons'],
    ['lib/{availability,later,presence,reasons,withoutBinary}', refusals],
  ),
  room(
    ['openOfflineObject', 'completedChange', 'deadline', 'inspection', 'request'],
    ['lib/{openOfflineObject,collectedObject,deadline,closedEnvironment,inspection}', refusals],
  ),
  room(['profiles', 'readingLimit', 'usableName'], ['lib/{profiles,readingLimit}', refusals]),
  room(
    ['accounts', 'account', 'accountList', 'accountNames', 'accountTypes'],
    ['lib/{accounts,accountOption,accountStatus,accountsOfWays,reroutedList}', refusals],
  ),
  room(
    ['registration', 'connectionState', 'connectionStateChange'],
    ['lib/{registration,diagnostics,deadline}', 'testing/embeddedOutlook'],
  ),
  room(['route', 'takeover', 'ways'], ['lib/{route,reroutedList,accountsOfWays}']),
  room(
    [
      'delivery',
      'explained',
      'inbox',
      'lease',
      'record',
      'runtimeFolder',
      'table',
      'asyncContext',
      'ownTime',
      'usersTime',
    ],
    ['lib/{delivery,inbox,lease,registration,runtimeFolder,asyncContext,fakeClocks,deadline}'],
  ),
];

export default {
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // Beyond what its tests took unmutated: a mutant that never ends costs as much.
  timeoutMS: 15_000,
  // The sandbox is a copy: the sources, their tests, and the addon. dist/ goes with it for the few tests that start
  // processes, which kill nothing: what is in dist/ is not mutated.
  ignorePatterns: [
    ...['/*', '!/lib', '!/operators', '!/testing', '!/cli', '!/examples', '!/test', '!/dist'],
    ...['!/package.json', '!/jest.config.mjs'],
    ...['!/build', '/build/*', '!/build/Release', '/build/Release/*'],
    '!/build/Release/rx-outlook.node',
  ],
  incremental: true,
  reporters: ['clear-text', 'json', 'html', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  allowConsoleColors: false,
};
