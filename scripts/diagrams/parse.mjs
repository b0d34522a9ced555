// A diagram in milliseconds: what its marbles say, read by the parser that its test reads them with.
import { TestScheduler } from 'rxjs/testing';

TestScheduler.frameTimeFactor = 1;

const isValue = ({ kind }) => kind === 'N';

/** The events of a line: values, with their letters, and the end. */
function events(marbles, values, from = 0) {
  const many = new Map();
  const parsed = TestScheduler.parseMarbles(marbles, undefined, undefined, false, true);
  return parsed.map(({ frame, notification: { kind, value: letter } }) => {
    const at = frame + from;
    const place = many.get(at) ?? 0; // among those of the same millisecond
    many.set(at, place + 1);
    return { at, place, kind, letter, value: values[letter] };
  });
}

function span(marbles) {
  const parsed = TestScheduler.parseMarblesAsSubscriptions(marbles, true);
  return { from: parsed.subscribedFrame, to: parsed.unsubscribedFrame };
}

const endOf = (line) => line.find((event) => !isValue(event))?.at ?? Infinity;

/** An input, subscribed in these spans. After the last attempt of a cold one each further attempt repeats it. */
export function inputLine(name, { marbles, values }, spans) {
  if (typeof marbles === 'string') {
    const line = events(marbles, values);
    return { name, spans, events: line, lives: [{ from: 0, to: endOf(line) }] };
  }
  // Cold: each attempt begins where it is subscribed, and is seen for as long as it is.
  const attempts = spans.map(({ from, to }, i) => {
    const line = events(marbles[Math.min(i, marbles.length - 1)], values, from);
    return line.filter(({ at }) => at < to || endOf(line) === to);
  });
  return { name, spans, events: attempts.flat(), lives: spans };
}

/** What a subscriber saw that was there in a span. */
export function outputLine(name, line, { there = '^', error }) {
  const { from, to } = span(there);
  const life = { from, to: Math.min(to, endOf(line)) };
  return { name, spans: [life], events: line, lives: [life], error };
}

/**
 * How long the operator kept each value of an input: until the output said it, or until it was dropped. One
 * that keeps a single value drops it for the next; a buffer that is full drops whichever is not said later, the
 * oldest or the one that comes.
 */
function heldValues(input, output, atMost) {
  const values = input.events.filter(isValue);
  const said = output.events.filter(isValue);
  const unsaid = [...said];
  const held = [];
  for (const [i, { at, value, letter }] of values.entries()) {
    // What was said last is nothing to wait for.
    if (atMost === 1 && said.findLast((one) => one.at < at)?.value === value) continue;
    const limit = atMost === 1 ? (values[i + 1]?.at ?? endOf(input.events)) : Infinity;
    const fits = (one) => one.value === value && one.at >= at && one.at <= limit;
    const [match] = unsaid.splice(unsaid.findIndex(fits) >>> 0, 1);
    const one = { from: at, value, letter, to: match?.at ?? limit, isDropped: match === undefined };
    const kept = held.filter(({ to }) => to > at);
    if (kept.length === atMost) (kept.find(({ isDropped }) => isDropped) ?? one).to = at;
    if (one.to !== at || one.isDropped) held.push(one);
  }
  return held;
}

/** Since when each value was under way, where an operator's work on it takes so many milliseconds. */
const underWay = (takes) => (one) =>
  takes === undefined || one.isDropped ? one : { ...one, begun: one.to - takes };

/** Each in the first lane that is free. */
function lanes(held) {
  const free = [];
  return held.map((one) => {
    const lane = free.findIndex((from) => from < one.from);
    const index = lane < 0 ? free.length : lane;
    free[index] = one.to;
    return { ...one, lane: index };
  });
}

/** A diagram with its lines, as a picture shows it: `above` the inputs, `below` the outputs. */
export function arrange({ holds, ...rest }, above, below) {
  for (const line of above) {
    line.held =
      line.name === holds?.input
        ? lanes(heldValues(line, below[0], holds.atMost(rest.options))).map(underWay(holds.takes))
        : [];
  }
  const times = [...above, ...below].flatMap(({ events, spans }) => [
    ...events.map(({ at, place }) => at + place),
    ...spans.flatMap(({ from, to }) => [from, to]),
  ]);
  return {
    ...rest,
    inputs: above,
    outputs: below,
    last: Math.max(...times.filter(Number.isFinite)),
  };
}

export function parse(diagram) {
  const { inputs, outputs } = diagram;
  const above = Object.entries(inputs).map(([name, input]) =>
    inputLine(name, input, input.subscribed.map(span)),
  );
  const below = Object.entries(outputs).map(([name, output]) =>
    outputLine(name, events(output.marbles, output.values), output),
  );
  return arrange(diagram, above, below);
}
