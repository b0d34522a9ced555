import { availableParallelism } from 'node:os';

// Sources run as they are, through Babel; what needs plain JavaScript (workers, child processes, the
// packed tarball) uses dist/, which the test command builds first. Both load the same binary.
const babel = {
  configFile: false,
  presets: [
    ['@babel/preset-env', { targets: { node: '20.19' } }],
    ['@babel/preset-typescript', { allowDeclareFields: true }],
  ],
};

export default {
  testEnvironment: 'node',
  // A process for each file: the binary's threads and the shared profiles are the process's, and what one
  // file left behind would be met by the next. A worker that holds more than that is replaced.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  workerIdleMemoryLimit: '1MB',
  // A worker that is recycled after its last file is started once more only to be told to end. Jest kills it, and
  // warns of a leak, when that takes longer than this: by default 500 ms, which a busy machine needs to start Node.
  workerGracefulExitTimeout: 30_000,
  setupFilesAfterEnv: ['<rootDir>/test/fixtures/leavesNothing.ts'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // npm run test:windows, npm run test:bridge
  testPathIgnorePatterns: ['<rootDir>/test/windows/', '<rootDir>/test/bridge/'],
  transform: { '\\.c?ts$': ['babel-jest', babel] },
  moduleFileExtensions: ['ts', 'cts', 'js', 'mjs', 'cjs', 'json', 'node'],
  moduleNameMapper: {
    '^rx-outlook$': '<rootDir>/lib/index.ts',
    '^rx-outlook/(operators|testing)$': '<rootDir>/$1/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^(\\.{1,2}/.*)\\.cjs$': '$1.cts',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/build/', '<rootDir>/prebuilds/'],
  collectCoverageFrom: ['lib/**/*.{ts,cts}', 'operators/**/*.ts', 'testing/**/*.ts'],
  coverageDirectory: 'build/coverage',
  coverageReporters: ['text-summary', 'lcovonly'],
  coverageThreshold: { global: { lines: 95, branches: 95, functions: 95, statements: 95 } },
  errorOnDeprecated: true,
};
