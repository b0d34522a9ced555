// What the parts of a picture share: elements, and text whose width is known because all its letters have one.
export const mono =
  "ui-monospace,SFMono-Regular,'SF Mono',Menlo,Consolas,'Liberation Mono','DejaVu Sans Mono',monospace";

/** What it takes at most: the widest of these fonts has letters of 0.61 em. */
export const monoWidth = (text, size) => text.length * size * 0.61;

export const escape = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export function element(name, attributes, content) {
  const list = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escape(String(value)).replaceAll('"', '&quot;')}"`)
    .join('');
  return content === undefined ? `<${name}${list}/>` : `<${name}${list}>${content}</${name}>`;
}

export const path = (d, className) => element('path', { d, class: className });

/** A marble with its letter; a longer text makes it longer. */
export function marble(x, y, radius, text, className) {
  const width = Math.max(2 * radius, monoWidth(text, 13) + 10);
  const shape = { x: x - width / 2, y: y - radius, width, height: 2 * radius, rx: radius };
  return (
    element('rect', { ...shape, class: `${className} rim` }) +
    element('text', { x, y, dy: '.35em', class: 'letter' }, escape(text))
  );
}

export const cross = (x, y, size) =>
  path(
    `M${x - size} ${y - size}l${2 * size} ${2 * size}m0 ${-2 * size}l${-2 * size} ${2 * size}`,
    'cross',
  );

export const bar = (x, y, height) => path(`M${x} ${y - height / 2}v${height}`, 'tick');
