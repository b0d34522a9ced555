/**
 * Matches characters that move a cursor, end a line, hide text or reverse it; not those that join letters
 * and emoji. The tags of a flag (U+1F3F4, then the letters of a region as tags) come first, and stay.
 */
const invisible =
  /(\u{1f3f4}[\u{e0020}-\u{e007e}]+\u{e007f})|[\p{Cc}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/gu;

/** Makes text fit on one line, with those characters escaped as in JavaScript and JSON. */
export function visible(text: string): string {
  return text.replace(invisible, (found, flag?: string) => flag ?? escaped(found));
}

function escaped(text: string): string {
  return Array.from(
    { length: text.length },
    (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('');
}

/** Does the same for each of several lines. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}
