// npm run arrows [-- REVISION]: which room includes or imports which, those that reach each other, and the arrows that
// point up; of the files here, or of a commit. The rooms of native/ are its folders, those of lib/, operators/, testing/
// and cli/ are their files.
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path/posix';
import { pathToFileURL } from 'node:url';
import { root } from './run.mjs';

const backends = ['embedded', 'bridge', 'msmapi', 'automation', 'auto'].map(
  (name) => `backends/${name}`,
);

/** What each room of native/ may include besides itself; docs/decisions.md says why. */
const native = {
  abi: [],
  base: [],
  binary: [],
  seam: ['abi'],
  // seam: an event is one structure from the server's record to the callback, and so is an account of a list.
  bridge: ['abi', 'base', 'seam'],
  // abi: the object model is read through pointers of COM.
  outlook: ['abi', 'base', 'seam'],
  core: ['abi', 'base', 'seam'],
  'backends/embedded': ['abi', 'base', 'seam'],
  'backends/bridge': ['abi', 'base', 'seam', 'bridge', 'outlook'],
  'backends/msmapi': ['base', 'seam', 'outlook'],
  'backends/automation': ['abi', 'base', 'seam', 'outlook'],
  'backends/auto': ['seam', 'backends/bridge', 'backends/msmapi', 'backends/automation'],
  backends: ['seam', ...backends],
  server: ['base', 'seam', 'bridge', 'core'],
  addin: [
    'abi',
    'base',
    'seam',
    'binary',
    'bridge',
    'outlook',
    'core',
    // automation: the accounts, which msmapi does not know.
    'backends/automation',
    'backends/msmapi',
    'server',
  ],
  addon: [
    ...['abi', 'base', 'seam', 'binary', 'bridge', 'outlook', 'core', 'server', 'backends'],
    ...['backends/bridge', 'backends/embedded'],
  ],
};

/** What the files of each folder may import besides those beside them. */
const script = {
  operators: ['lib/types', 'lib/errors', 'lib/signals'],
  lib: [],
  testing: ['lib'],
  cli: ['lib', 'operators', 'testing'],
  // The entry of the package: whatever it offers.
  'lib/index': ['lib', 'operators'],
};

/** What git finds, as pairs of the file and the text; in a commit, or here. */
function found(pattern, folders, revision) {
  const where = revision === undefined ? ['--untracked', '-e', pattern] : ['-e', pattern, revision];
  const args = ['grep', '-oE', ...where, '--', ...folders];
  return execFileSync('git', args, { cwd: root('.'), encoding: 'utf8' })
    .trimEnd()
    .split('\n')
    .map((line) => (revision === undefined ? line : line.slice(revision.length + 1)))
    .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]);
}

/** The room of a file in native/. */
export function roomOf(path) {
  const [first, second, ...rest] = path.split('/');
  return (first === 'backends' || second === 'server') && rest.length > 0
    ? `${first}/${second}`
    : first;
}

/** The arrows between rooms of native/, with the files that they are of. */
export function nativeArrows(revision) {
  return found('#include "[^"]+/[^"]+"', ['native/*.h', 'native/*.cc'], revision)
    .filter(([path]) => !/^native\/(test|fuzz)\//.test(path))
    .map(([path, text]) => {
      const [, included] = text.split('"');
      return { from: roomOf(path.slice('native/'.length)), to: roomOf(included), path, included };
    })
    .filter(({ from, to }) => from !== to);
}

/** The arrows between files of scripts, without their extensions. */
export function scriptArrows(revision) {
  const folders = ['lib', 'operators', 'testing', 'cli'].map((folder) => `${folder}/*ts`);
  return found("from '[.][^']+'", folders, revision).map(([path, text]) => {
    const [, imported] = text.split("'");
    const to = join(dirname(path), imported).replace(/\.c?js$/, '');
    return { from: path.replace(/\.c?ts$/, ''), to, path, included: imported };
  });
}

/** The arrows that no room allows. */
export function upward(arrows, isAllowed) {
  return arrows.filter(({ from, to }) => !isAllowed(from, to));
}

export const isAllowedInNative = (from, to) => native[from]?.includes(to) ?? false;

export const isAllowedInScripts = (from, to) => {
  const top = from.split('/')[0];
  const own = to === top || to.startsWith(`${top}/`);
  const others = script[from] ?? script[top] ?? [];
  return own || others.some((other) => to === other || to.startsWith(`${other}/`));
};

/** The pairs that can reach each other, each once. */
export function mutual(arrows) {
  const next = new Map();
  for (const { from, to } of arrows) next.set(from, (next.get(from) ?? new Set()).add(to));
  const reached = (start) => {
    const seen = new Set();
    const left = [start];
    for (let one = left.pop(); one !== undefined; one = left.pop()) {
      for (const to of next.get(one) ?? []) if (!seen.has(to)) left.push(to) && seen.add(to);
    }
    return seen;
  };
  const reach = new Map([...next.keys()].map((room) => [room, reached(room)]));
  const rooms = [...reach.keys()].sort();
  return rooms.flatMap((one) =>
    rooms
      .filter((other) => one < other && reach.get(one).has(other) && reach.get(other).has(one))
      .map((other) => [one, other]),
  );
}

function tell(title, arrows, isAllowed) {
  const pairs = mutual(arrows);
  console.log(`${title}: ${String(pairs.length)} pairs can reach each other`);
  for (const [one, other] of pairs) console.log(`  ${one} <-> ${other}`);
  const wrong = upward(arrows, isAllowed);
  for (const { path, included } of wrong) console.log(`  points up: ${path} to ${included}`);
  return pairs.length + wrong.length;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const revision = process.argv[2];
  const faults =
    tell('native/', nativeArrows(revision), isAllowedInNative) +
    tell('lib/, operators/, testing/ and cli/', scriptArrows(revision), isAllowedInScripts);
  if (faults > 0 && revision === undefined) process.exitCode = 1;
}
