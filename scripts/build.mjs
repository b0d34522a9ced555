// Builds everything a checkout needs to run: the native binary, both faces of the package, the
// examples. Run by `npm ci` through prepare, and by `npm test`. Also run before packing, and so what
// the tarball carries is put in its place here: npm 11 runs prepack before prepare.
import { chmodSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { pruneDeclarations } from './prune-declarations.mjs';
import { checkTools } from './tools.mjs';
import { quiet, root, run, tool } from './run.mjs';
import { sourcesDigest } from './sources.mjs';

checkTools();

const cmakeJs = tool('cmake-js/bin/cmake-js');
const options = [
  ...['--log-level', 'warn'],
  `--CDRX_OUTLOOK_WERROR=${process.env.CI ? 'ON' : 'OFF'}`,
  `--CDRX_OUTLOOK_SOURCES=${sourcesDigest()}`,
];
// `build` alone leaves a folder that was configured before with the options of that time.
run(process.execPath, [cmakeJs, 'configure', ...options], quiet);
run(process.execPath, [cmakeJs, 'build', ...options]);

const prebuilds = `prebuilds/${process.platform}-${process.arch}`;
mkdirSync(root(prebuilds), { recursive: true });
const built = [
  'rx-outlook.node',
  ...(process.platform === 'win32' ? ['rx-outlook-addin.dll'] : []),
];
for (const file of built) cpSync(root(`build/Release/${file}`), root(`${prebuilds}/${file}`));

const tsc = (project) => run(process.execPath, [tool('typescript/bin/tsc'), '-p', project]);
rmSync(root('dist'), { recursive: true, force: true });
tsc('config/tsconfig.esm.json');
tsc('config/tsconfig.cjs.json');
pruneDeclarations();
// The package is "type": "module"; this folder is not.
writeFileSync(root('dist/cjs/package.json'), '{ "type": "commonjs", "sideEffects": false }\n');
// Node loads thirty modules of CommonJS in a third of the time of thirty ES modules, and as CommonJS both
// faces are one. Bundlers get the ES modules, out of which they can leave what is not used.
mkdirSync(root('dist/node'));
for (const entry of ['lib', 'operators', 'testing']) {
  writeFileSync(root(`dist/node/${entry}.js`), `export * from '../cjs/${entry}/index.js';\n`);
}
// npm does so when it installs the package; this is for who runs it in a checkout.
chmodSync(root('dist/cjs/cli/main.js'), 0o755);
tsc('config/tsconfig.examples.json');
