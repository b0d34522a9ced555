import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

export default {
  output: 'standalone',
  serverExternalPackages: ['rx-outlook'],
  // The folder of node_modules, where that is not the project's own.
  outputFileTracingRoot: root,
  turbopack: { root },
};
