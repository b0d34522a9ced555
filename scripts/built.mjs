// Whether a build would make what the last one made: build/built.json has the digest of everything that it was made
// from, and of what it made. A result that was changed or deleted since is no result.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { root } from './run.mjs';

const note = root('build/built.json');
// examples/fleet has packages of its own, and no build of the checkout compiles it.
const examples = readdirSync(root('examples')).filter((name) => name !== 'fleet');
/** What the native sources do not include: see scripts/sources.mjs for those. */
const sources = [
  ...['lib', 'operators', 'testing', 'cli', ...examples.map((name) => `examples/${name}`)],
  ...['esm', 'cjs', 'examples'].map((face) => `config/tsconfig.${face}.json`),
  ...['tsconfig.json', 'package.json', 'package-lock.json'],
  ...['scripts/build.mjs', 'scripts/prune-declarations.mjs'],
];

function filesOf(path) {
  if (!existsSync(root(path))) return [];
  if (!statSync(root(path)).isDirectory()) return [path];
  return readdirSync(root(path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(root('').length));
}

function digest(paths, more) {
  const hash = createHash('sha256').update(JSON.stringify(more));
  for (const file of paths.flatMap(filesOf).sort()) {
    hash.update(`\0${file}\0`).update(readFileSync(root(file)));
  }
  return hash.digest('hex');
}

export function digestOfSources(options) {
  const { version, platform, arch, env } = process;
  return digest(sources, { options, version, platform, arch, compiler: env.CXX ?? '' });
}

const digestOfResults = (results) =>
  digest(
    results,
    results.map((path) => existsSync(root(path))),
  );

export function isBuilt({ options, results }) {
  if (!existsSync(note)) return false;
  const last = JSON.parse(readFileSync(note, 'utf8'));
  return last.from === digestOfSources(options) && last.made === digestOfResults(results);
}

export function noteBuilt({ from, results }) {
  mkdirSync(root('build'), { recursive: true });
  writeFileSync(note, `${JSON.stringify({ from, made: digestOfResults(results) })}\n`);
}
