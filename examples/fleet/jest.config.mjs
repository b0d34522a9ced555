import base from '../../jest.config.mjs';

// rx-outlook comes from the sources, as in the tests of the package; child processes load what is built.
export default {
  testEnvironment: 'node',
  rootDir: '../..',
  testMatch: ['<rootDir>/examples/fleet/test/**/*.test.ts'],
  // What a test waits for comes; a broker notices a machine that is frozen after seconds.
  testTimeout: 30_000,
  transform: base.transform,
  moduleFileExtensions: base.moduleFileExtensions,
  moduleNameMapper: {
    '^rx-outlook$': '<rootDir>/lib/index.ts',
    '^rx-outlook/(operators|testing)$': '<rootDir>/$1/index.ts',
    '^(\\.{1,2}/.*)\\.js$': ['$1', '$1.js'],
    '^(\\.{1,2}/.*)\\.cjs$': ['$1.cts', '$1.cjs'],
  },
  modulePathIgnorePatterns: base.modulePathIgnorePatterns,
};
