// Builds everything a checkout needs to run: the native binary, both faces of the package, the examples. `npm ci`
// runs it through prepare, and so does `npm test`. Packing runs it too, and so it puts the tarball's binary into
// its folder: npm 11 runs prepack before prepare. Nothing is built when the sources and the results are those of
// the last build; --force builds all the same, and --native the binary alone.
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { digestOfSources, isBuilt, noteBuilt } from './built.mjs';
import { pruneDeclarations } from './prune-declarations.mjs';
import { checkTools } from './tools.mjs';
import { quiet, root, run, tool } from './run.mjs';
import { digestIn, sourcesDigest } from './sources.mjs';

const require = createRequire(import.meta.url);

checkTools();

const options = [
  ...['--log-level', 'warn'],
  `--CDRX_OUTLOOK_WERROR=${process.env.CI ? 'ON' : 'OFF'}`,
  `--CDRX_OUTLOOK_SOURCES=${sourcesDigest()}`,
];
// As lib/platforms.ts has it, which is not compiled yet.
const isMusl =
  process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;
const prebuilds = `prebuilds/${process.platform}-${process.arch}${isMusl ? '-musl' : ''}`;
const binaries = [
  'rx-outlook.node',
  ...(process.platform === 'win32' ? ['rx-outlook-addin.dll'] : []),
];

function buildNative() {
  const cmakeJs = tool('cmake-js/bin/cmake-js');
  // `build` alone leaves a folder that was configured before with the options of that time.
  run(process.execPath, [cmakeJs, 'configure', ...options], quiet);
  run(process.execPath, [cmakeJs, 'build', ...options]);
  mkdirSync(root(prebuilds), { recursive: true });
  for (const file of binaries) {
    const packed = root(`${prebuilds}/${file}`);
    // One of these sources that runs on older systems, by npm run build:all, stays.
    if (existsSync(packed) && digestIn(packed) === sourcesDigest()) continue;
    cpSync(root(`build/Release/${file}`), packed);
  }
}

/**
 * Has the CommonJS build get Node's modules without `require`, which bundlers leave out of ES modules ("Dynamic require
 * of node:fs is not supported"). The command is not for bundles. docs/decisions.md, 72.
 */
function freeBuiltins() {
  for (const folder of ['lib', 'operators', 'testing']) {
    for (const file of readdirSync(root(`dist/cjs/${folder}`)).filter((name) => /js$/.test(name))) {
      const path = root(`dist/cjs/${folder}/${file}`);
      const code = readFileSync(path, 'utf8');
      const free = code.replaceAll(/\brequire\(("node:\w+")\)/g, 'process.getBuiltinModule($1)');
      if (free !== code) writeFileSync(path, free);
    }
  }
}

function buildScript() {
  const tsc = (project) => run(process.execPath, [tool('typescript/bin/tsc'), '-p', project]);
  rmSync(root('dist'), { recursive: true, force: true });
  tsc('config/tsconfig.esm.json');
  tsc('config/tsconfig.cjs.json');
  freeBuiltins();
  pruneDeclarations();
  // The package is "type": "module"; this folder is not.
  writeFileSync(root('dist/cjs/package.json'), '{ "type": "commonjs", "sideEffects": false }\n');
  // Node loads thirty modules of CommonJS in a third of the time of thirty ES modules, and as CommonJS both
  // faces are one. Bundlers get the ES modules, out of which they can leave what is not used.
  mkdirSync(root('dist/node'));
  for (const entry of ['lib', 'operators', 'testing']) {
    // By name: of `export *` from CommonJS, without side effects, Bun's bundler leaves nothing.
    const names = Object.keys(require(root(`dist/cjs/${entry}/index.js`))).join(',\n  ');
    const code = `export {\n  ${names},\n} from '../cjs/${entry}/index.js';\n`;
    writeFileSync(root(`dist/node/${entry}.js`), code);
  }
  // npm does so when it installs the package; a checkout runs the file itself.
  chmodSync(root('dist/cjs/cli/main.js'), 0o755);
  tsc('config/tsconfig.examples.json');
}

const results = [
  ...['cjs', 'cli', 'esm', 'examples', 'node'].map((folder) => `dist/${folder}`),
  ...binaries.flatMap((file) => [`build/Release/${file}`, `${prebuilds}/${file}`]),
];
const isForced = process.argv.includes('--force');
if (process.argv.includes('--native')) buildNative();
else if (isForced || !isBuilt({ options, results })) {
  // Before the build: what is saved meanwhile is not what was built.
  const from = digestOfSources(options);
  buildNative();
  buildScript();
  noteBuilt({ from, results });
}
