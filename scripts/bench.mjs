// npm run bench [-- options]: builds the package, the benchmark and a binary with the rivals in it, then
// runs it. Figures are worth something on a machine that does nothing else.
import { quiet, root, run, tool } from './run.mjs';

run(process.execPath, [root('scripts/build.mjs')], quiet);
const out = ['--out', root('build/bench'), '--CDRX_OUTLOOK_BENCH=ON'];
run(
  process.execPath,
  [tool('cmake-js/bin/cmake-js'), 'build', '--log-level', 'warn', ...out],
  quiet,
);
run(process.execPath, [tool('typescript/bin/tsc'), '-p', 'config/tsconfig.bench.json']);
run(process.execPath, [root('dist/bench/main.js'), ...process.argv.slice(2)]);
