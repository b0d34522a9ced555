import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Experiment } from '../experiment.js';

const exec = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Milliseconds that the first import takes in a process of its own. */
async function timeOf(specifier: string): Promise<number> {
  const code = `
    const start = performance.now();
    const names = Object.keys(await import('${specifier}'));
    console.log(JSON.stringify([performance.now() - start, names.length]));`;
  const { stdout } = await exec(process.execPath, ['--input-type=module', '-e', code], {
    cwd: root,
  });
  const [milliseconds, names] = JSON.parse(stdout) as [number, number];
  if (names === 0) throw new Error(`${specifier} exports nothing`);
  return milliseconds;
}

export function importing(): Experiment<'ours' | 'rxjs'> {
  return {
    title: 'import',
    contestants: { ours: () => timeOf('rx-outlook'), rxjs: () => timeOf('rxjs') },
    rows: ({ ours, rxjs }) => [
      {
        what: "`import 'rx-outlook'`",
        against: "`import 'rxjs'`",
        ours: `${ours.toFixed(0)} ms`,
        theirs: `${rxjs.toFixed(0)} ms`,
        value: ours / rxjs,
        unit: '×',
        must: 1.5,
        aim: 1.2,
        better: 'lower',
      },
    ],
  };
}
