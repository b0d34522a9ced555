import { StringDecoder } from 'node:string_decoder';

/** The longest line that is kept, in UTF-16 units: more than a name and a state need. */
const longestLine = 65_536;

/** The error codes of a stream that ends prematurely. */
const endings = new Set<unknown>(['EIO', 'ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR']);

/**
 * Reads the lines of standard input, or of another stream. Reads nothing before the last line was taken,
 * and keeps no more of a line than is useful. A terminal that goes away is an ordinary end: SIGHUP reports
 * it, too.
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
