import { copyFile } from 'node:fs/promises';

const platform = `${process.platform}-${process.arch}`;

export default {
  entry: ['app.mjs'],
  format: ['cjs', 'esm'],
  noExternal: [/./],
  outDir: 'out/tsup',
  outExtension: ({ format }) => ({ js: format === 'cjs' ? '.cjs' : '.mjs' }),
  onSuccess: () =>
    copyFile(
      `node_modules/rx-outlook/prebuilds/${platform}/rx-outlook.node`,
      'out/tsup/rx-outlook.node',
    ),
};
