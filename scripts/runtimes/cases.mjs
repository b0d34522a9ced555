// The compiled cases, each in a process of its own: for runtimes that Jest does not run in.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { root } from '../run.mjs';

const app = root('build/runtimes/app');
/** Beyond what a case waits for by itself. */
const limit = 150_000;

/** What it said, and how it ended: a code, a signal, or that it was too slow. */
async function start({ program, args }, log, ...more) {
  const output = openSync(log, 'w');
  // A group of its own, in which its children end with it. In a file, since pipes end with the last who has them.
  const child = spawn(program, [...args, 'test/runtimes/runOne.js', ...more], {
    cwd: app,
    detached: true,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    process.kill(-child.pid, 'SIGKILL');
  }, limit);
  const [code, signal] = await once(child, 'exit');
  clearTimeout(timer);
  const end = isLate ? `has not ended after ${limit / 1000} s` : (signal ?? code);
  return { end, said: readFileSync(log, 'utf8') };
}

/** For each case's name what went wrong, or nothing; of all cases, or of those that are asked for. */
export async function runCases(name, runtime, isAsked = () => true) {
  const logs = root(`build/runtimes/logs/${name}`);
  mkdirSync(logs, { recursive: true });
  const listed = await start(runtime, `${logs}/names.log`);
  if (listed.end !== 0) return new Map([['the list of cases', String(listed.said)]]);
  const results = new Map();
  const titles = JSON.parse(listed.said);
  for (const [index, title] of titles.entries()) {
    if (!isAsked(title, index, titles)) continue;
    const { end, said } = await start(runtime, `${logs}/${index}.log`, String(index));
    const passed = end === 0 && said.endsWith('passed\n');
    results.set(title, passed ? undefined : `${said}\nended with ${String(end)}`);
  }
  return results;
}
