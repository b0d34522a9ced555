import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

export default {
  output: 'standalone',
  serverExternalPackages: ['rx-outlook'],
  // Turbopack's trace leaves the binary out. Paths begin at the project's folder.
  outputFileTracingIncludes: { '/*': ['../node_modules/rx-outlook/prebuilds/**/*.node'] },
  // The folder of node_modules, where that is not the project's own.
  outputFileTracingRoot: root,
  turbopack: { root },
};
