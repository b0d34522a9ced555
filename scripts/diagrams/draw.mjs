// The picture of a parsed diagram, as SVG. From top to bottom: inputs, the box with the call, outputs, time,
// legend. Only what a diagram uses is in its legend.
import { legend } from './legend.mjs';
import { line } from './line.mjs';
import { element, escape, mono, monoWidth } from './svg.mjs';

const width = 880;
const margin = 24;
const radius = 11;
const rowHeight = 48;
const laneHeight = 10;
const boxHeight = 40;

const stateNames = ['online', 'offline', 'unknown', 'partial'];

/** The name of a colour: the state that a value is, or has; else one of the letter's own. */
const colours =
  (own) =>
  ({ value, letter }) => {
    const said = [value, own?.(value), value?.state, value?.overall];
    return said.find((one) => stateNames.includes(one)) ?? `other${letter.charCodeAt(0) % 7}`;
  };

function box(call, top) {
  if (monoWidth(call, 14) > width - 2 * margin) throw new Error(`Too long for its box: ${call}`);
  const frame = {
    x: margin,
    y: top,
    width: width - 2 * margin,
    height: boxHeight,
    rx: 8,
    class: 'box',
  };
  const text = { x: width / 2, y: top + boxHeight / 2, dy: '.35em', class: 'call' };
  return element('rect', frame) + element('text', text, escape(call));
}

/** A thin line each 5 ms, and its number. */
function grid(last, x, top, bottom) {
  const times = Array.from({ length: Math.floor(last / 5) + 1 }, (_, i) => i * 5);
  return times.map((time) => [
    element('path', { d: `M${x(time)} ${top}V${bottom}`, class: 'grid' }),
    element(
      'text',
      { x: x(time), y: bottom + 14, class: 'time' },
      time === 0 ? '0 ms' : String(time),
    ),
  ]);
}

function style(theme) {
  const others = theme.others.map((colour, i) => [`other${i}`, colour]);
  const named = [...stateNames.map((name) => [name, theme[name]]), ...others];
  return [
    `.paper{fill:${theme.paper};stroke:${theme.edge}}`,
    `text{font-family:${mono};fill:${theme.ink}}`,
    `.name{font-size:14px;font-weight:600}`,
    `.box{fill:${theme.box};stroke:${theme.boxEdge}}`,
    `.call{font-size:14px;font-weight:600;text-anchor:middle;fill:${theme.boxInk}}`,
    `.grid{stroke:${theme.grid}}`,
    `.time{font-size:10px;text-anchor:middle;fill:${theme.faint}}`,
    `.unheard{stroke:${theme.faint};stroke-width:1.5;stroke-dasharray:2 4;fill:none}`,
    `.heard{stroke:${theme.ink};stroke-width:2;fill:none}`,
    `.arrow{fill:${theme.ink}}`,
    `.tick{stroke:${theme.ink};stroke-width:2;fill:none}`,
    `.cross{stroke:${theme.offline};stroke-width:3;stroke-linecap:round;fill:none}`,
    `.letter{font-size:13px;font-weight:700;text-anchor:middle;fill:${theme.letterInk}}`,
    `.rim{stroke:${theme.paper};stroke-width:2}`,
    `.missed{opacity:.35}`,

    `.legend{font-size:12px}`,
    ...named.flatMap(([name, colour]) => [
      `.${name}{fill:${colour}}`,
      `.held-${name}{stroke:${colour};fill:none}`,
    ]),
  ].join('');
}

/** Where the parts of a picture stand, from top to bottom; a page puts its handles there. */
export function placesOf({ inputs, outputs, last }) {
  const names = [...inputs, ...outputs].map(({ name }) => monoWidth(name, 14));
  const left = margin + Math.max(...names) + 34;
  const scale = Math.min(30, (width - margin - 22 - left) / (last + 0.8));
  let y = 14;
  const row = ({ held = [] }) => {
    const middle = y + rowHeight / 2;
    y += rowHeight + Math.max(0, ...held.map(({ lane }) => lane + 1)) * laneHeight;
    return middle;
  };
  const inputRows = inputs.map(row);
  const boxTop = y + 6;
  y = boxTop + boxHeight + 6;
  const outputRows = outputs.map(row);
  return {
    x: (time) => Math.round((left + time * scale) * 10) / 10,
    ...{ width, scale, left, radius, end: width - margin },
    ...{ inputRows, boxTop, outputRows, bottom: y },
  };
}

export function draw(parsed, theme) {
  const { name, title, call, inputs, outputs, last, label, describe, colour } = parsed;
  const all = [...inputs, ...outputs];
  const places = placesOf(parsed);
  const { x, end, boxTop, bottom } = places;
  const look = { x, end, margin, radius, laneHeight, colourOf: colours(colour) };
  const parts = [
    ...inputs.map((input, i) => line(input, places.inputRows[i], look)),
    box(call, boxTop),
    ...outputs.map((output, i) => line({ ...output, held: [], label }, places.outputRows[i], look)),
  ];
  const times = grid(last, x, 14, bottom).flat().join('');
  const explained = legend({ all, describe }, bottom + 38, look);
  const total = bottom + 38 + explained.height;
  const paper = { x: 0.5, y: 0.5, width: width - 1, height: total - 1, rx: 12, class: 'paper' };
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${total}`,
      width,
      height: total,
      role: 'img',
      'aria-label': `${name}: ${title}`,
    },
    [
      element('title', {}, escape(`${name}: ${title}`)),
      element('style', {}, style(theme)),
      element('rect', paper),
      times,
      ...parts,
      explained.svg,
    ].join('\n'),
  );
}
