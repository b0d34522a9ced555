// node scripts/ci/main.mjs run | night [TITLE…]: the steps of scripts/ci/steps.mjs, all or those whose titles contain
// one of these texts, two at a time but for those that run alone. Goes on after a failure. Needs Node alone: its first
// step installs the packages.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, createReadStream, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from '../run.mjs';
import { asLine, fromClosingLine, one, Tally } from '../tally.mjs';
import { plans } from './steps.mjs';

const atOnce = 2;
const [name, ...titles] = process.argv.slice(2);
const plan = plans[name];
if (plan === undefined) {
  console.error(`Say which: ${Object.keys(plans).join(' or ')}.`);
  process.exit(2);
}
const isAsked = ({ title }) => titles.length === 0 || titles.some((text) => title.includes(text));
const steps = plan.steps.filter(isAsked);
if (steps.length === 0) {
  console.error(`No step has ${titles.join(' or ')} in its title.`);
  process.exit(2);
}

const logs = mkdtempSync(`${tmpdir()}/rx-outlook-ci-`);
const begun = Date.now();
const running = new Map();
const took = [];
const tally = new Tally();
const seconds = (since) => Math.round((Date.now() - since) / 1000);

/** A step has a process group of its own, which ends with everything that it has started. */
function killGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // it has ended by itself
  }
}

process.on('exit', () => {
  for (const { child } of running.values()) killGroup(child, 'SIGKILL');
  rmSync(logs, { recursive: true, force: true });
});
for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

/** Shows a file that grows, until told to stop, and then the rest of it. */
async function follow(file, signal) {
  let start = 0;
  for (let isLast = false; !isLast;) {
    isLast = signal.aborted;
    for await (const chunk of createReadStream(file, { start })) {
      process.stdout.write(chunk);
      start += chunk.length;
    }
    if (!isLast) await delay(500, undefined, { signal }).catch(() => {});
  }
}

async function perform(step) {
  const { title, command, isAlone = false } = step;
  const log = `${logs}/${steps.indexOf(step)}.log`;
  // A file, no pipe: whatever a step leaves behind would keep a pipe open.
  const output = openSync(log, 'w');
  const child = spawn('bash', ['-c', command], {
    cwd: root(''),
    detached: true,
    env: { ...process.env, CI: 'true' },
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const since = Date.now();
  running.set(title, { child, since });
  const limit = Math.max(1_000, Math.min(plan.stepLimit, begun + plan.limit - since));
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    killGroup(child, 'SIGTERM');
    setTimeout(killGroup, 10_000, child, 'SIGKILL').unref();
  }, limit);
  const ended = new AbortController();
  if (isAlone) console.log(`\n══ ${title}`);
  const shown = isAlone ? follow(log, ended.signal) : undefined;
  const [code, signal] = await once(child, 'exit');
  clearTimeout(timer);
  ended.abort();
  await shown;
  killGroup(child, 'SIGKILL'); // what it has left behind
  running.delete(title);
  tell(step, { end: signal ?? code, isLate, since, log });
}

function tell({ title, isAlone = false }, { end, isLate, since, log }) {
  const said = readFileSync(log, 'utf8');
  const counts = fromClosingLine(said) ?? one(end === 0);
  if (end !== 0 && counts.failed === 0) counts.failed = 1;
  tally.add(counts);
  if (!isAlone) console.log(`\n══ ${title}\n${said.trimEnd()}`);
  if (isLate) console.log(`══ It had not ended after ${seconds(since)} s.`);
  if (end !== 0) console.log(`══ FAILED: ${title} (ended with ${String(end)})`);
  console.log(`══ ${title}: ${seconds(since)} s`);
  took.push(`${String(seconds(since)).padStart(5)} s  ${title}: ${asLine(counts)}`);
}

const waiting = [...steps];
const finished = new Set();
let isOneAlone = false;
/** Whether a step may start beside what is running. */
const fits = ({ isAlone = false }) =>
  running.size === 0 || (!isAlone && !isOneAlone && running.size < atOnce);
const isReady = ({ needs = [] }) =>
  needs.every((title) => finished.has(title) || !steps.some((step) => step.title === title));

/** Starts what is ready, in the order of the list: nothing overtakes a step that waits for its turn alone. */
function startReady() {
  for (const step of [...waiting]) {
    if (!isReady(step)) continue;
    if (!fits(step)) return;
    waiting.splice(waiting.indexOf(step), 1);
    isOneAlone = step.isAlone ?? false;
    perform(step).then(() => {
      finished.add(step.title);
      proceed();
    });
  }
}

const pulse = setInterval(() => {
  const now = [...running].map(([title, { since }]) => `${title} (${seconds(since)} s)`);
  console.log(`── after ${seconds(begun)} s: ${now.join(', ')}`);
}, 60_000);

function proceed() {
  startReady();
  if (running.size > 0) return;
  clearInterval(pulse);
  const inAll = `${String(seconds(begun)).padStart(5)} s  in all; meant are ${plan.meant / 1000}`;
  console.log(`\n${took.join('\n')}\n${inAll}`);
  tally.close();
}
proceed();
