// Takes away the declarations that no entry point leads to: nobody can import those modules, and the package is to
// bring nothing that it does not need. Which ones are led to, the compiler says.
import { readdirSync, rmSync } from 'node:fs';
import { normalize } from 'node:path';
import ts from 'typescript';
import { root } from './run.mjs';

const entries = ['lib', 'operators', 'testing'];

export function pruneDeclarations() {
  for (const build of ['esm', 'cjs']) {
    const folder = root(`dist/${build}`);
    const program = ts.createProgram(
      entries.map((entry) => `${folder}/${entry}/index.d.ts`),
      { module: ts.ModuleKind.NodeNext, noLib: true, types: [] },
    );
    const needed = new Set(program.getSourceFiles().map(({ fileName }) => normalize(fileName)));
    for (const entry of entries) {
      for (const file of readdirSync(`${folder}/${entry}`)) {
        const path = normalize(`${folder}/${entry}/${file}`);
        if (/\.d\.c?ts$/.test(file) && !needed.has(path)) rmSync(path);
      }
    }
  }
}
