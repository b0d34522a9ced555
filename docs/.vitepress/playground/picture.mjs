// The picture of a case: what a run in virtual time emits, drawn by the renderer of docs/diagrams.
import { dequal } from 'dequal';
import { draw, placesOf } from '../../../scripts/diagrams/draw.mjs';
import { arrange, inputLine, outputLine } from '../../../scripts/diagrams/parse.mjs';
import { callOf } from '../../../test/operators/diagrams/index.ts';
import { run } from '../../../test/operators/diagrams/run.ts';
import { chosen } from './model.mjs';

/** Letters for values, except those of states. */
const alphabet = Array.from('abcdeghijklmopqrstvwxyzABCDEGHIJKLMOPQRSTVWXYZ');

/** Returns a function that names values by the diagram's letters, and other values by unused letters. */
function letters(values) {
  const known = Object.entries(values);
  return (value) => {
    const found = known.find(([, one]) => dequal(one, value));
    if (found !== undefined) return found[0];
    const isTaken = (letter) => known.some(([one]) => one === letter);
    const own = typeof value === 'string' ? [value[0]] : [];
    const letter = [...own, ...alphabet].find((one) => !isTaken(one)) ?? '?';
    known.push([letter, value]);
    return letter;
  };
}

const text = (error) => error?.code ?? error?.message ?? String(error);

function output(name, events, { values, there }) {
  const letterOf = letters(values);
  const many = new Map();
  const line = events.map(({ at, what: { kind, value } }) => {
    const place = many.get(at) ?? 0;
    many.set(at, place + 1);
    return { at, place, kind, value, ...(kind === 'N' && { letter: letterOf(value) }) };
  });
  const failure = events.find(({ what }) => what.kind === 'E')?.what.error;
  return outputLine(name, line, { there, error: failure && text(failure) });
}

/** Runs a case. The result has the lines that were run; its `draw` makes the picture for a theme. */
export async function pictureOf(current) {
  const diagram = chosen(current);
  const lines = JSON.parse(JSON.stringify(current.lines));
  const { outputs, subscribed } = await run(diagram);
  const above = Object.entries(diagram.inputs).map(([name, input]) =>
    inputLine(name, input, subscribed[name]),
  );
  const below = Object.entries(diagram.outputs).map(([name, one]) =>
    output(name, outputs[name], one),
  );
  const parsed = arrange({ ...diagram, call: callOf(diagram) }, above, below);
  return {
    places: placesOf(parsed),
    diagram,
    subscribed,
    lines,
    outputs: below,
    draw: (theme) => draw(parsed, theme),
  };
}

/** An output in words, for screen readers. */
export function inWords({ name, events, error }, { label, describe }) {
  const said = events.map(({ at, kind, value, letter }) => {
    if (kind === 'C') return `complete at ${at} ms`;
    if (kind === 'E') return `error ${error} at ${at} ms`;
    const word = label?.(value) ?? describe?.(value) ?? value?.state ?? value ?? letter;
    return `${word} at ${at} ms`;
  });
  return `${name}: ${said.join(', ') || 'nothing'}`;
}
