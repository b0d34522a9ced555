import { copyFileSync } from 'node:fs';

const platform = `${process.platform}-${process.arch}`;

export default {
  build: { ssr: 'app.mjs', outDir: 'out/vite' },
  ssr: { noExternal: true },
  plugins: [
    {
      name: 'rx-outlook',
      writeBundle: ({ dir }) =>
        copyFileSync(
          `node_modules/rx-outlook/prebuilds/${platform}/rx-outlook.node`,
          `${dir}/rx-outlook.node`,
        ),
    },
  ],
};
