// A case of the playground: a diagram with a reader's marbles and options, and its address.

/** The length of a line at most, in milliseconds. */
export const longest = 30;
const isEnd = ({ letter }) => letter === '|' || letter === '#';

let ids = 0;
const marble = (at, letter) => ({ id: (ids += 1), at, letter });

/** A character is a millisecond: the marbles of inputs have no groups. */
function parsed(marbles) {
  const text = marbles.replaceAll(' ', '');
  return Array.from(text, (letter, at) => marble(at, letter)).filter(
    ({ letter }) => letter !== '-',
  );
}

export function toMarbles(line) {
  const text = [];
  for (const { at, letter } of line) text[at] = letter;
  return Array.from(text, (letter) => letter ?? '-').join('');
}

const attemptsOf = ({ marbles }) => [marbles].flat();
const isCold = ({ marbles }) => Array.isArray(marbles);

/** Lines by input, a list of attempts each; those of a hot stream have one. */
function linesOf(diagram, address) {
  const entries = Object.entries(diagram.inputs).map(([name, input]) => {
    const asked = address.get(name)?.split(',') ?? [];
    const attempts = attemptsOf(input).map((own, i) => parsed(readable(asked[i], input) ?? own));
    return [name, attempts];
  });
  return Object.fromEntries(entries);
}

/** Returns the text of an address if it is a line of this input. */
function readable(text, { values }) {
  const letters = text?.replaceAll(/[-|#]/g, '') ?? '';
  const isKnown = Array.from(letters).every((letter) => letter in values);
  return isKnown && (text?.length ?? 99) <= longest + 1 && /^[^|#]*[|#]?$/.test(text)
    ? text
    : undefined;
}

export const optionAt = (options, path) =>
  path.split('.').reduce((value, name) => value?.[name], options);

/** The options with another value at a path; without it when it is undefined. */
export function withOption(options, path, value) {
  const [name, ...rest] = path.split('.');
  const inner = rest.length > 0 ? withOption(options[name] ?? {}, rest.join('.'), value) : value;
  const isAbsent = inner === undefined || (rest.length > 0 && Object.keys(inner).length === 0);
  if (!isAbsent) return { ...options, [name]: inner };
  return Object.fromEntries(Object.entries(options).filter(([other]) => other !== name));
}

export function caseOf(diagrams, fields, search) {
  const address = new URLSearchParams(search);
  const diagram = diagrams.find(({ name }) => name === address.get('picture')) ?? diagrams[0];
  let { options } = diagram;
  for (const { path, parse, isRequired } of fields) {
    const value = parse(address.get(path) ?? '');
    const isAsked = address.has(path) && (value !== undefined || !isRequired);
    if (isAsked) options = withOption(options, path, value);
  }
  return { diagram, options, lines: linesOf(diagram, address) };
}

/** Returns the address of a case: its differences from the diagram. */
export function searchOf({ diagram, options, lines }, diagrams, fields) {
  const address = new URLSearchParams();
  if (diagram !== diagrams[0]) address.set('picture', diagram.name);
  for (const { path } of fields) {
    const value = optionAt(options, path);
    if (value !== optionAt(diagram.options, path)) address.set(path, String(value ?? ''));
  }
  for (const [name, attempts] of Object.entries(lines)) {
    const own = attemptsOf(diagram.inputs[name]).map((text) => toMarbles(parsed(text)));
    const now = attempts.map(toMarbles);
    if (now.join() !== own.join()) address.set(name, now.join());
  }
  return address.toString();
}

/** The diagram with the marbles and the options of a case. */
export function chosen({ diagram, options, lines }) {
  const inputs = Object.entries(diagram.inputs).map(([name, input]) => {
    const marbles = lines[name].map(toMarbles);
    return [name, { ...input, marbles: isCold(input) ? marbles : marbles[0] }];
  });
  return { ...diagram, options, inputs: Object.fromEntries(inputs) };
}

/** Whether a marble may stand there: alone in its millisecond, and no value after the end. */
function fits(line, one, at) {
  if (at < 0 || at > longest) return false;
  const others = line.filter((other) => other !== one);
  if (others.some((other) => other.at === at)) return false;
  return others.every((other) =>
    isEnd(one) ? !isEnd(other) && other.at < at : !isEnd(other) || at < other.at,
  );
}

/** Moves a marble to that millisecond, else to the next free one beyond it, else to the last free one before it. */
export function move(line, one, at) {
  const step = Math.sign(at - one.at);
  const steps = Array.from({ length: longest + 1 }, (_, i) => i);
  const beyond = steps.map((i) => at + i * step);
  const before = steps.slice(0, Math.abs(at - one.at)).map((i) => at - i * step);
  const free = [...beyond, ...before].find((time) => fits(line, one, time));
  if (step !== 0 && free !== undefined) one.at = free;
}

/** Adds a marble after that one, or at the end; returns it, or nothing when the line is full. */
export function add(line, letter, after) {
  const one = marble(-1, letter);
  const values = line.filter((other) => !isEnd(other));
  const from = after?.at ?? Math.max(-1, ...values.map(({ at }) => at));
  const later = Array.from({ length: longest - from }, (_, i) => from + 1 + i);
  const earlier = Array.from({ length: Math.max(0, from) }, (_, i) => from - 1 - i);
  const at = [...later, ...earlier].find((free) => fits(line, one, free));
  if (at === undefined) return undefined;
  one.at = at;
  line.push(one);
  return one;
}

export function remove(line, one) {
  line.splice(line.indexOf(one), 1);
}

/** Changes a marble's letter, where the line allows it. */
export function change(line, one, letter) {
  const other = { ...one, letter };
  if (
    fits(
      line.filter((each) => each !== one),
      other,
      one.at,
    )
  )
    one.letter = letter;
}
