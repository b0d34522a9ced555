/** What would move a cursor, end a line, hide text or turn it round; not what joins letters and emoji. */
const invisible = /[\p{Cc}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/gu;

/** On one line, with all of that escaped as in JavaScript and JSON. */
export function visible(text: string): string {
  return text.replace(invisible, (found) =>
    Array.from(
      { length: found.length },
      (_, i) => `\\u${found.charCodeAt(i).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}

/** The same for each of several lines. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}
