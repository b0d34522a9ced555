import { existsSync } from 'node:fs';
import eslint from '@eslint/js';
import tsdoc from 'eslint-plugin-tsdoc';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const fleet = 'examples/fleet/**/*.ts';
// Its types are in packages that `npm run fleet` and `npm run test:fleet` install.
const hasFleet = existsSync(new URL('examples/fleet/node_modules', import.meta.url));

export default defineConfig(
  {
    ignores: [
      '**/dist/',
      '**/build/',
      'prebuilds/',
      '**/node_modules/',
      'test/packaging/fixtures/',
    ],
  },
  { ignores: hasFleet ? [] : [fleet] },
  eslint.configs.recommended,
  {
    files: ['**/*.{ts,cts}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    plugins: { tsdoc },
    languageOptions: {
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      'tsdoc/syntax': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: [fleet],
    languageOptions: {
      parserOptions: {
        project: './examples/fleet/tsconfig.json',
        tsconfigRootDir: import.meta.dirname,
      },
    },
  },
  {
    files: ['lib/**/*.ts', 'testing/**/*.ts'],
    rules: {
      // Indexes come from the binary's own tables or from loops that stay inside.
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^\\./index', message: 'index.ts is a table of contents only.' }] },
      ],
    },
  },
  {
    // Arrows point down: operators know the types, errors and signals of lib/, and nothing else of ours.
    files: ['operators/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^node:', message: 'operators/ must load in a browser bundle.' },
            {
              regex: '^\\.\\./(?!lib/(types|errors|signals)\\.js$)',
              message: 'operators/ may import lib/types.ts, lib/errors.ts and lib/signals.ts only.',
            },
          ],
        },
      ],
    },
  },
  {
    // It reads only what it has put there itself.
    files: ['operators/persistentMap.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['test/**/*.ts', 'examples/**/*.ts'],
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      // A test that reads what is not there fails, as it should; and arrows keep calls on one line.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // Chained matchers and template strings of a test read better without ceremony.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['test/windows/**/*.ts', 'test/bridge/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        // The runner waits for them.
        {
          allowForKnownSafeCalls: [
            { from: 'package', name: ['describe', 'test'], package: 'node:test' },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.mjs', 'test/bundlers/**/*.js'],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        URL: 'readonly',
        Response: 'readonly',
        fetch: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        AbortController: 'readonly',
      },
    },
  },
  {
    // What runs in a page, and what tests have a page evaluate.
    files: ['docs/**/*.mjs'],
    languageOptions: {
      globals: {
        document: 'readonly',
        location: 'readonly',
        navigator: 'readonly',
        URLSearchParams: 'readonly',
      },
    },
  },
);
