import CopyPlugin from 'copy-webpack-plugin';

const platform = `${process.platform}-${process.arch}`;

export default {
  target: 'node',
  mode: 'production',
  entry: './app.mjs',
  output: { path: `${process.cwd()}/out/webpack-copy`, filename: 'app.cjs' },
  plugins: [
    new CopyPlugin({
      patterns: [`node_modules/rx-outlook/prebuilds/${platform}/rx-outlook.node`],
    }),
  ],
};
