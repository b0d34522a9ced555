import { resolve } from 'node:path';
import { setBinary } from 'rx-outlook';
import { load, type Loaded } from '../../lib/load.js';
import { runScript } from '../fixtures/runScript.js';

const binary = resolve(`prebuilds/${process.platform}-${process.arch}/rx-outlook.node`);
const quoted = JSON.stringify(binary);

/** Prints what a program in a process of its own gets after the first lines. */
async function told(first: string, env: Record<string, string> = {}): Promise<string> {
  const script = `
    const rx = require('rx-outlook');
    ${first}
    rx.profiles({ backend: 'embedded' }).then(
      () => console.log(Object.keys(require.cache).find((path) => path.endsWith('.node'))),
      ({ code, message }) => console.log(code, message),
    );`;
  const { stdout } = await runScript(script, { env: { ...process.env, ...env } });
  return stdout.trim();
}

describe('setBinary', () => {
  it.each([
    ['no string', 7, 'ERR_INVALID_ARG_TYPE'],
    ['nothing', undefined, 'ERR_INVALID_ARG_TYPE'],
    ['a relative path', 'rx-outlook.node', 'ERR_INVALID_ARG_VALUE'],
    ['an empty path', '', 'ERR_INVALID_ARG_VALUE'],
    ['a path with a NUL', '/a\0b', 'ERR_INVALID_ARG_VALUE'],
  ])('refuses %s at the call', (_, path, code) => {
    expect(() => setBinary(path as string)).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('refuses another binary than the one that is in use', () => {
    const { path } = load() as Extract<Loaded, { path: string }>;
    expect(() => setBinary('/another.node')).toThrow(`the binary ${path} is in use`);
    expect(() => setBinary(() => path)).toThrow(
      expect.objectContaining({ code: 'ERR_BINARY_LOADED', operation: 'setBinary' }) as Error,
    );
    expect(() => setBinary(path)).not.toThrow();
  });

  it.each([
    ['a path', `rx.setBinary(${quoted});`],
    ['a function', `rx.setBinary(() => ${quoted});`],
  ])('has the binary loaded from there: %s', async (_, first) => {
    expect(await told(first)).toBe(binary);
  });

  it('precedes the variable, which precedes the search', async () => {
    expect(await told('', { RX_OUTLOOK_BINARY: binary })).toBe(binary);
    expect(await told(`rx.setBinary(${quoted});`, { RX_OUTLOOK_BINARY: '/none.node' })).toBe(
      binary,
    );
  });

  it('finds nothing else where the named file does not exist', async () => {
    expect(await told(`rx.setBinary('/none.node');`)).toMatch(
      /^ERR_BINARY_NOT_FOUND .* where setBinary\(\) says; looked for \/none\.node\./,
    );
    expect(await told('', { RX_OUTLOOK_BINARY: '/none.node' })).toMatch(
      /^ERR_BINARY_NOT_FOUND .* where RX_OUTLOOK_BINARY says; looked for \/none\.node\./,
    );
  });

  it.each([
    [
      'a variable that is no absolute path',
      '',
      { RX_OUTLOOK_BINARY: 'x.node' },
      /RX_OUTLOOK_BINARY must/,
    ],
    ['a function that returns none', 'rx.setBinary(() => 7);', {}, /setBinary\(\) must give an/],
    [
      'a function that throws',
      `rx.setBinary(() => { throw new Error('no disk'); });`,
      {},
      /no disk/,
    ],
  ])('has %s fail the first use', async (_, first, env, text) => {
    const said = await told(first, env);
    expect(said).toMatch(/^ERR_BINARY_LOAD_FAILED/);
    expect(said).toMatch(text);
  });
});
