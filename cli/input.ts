import { StringDecoder } from 'node:string_decoder';

/** More than a name and a state can take, in UTF-16 units; a longer line is cut off there. */
const longestLine = 65_536;

/** What a stream says when it goes away before its end. */
const endings = new Set<unknown>(['EIO', 'ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR']);

/**
 * The lines of standard input, or of another stream. Nothing is read before the last line was taken, and no more
 * of a line kept than is of use. A terminal that goes away is an end like any other: SIGHUP says so too.
 */
export async function* linesOf(
  input: AsyncIterable<Uint8Array | string>,
): AsyncGenerator<string, void, undefined> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  try {
    for await (const chunk of input) {
      rest += typeof chunk === 'string' ? chunk : decoder.write(chunk);
      const lines = rest.split(/\r?\n/);
      rest = lines.pop()?.slice(0, longestLine) ?? '';
      yield* lines.map((line) => line.slice(0, longestLine));
    }
  } catch (error) {
    if (!endings.has((error as { code?: unknown }).code)) throw error;
  }
  if (rest !== '') yield rest;
}
