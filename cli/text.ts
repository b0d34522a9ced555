/**
 * Decodes the text of a file, in UTF-8 or, if its byte order mark says so, in UTF-16, as PowerShell's `>`
 * writes it. Throws an Error for other encodings.
 */
export function decoded(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw notText(encoding, cause);
  }
  // UTF-16 without a byte order mark is valid UTF-8, with a NUL in every other byte.
  if (text.includes('\0')) throw notText(encoding);
  return text;
}

function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

function notText(encoding: string, cause?: unknown): Error {
  const marked =
    encoding === 'utf-8'
      ? 'it is neither UTF-8 nor UTF-16 with a byte order mark'
      : `it is no ${encoding.toUpperCase()}, which its byte order mark names`;
  return new Error(`${marked}: save it as UTF-8`, { cause });
}
