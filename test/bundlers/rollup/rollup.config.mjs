import { copyFileSync } from 'node:fs';
import commonjs from '@rollup/plugin-commonjs';
import { nodeResolve } from '@rollup/plugin-node-resolve';

const platform = `${process.platform}-${process.arch}`;
const copyBinary = {
  name: 'rx-outlook',
  writeBundle: ({ dir }) =>
    copyFileSync(
      `node_modules/rx-outlook/prebuilds/${platform}/rx-outlook.node`,
      `${dir}/rx-outlook.node`,
    ),
};

export default {
  input: 'app.mjs',
  output: [
    { dir: 'out/rollup', format: 'es', entryFileNames: '[name].mjs' },
    { dir: 'out/rollup', format: 'cjs', entryFileNames: '[name].cjs' },
  ],
  plugins: [nodeResolve({ exportConditions: ['node'] }), commonjs(), copyBinary],
};
