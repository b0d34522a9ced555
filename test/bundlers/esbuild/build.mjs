import { copyFileSync } from 'node:fs';
import { build } from 'esbuild';

const options = { entryPoints: ['app.mjs'], bundle: true, platform: 'node' };
await build({ ...options, format: 'cjs', outfile: 'out/esbuild/app.cjs' });
await build({ ...options, format: 'esm', outfile: 'out/esbuild/app.mjs' });

const platform = `${process.platform}-${process.arch}`;
copyFileSync(
  `node_modules/rx-outlook/prebuilds/${platform}/rx-outlook.node`,
  'out/esbuild/rx-outlook.node',
);
