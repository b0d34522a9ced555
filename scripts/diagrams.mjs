// Draws the pictures of docs/operators.md from the diagrams that test/operators/diagrams runs: each twice, for
// light pages and for dark ones. With --check nothing is written, and a picture that is missing, stale or left
// over is a failure.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { draw } from './diagrams/draw.mjs';
import { loadDiagrams } from './diagrams/load.mjs';
import { parse } from './diagrams/parse.mjs';
import { themes } from './diagrams/themes.mjs';
import { root } from './run.mjs';

const check = process.argv.includes('--check');
const folder = root('docs/diagrams');

const diagrams = await loadDiagrams();
const wanted = new Map(
  diagrams.flatMap((diagram) =>
    Object.entries(themes).map(([scheme, theme]) => [
      `${diagram.name}.${scheme}.svg`,
      `${draw(parse(diagram), theme)}\n`,
    ]),
  ),
);

mkdirSync(folder, { recursive: true });
const there = new Map(
  readdirSync(folder).map((file) => [file, readFileSync(`${folder}/${file}`, 'utf8')]),
);
const stale = [...wanted].filter(([file, svg]) => there.get(file) !== svg).map(([file]) => file);
const leftOver = [...there.keys()].filter((file) => !wanted.has(file));

if (check) {
  for (const file of [...stale, ...leftOver]) {
    console.error(
      `docs/diagrams/${file} is not up to date: run "npm run diagrams", and look at it.`,
    );
  }
  process.exitCode = stale.length + leftOver.length > 0 ? 1 : 0;
} else {
  for (const file of stale) writeFileSync(`${folder}/${file}`, wanted.get(file));
  for (const file of leftOver) rmSync(`${folder}/${file}`);
}
console.log(`Pictures: ${wanted.size - stale.length} of ${wanted.size} were up to date`);
