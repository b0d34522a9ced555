// npm run bench [-- options]: builds the package, the benchmark and a binary with the rivals in it, then
// runs it. Figures are worth something on a machine that does nothing else.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { quiet, root, run, tool } from './run.mjs';

run(process.execPath, [root('scripts/build.mjs')], quiet);
const out = ['--out', root('build/bench'), '--CDRX_OUTLOOK_BENCH=ON'];
run(
  process.execPath,
  [tool('cmake-js/bin/cmake-js'), 'build', '--log-level', 'warn', ...out],
  quiet,
);
run(process.execPath, [tool('typescript/bin/tsc'), '-p', 'config/tsconfig.bench.json']);
// A place of its own for the bridge: a server of yours is not in its way.
const runtime = mkdtempSync(`${tmpdir()}/rx-outlook-`);
process.env.XDG_RUNTIME_DIR = runtime;
process.on('exit', () => {
  rmSync(runtime, { recursive: true, force: true });
});
run(process.execPath, [root('dist/bench/main.js'), ...process.argv.slice(2)]);
