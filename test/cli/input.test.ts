import { PassThrough, Readable } from 'node:stream';
import { linesOf } from '../../cli/input.js';

async function all(lines: AsyncIterable<string>): Promise<string[]> {
  const taken: string[] = [];
  for await (const line of lines) taken.push(line);
  return taken;
}

function linesIn(chunks: readonly (string | Uint8Array)[]): Promise<string[]> {
  return all(linesOf(Readable.from(chunks)));
}

describe('the lines of an input', () => {
  it('are the same however they are cut into chunks', async () => {
    const text = 'Büro offline\r\n\n東京 online\nlast';
    const lines = ['Büro offline', '', '東京 online', 'last'];
    expect(await linesIn([text])).toEqual(lines);
    expect(await linesIn(Array.from(Buffer.from(text), (byte) => Buffer.of(byte)))).toEqual(lines);
    expect(await linesIn([])).toEqual([]);
    expect(await linesIn(['one\n'])).toEqual(['one']);
  });

  it('are read no faster than they are taken', async () => {
    let made = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) yield `${String(++made)}\n`;
      })(),
      { highWaterMark: 1 },
    );
    const lines = linesOf(endless);
    for (const line of ['1', '2', '3'])
      expect(await lines.next()).toEqual({ value: line, done: false });
    await new Promise(setImmediate);
    expect(made).toBeLessThan(10);
    await lines.return();
    expect(endless.destroyed).toBe(true);
  });

  it('are cut off where they are longer than anything that can be meant', async () => {
    const long = 'x'.repeat(100_000);
    const [first, second] = await linesIn([long, long, long, '\nWork offline\n']);
    expect(first).toHaveLength(65_536);
    expect(second).toBe('Work offline');
  });

  it('end when the terminal goes away, or when nobody wants them any more', async () => {
    for (const error of [Object.assign(new Error('read EIO'), { code: 'EIO' }), undefined]) {
      const input = new PassThrough();
      const lines = linesOf(input);
      input.write('one\ntwo');
      expect(await lines.next()).toMatchObject({ value: 'one' });
      input.destroy(error);
      const rest = await all(lines);
      expect(rest.length).toBeLessThanOrEqual(1);
    }
  });

  it('fail as the input does for any other reason', async () => {
    const input = new PassThrough();
    const lines = linesOf(input);
    input.destroy(Object.assign(new Error('EISDIR: illegal operation'), { code: 'EISDIR' }));
    await expect(lines.next()).rejects.toThrow('EISDIR');
  });
});
