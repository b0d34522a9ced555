export default ['node', 'electron-main'].map((target) => ({
  target,
  mode: 'production',
  entry: './app.mjs',
  output: { path: `${process.cwd()}/out/webpack`, filename: `${target}.cjs` },
  module: {
    rules: [
      {
        test: /\.[cm]?js$/,
        parser: { amd: false },
        use: {
          loader: '@vercel/webpack-asset-relocator-loader',
          options: { outputAssetBase: 'native_modules' },
        },
      },
    ],
  },
}));
