import { runScript } from '../fixtures/runScript.js';

const program = `
  const { connectionState$ } = require('rx-outlook');
  const { embeddedOutlook } = require('rx-outlook/testing');
  const profile = process.env.PROFILE ?? 'Work';
  const outlook = embeddedOutlook({ profiles: [profile] });
  const options = { backend: 'embedded' };
  const subscription = connectionState$(profile, options).subscribe(() => {
    subscription.unsubscribe();
    connectionState$('Nobody', options).subscribe({ error: () => outlook.close() });
  });`;

const inWorker = `
  const { Worker } = require('node:worker_threads');
  new Worker(${JSON.stringify(program)}, { eval: true });`;

/** Of each line: the call, and what it was about. Numbers of processes and lines of the stack are left out. */
const linesOf = (stderr: string): unknown[] =>
  [...stderr.matchAll(/^RX-OUTLOOK \d+: (\w+) \{.*?profile: '(\w+)'/gms)].map(
    ([, call, profile]) => [call, profile],
  );

const all = [
  ['advise', 'Work'],
  ['unadvise', 'Work'],
  ['advise', 'Nobody'],
  ['error', 'Nobody'],
  ['unadvise', 'Nobody'],
];

describe('NODE_DEBUG=rx-outlook', () => {
  it.each([
    ['a process', program],
    ['a worker', inWorker],
  ])('writes each Advise, Unadvise and error of %s to standard error, once', async (_, script) => {
    const { code, stderr } = await runScript(script, { env: { NODE_DEBUG: 'other,rx-outlook' } });
    expect([code, linesOf(stderr)]).toEqual([0, all]);
    expect(stderr).toMatch("code: 'MAPI_E_NOT_FOUND'");
  });

  it('writes each once though there are two copies of the package', async () => {
    const second = "import('./dist/esm/lib/index.js').then(() => {" + program + '});';
    const { code, stderr } = await runScript(second, { env: { NODE_DEBUG: 'rx-outlook' } });
    expect([code, linesOf(stderr)]).toEqual([0, all]);
  });

  it.each([undefined, 'rx', 'net'])('writes nothing when it is %s', async (NODE_DEBUG) => {
    const { code, stderr } = await runScript(program, { env: { NODE_DEBUG } });
    expect([code, stderr]).toEqual([0, '']);
  });
});
