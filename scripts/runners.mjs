// How scripts/test-runners.mjs starts each test runner: `npx` arguments in the folder that has it. `modules` is
// how the files are written there, and `isOneRealm` whether all run in one global object, of which none may leave
// anything.
const jest = (...args) => ({
  command: ['jest', '--config=jest.json', ...args],
  modules: 'cjs',
});
const two = '--maxWorkers=2';
const jestModules = {
  ...jest(two),
  modules: 'mjs',
  env: { NODE_OPTIONS: '--experimental-vm-modules' },
};
const vitest = (pool) => ({
  command: ['vitest', 'run', `--pool=${pool}`, '--config=vitest.config.mjs'],
  modules: 'mjs',
});

export const runners = {
  'vitest, threads': vitest('threads'),
  'vitest, forks': vitest('forks'),
  'vitest, vmThreads': vitest('vmThreads'),
  jest: jest(two),
  'jest, in band': jest('--runInBand'),
  'jest, worker threads': jest(two, '--workerThreads'),
  'jest, jsdom': jest(two, '--env=jsdom'),
  'jest, ES modules': jestModules,
  mocha: {
    command: ['mocha', '--import=./setup/mocha.mjs', 'files/*.test.mjs'],
    modules: 'mjs',
    isOneRealm: true,
  },
  'node:test': {
    command: ['node', '--import=./setup/nodeTest.mjs', '--test', 'files'],
    modules: 'mjs',
  },
};
