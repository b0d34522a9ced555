// npm run soak -- [--minutes N] [--seed S]: builds the package and the soak, and runs it. Its last line counts
// the invariants. It has a runtime folder of its own, so a server of yours is not in its way, nor it in yours.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { quiet, root, run, tool } from './run.mjs';

run(process.execPath, [root('scripts/build.mjs')], quiet);
rmSync(root('build/soak'), { recursive: true, force: true });
run(process.execPath, [tool('typescript/bin/tsc'), '-p', 'config/tsconfig.soak.json']);
const runtime = mkdtempSync(`${tmpdir()}/rx-outlook-`);
process.env.XDG_RUNTIME_DIR = runtime;
// What was freed goes back to the system, as far as that can be had of glibc: else the size of a process says
// little about what it holds. With its defaults it keeps up to eight heaps a core, and ever larger blocks in them.
process.env.MALLOC_ARENA_MAX ??= '2';
process.env.MALLOC_MMAP_THRESHOLD_ ??= '131072';
process.on('exit', () => {
  rmSync(runtime, { recursive: true, force: true });
});
const program = root('build/soak/test/soak/main.js');
// And how much of its young generation V8 has touched so far says nothing at all.
const node = ['--expose-gc', '--max-semi-space-size=2'];
run(process.execPath, [...node, program, ...process.argv.slice(2)]);
