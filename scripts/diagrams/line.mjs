// One stream of a picture: its name, its life from left to right, its marbles, and below them how long the
// operator has held each.
import { bar, cross, element, escape, marble, path } from './svg.mjs';

const isIn = (at, { from, to }) => at >= from && at <= to;

/** What is subscribed is drawn through, the rest of its life dotted. */
function track({ spans, lives }, y, { x, end }) {
  const at = (time) => (Number.isFinite(time) ? x(time) : end);
  return [
    ...lives.map(({ from, to }) => path(`M${x(from)} ${y}H${at(to)}`, 'unheard')),
    ...spans.map(({ from, to }) => path(`M${x(from)} ${y}H${at(to)}`, 'heard')),
    spans.some(({ to }) => to === Infinity)
      ? path(`M${end - 9} ${y - 5}l11 5l-11 5z`, 'arrow')
      : '',
  ].join('');
}

/**
 * Where it is subscribed later than at once, and where it is left before it ends; and by how much each is to be
 * drawn aside, for there may be a marble or an end in the same place.
 */
export function comings({ events, spans }, radius = 0) {
  const endsAt = (time) => events.some(({ kind, at }) => kind !== 'N' && at === time);
  const aside = (time) => (events.some(({ at }) => at === time) ? radius + 4 : 0);
  return {
    begins: spans
      .filter(({ from }) => from > 0)
      .map(({ from }) => ({ at: from, aside: endsAt(from) ? aside(from) : -aside(from) })),
    leaves: spans
      .filter(({ to }) => Number.isFinite(to) && !endsAt(to))
      .map(({ to }) => ({ at: to, aside: aside(to) })),
  };
}

export const beginning = (x, y) => path(`M${x + 4} ${y - 8}h-4v16h4`, 'tick');
export const leaving = (x, y) => path(`M${x - 4} ${y - 8}h4v16h-4`, 'tick');

/** The marks of each moment that has several: an end bar lies behind them, and is none. */
export function groups({ events }) {
  const marks = events.filter(({ kind }) => kind !== 'C');
  return [...new Set(marks.map(({ at }) => at))]
    .map((at) => ({ at, count: marks.filter((one) => one.at === at).length }))
    .filter(({ count }) => count > 1);
}

/** How far the marks of a moment are from each other: closer where the next moment would be covered. */
function stepOf({ at, count }, { events }, { x, radius }) {
  const next = Math.min(...events.map((one) => one.at).filter((other) => other > at));
  const room = x(Number.isFinite(next) ? next : Infinity) - x(at) - 2 * radius - 6;
  return Math.max(8, Math.min(2 * radius + 2, room / (count - 1)));
}

/** The frame around the marks of one moment. */
export function frame(x, y, radius, step, count) {
  const rim = radius + 4;
  const width = (count - 1) * step + 2 * rim;
  return element('rect', {
    ...{ x: x - rim, y: y - rim, width, height: 2 * rim, rx: rim },
    class: 'tick',
  });
}

function event({ at, place, kind, letter, value }, line, y, { x, radius, colourOf, stepAt }) {
  if (kind === 'C') return bar(x(at), y, 36);
  const centre = x(at) + place * stepAt(at);
  if (kind === 'E') {
    const code = { x: centre + 16, y, dy: '.35em', class: 'legend' };
    const text = line.error === undefined ? '' : element('text', code, escape(String(line.error)));
    return cross(centre, y, 7) + text;
  }
  const text = line.label?.(value) ?? letter;
  const svg = marble(centre, y, radius, text, colourOf({ value, letter }));
  return line.spans.some((span) => isIn(at, span)) ? svg : element('g', { class: 'missed' }, svg);
}

/** How long a value was held, from left to right. */
export const rail = (from, to, y, colour, opacity) =>
  element('path', {
    d: `M${from} ${y}H${to}`,
    class: `held-${colour}`,
    'stroke-width': 4,
    'stroke-linecap': 'round',
    opacity,
  });

/** From where a value came to where it was let through, or dropped; hollow while it was under way. */
export function held({ from, begun, to, isDropped, lane, value, letter }, y, look) {
  const { x, end, radius, laneHeight, colourOf } = look;
  const height = y + radius + 7 + lane * laneHeight;
  const until = Number.isFinite(to) ? x(to) : end;
  const colour = colourOf({ value, letter });
  if (isDropped) {
    const d = `M${until - 3} ${height - 3}l6 6m0 -6l-6 6`;
    const mark = element('path', { d, class: `held-${colour}`, 'stroke-width': 2 });
    return rail(x(from), until - 5, height, colour, 0.45) + mark;
  }
  const arrow = path(`M${until - 5} ${height - 3}h10l-5 8z`, colour);
  if (begun === undefined) return rail(x(from), until - 3, height, colour) + arrow;
  const hollow = element('rect', {
    ...{ x: x(begun), y: height - 3, width: until - 5 - x(begun), height: 6, rx: 3 },
    class: `held-${colour}`,
    'stroke-width': 1.5,
  });
  const before = begun > from ? rail(x(from), x(begun) - 3, height, colour) : '';
  return before + hollow + arrow;
}

export function line(stream, y, places) {
  const steps = groups(stream).map((one) => ({ ...one, step: stepOf(one, stream, places) }));
  const stepAt = (at) => steps.find((one) => one.at === at)?.step ?? 0;
  const look = { ...places, stepAt };
  const { begins, leaves } = comings(stream, look.radius);
  return [
    element('text', { x: look.margin, y, dy: '.35em', class: 'name' }, escape(stream.name)),
    track(stream, y, look),
    ...begins.map(({ at, aside }) => beginning(look.x(at) + aside, y)),
    ...leaves.map(({ at, aside }) => leaving(look.x(at) + aside, y)),
    ...stream.held.map((one) => held(one, y, look)),
    ...steps.map(({ at, step, count }) => frame(look.x(at), y, look.radius, step, count)),
    // The end first: what comes in the same moment lies on it.
    ...[...stream.events].reverse().map((one) => event(one, stream, y, look)),
  ].join('\n');
}
