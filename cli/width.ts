import { stringWidth } from 'tty-strings';

/**
 * Emoji as Unicode defines them for general interchange, flags and keycaps included; they take two columns.
 */
const emoji = new RegExp('^\\p{RGI_Emoji}$', 'v');
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Returns the number of a terminal's columns that a text takes. */
export function widthOfText(text: string): number {
  return Array.from(graphemes.segment(text), ({ segment }) =>
    emoji.test(segment) ? 2 : stringWidth(segment),
  ).reduce((sum, width) => sum + width, 0);
}
