import { stringWidth } from 'tty-strings';

/** As Unicode has them for general interchange: flags and keycaps, too, which take two columns. */
const emoji = new RegExp('^\\p{RGI_Emoji}$', 'v');
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** How many columns of a terminal a text takes. */
export function widthOfText(text: string): number {
  return Array.from(graphemes.segment(text), ({ segment }) =>
    emoji.test(segment) ? 2 : stringWidth(segment),
  ).reduce((sum, width) => sum + width, 0);
}
