// What stands below a picture: what its letters and signs mean, of those alone that are in it.
import { beginning, comings, frame, groups, held, leaving, rail } from './line.mjs';
import { cross, element, escape, marble, monoWidth } from './svg.mjs';

const rowHeight = 24;
const words = { n: 'online', f: 'offline', u: 'unknown', p: 'partial' };

const isPlainState = ({ letter, value }) => words[letter] === value;

/** Of several alike, the first. */
const once = (items) => [...new Map(items.map((item) => [item.text, item])).values()];

const moment = (x, y) => element('circle', { cx: x, cy: y, r: 5, class: 'unknown' });

function signs(all, look) {
  const values = all.flatMap(({ events }) => events.filter(({ kind }) => kind === 'N'));
  const heldOnes = all.flatMap(({ held = [] }) => held);
  const ends = all.flatMap(({ events }) => events.map(({ kind }) => kind));
  const sample = { from: 0, to: 1, lane: 0, value: 'unknown', letter: 'u' };
  const flat = { ...look, x: (time) => time * 22, radius: -7 };
  const sign = (isUsed, text, draw) => (isUsed ? [{ text, draw }] : []);
  return [
    ...Object.entries(words)
      .filter(([letter]) => values.some((one) => one.letter === letter && isPlainState(one)))
      .map(([letter, text]) => ({ text, draw: (y) => marble(11, y, 9, letter, text) })),
    ...sign(
      heldOnes.some(({ isDropped, begun }) => !isDropped && begun === undefined),
      'held, then let through',
      (y) => held(sample, y, flat),
    ),
    ...sign(
      heldOnes.some(({ from, begun }) => begun > from),
      'held',
      (y) => rail(0, 22, y, 'unknown'),
    ),
    ...sign(
      heldOnes.some(({ begun }) => begun !== undefined),
      'under way',
      (y) => held({ ...sample, begun: 0 }, y, flat),
    ),
    ...sign(
      heldOnes.some(({ isDropped }) => isDropped),
      'held, then dropped',
      (y) => held({ ...sample, isDropped: true }, y, flat),
    ),
    ...sign(
      all.some((one) => comings(one).begins.length > 0),
      'subscribed',
      (y) => beginning(11, y),
    ),
    ...sign(
      all.some((one) => comings(one).leaves.length > 0),
      'unsubscribed',
      (y) => leaving(13, y),
    ),
    ...sign(ends.includes('E'), 'error', (y) => cross(11, y, 5)),
    ...sign(
      all.some((one) => groups(one).length > 0),
      'at the same moment',
      (y) => frame(6, y, 5, 12, 2) + moment(6, y) + moment(18, y),
    ),
  ];
}

/** One row of signs, then the letters that stand for something longer, in two columns if they fit. */
export function legend({ all, describe }, top, look) {
  const parts = [];
  let x = look.margin;
  for (const { text, draw } of signs(all, look)) {
    parts.push(
      element('g', { transform: `translate(${x} 0)` }, draw(top)),
      element('text', { x: x + 34, y: top, dy: '.35em', class: 'legend' }, escape(text)),
    );
    x += 34 + monoWidth(text, 12) + 20;
  }
  if (x > look.end + 20) throw new Error('The signs do not fit below the picture');
  const described = once(
    all
      .flatMap(({ events }) => events.filter(({ kind }) => kind === 'N'))
      .filter(({ value }) => typeof value === 'object')
      .map((event) => ({ ...event, text: event.letter, meaning: describe?.(event.value) ?? '' })),
  ).filter(({ meaning }) => meaning !== '');
  const first = top + (parts.length > 0 ? rowHeight : 0);
  const texts = described.map(({ meaning }) => meaning);
  const half = (look.end - look.margin) / 2;
  const columns = Math.max(0, ...texts.map((text) => monoWidth(text, 12))) + 44 < half ? 2 : 1;
  const perColumn = Math.ceil(described.length / columns);
  described.forEach((event, i) => {
    const x = look.margin + Math.floor(i / perColumn) * half;
    const y = first + (i % perColumn) * rowHeight;
    parts.push(
      marble(x + 11, y, 9, event.letter, look.colourOf(event)),
      element('text', { x: x + 34, y, dy: '.35em', class: 'legend' }, escape(texts[i])),
    );
  });
  const rows = perColumn + (first > top ? 1 : 0);
  return { svg: parts.join('\n'), height: Math.max(0, rows * rowHeight - 4) };
}
