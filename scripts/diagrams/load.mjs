// The diagrams of test/operators/diagrams, bundled: they are TypeScript.
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from '../run.mjs';

export async function loadDiagrams() {
  const outfile = root('build/diagrams.mjs');
  await build({
    entryPoints: [root('test/operators/diagrams/index.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['rxjs'],
    logLevel: 'warning',
  });
  const { diagrams, callOf } = await import(pathToFileURL(outfile));
  return diagrams.map((diagram) => ({ ...diagram, call: callOf(diagram) }));
}
