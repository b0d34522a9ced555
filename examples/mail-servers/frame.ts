import type { ConnectionStatesSummary } from 'rx-outlook';
import { duration } from '../../cli/duration.js';
import type { Mark, State } from './history.js';

/** One account in the live view. */
export interface Row {
  readonly name: string;
  readonly state: State;
  /** The time in that state, in milliseconds. */
  readonly held: number;
  /** The last seconds, the newest last. */
  readonly cells: readonly Mark[];
}

type Counts = Pick<ConnectionStatesSummary, 'overall' | 'online' | 'offline' | 'unknown'>;

export interface Screen extends Counts {
  readonly rows: readonly Row[];
  /** The last line. */
  readonly hint?: string | undefined;
}

export type Look = Mark | 'partial' | 'aside';

/** Colours a text by its look. */
export type Paint = (look: Look, text: string) => string;

type Part = readonly [text: string, look: Look | 'plain'];

const symbols = { online: '●', offline: '○', partial: '◐', unknown: '?' } as const;
const blocks = { online: '▇', dip: '▄', offline: '▁', unknown: '·' } as const;

/** The first one that fits is shown. */
const legends = [
  '▇ online  ▄ dip, hidden by the debounce  ▁ offline  · unknown',
  '▇ online  ▄ hidden dip  ▁ offline  · unknown',
  '▇ online ▄ dip ▁ offline',
  '',
];

/** The columns of a row without the name and the strip. */
const columns = '● '.length + '  offline'.length + '  59m59s'.length + '  '.length;
const shortestName = 8;
const shortestStrip = 10;

/** The lines of the live view, none longer than `width` characters. */
export function frame(screen: Screen, width: number, paint: Paint = (_, text) => text): string[] {
  const longestName = Math.max(...screen.rows.map(({ name }) => name.length));
  const room = width - columns;
  const nameWidth = Math.min(longestName, Math.max(shortestName, room - shortestStrip));
  const legend = legends.find((text) => text.length <= width) ?? '';
  const lines: (readonly Part[])[] = [
    ...screen.rows.map((shown) => row(shown, nameWidth, Math.max(0, room - nameWidth))),
    [],
    together(screen),
    [[legend, 'aside']],
    ...(screen.hint === undefined ? [] : [[[screen.hint, 'aside']] as const]),
  ];
  return lines.map((parts) => painted(cut(parts, width), paint));
}

function row({ name, state, held, cells }: Row, nameWidth: number, stripWidth: number): Part[] {
  const visible = cells.slice(Math.max(0, cells.length - stripWidth));
  return [
    [symbols[state], state],
    [` ${fit(name, nameWidth)}  `, 'plain'],
    [state.padEnd(7), state],
    [`  ${duration(held).padStart(6)}  `, 'plain'],
    ...visible.map((mark): Part => [blocks[mark], mark]),
  ];
}

function together({ overall, ...counts }: Counts): Part[] {
  const tally = (['online', 'offline', 'unknown'] as const)
    .filter((state) => counts[state] > 0)
    .map((state) => `${counts[state]} ${state}`);
  return [
    [symbols[overall], overall],
    [' together ', 'plain'],
    [overall, overall],
    [`: ${tally.join(', ')}`, 'plain'],
  ];
}

/** Shortens in the middle: accounts of one host differ at the end. */
function fit(text: string, width: number): string {
  if (text.length <= width) return text.padEnd(width);
  const tail = Math.floor(width / 2);
  return `${text.slice(0, width - tail - 1)}…${text.slice(-tail)}`;
}

function cut(parts: readonly Part[], width: number): Part[] {
  let room = width;
  return parts.map(([text, look]) => {
    const kept = text.slice(0, room);
    room -= kept.length;
    return [kept, look];
  });
}

/** Paints neighbours of one look together; omits spaces at the end. */
function painted(parts: readonly Part[], paint: Paint): string {
  const runs: [text: string, look: Part[1]][] = [];
  for (const [text, look] of parts) {
    const last = runs.at(-1);
    if (last?.[1] === look) last[0] += text;
    else if (text !== '') runs.push([text, look]);
  }
  const last = runs.at(-1);
  if (last !== undefined) last[0] = last[0].trimEnd();
  return runs.map(([text, look]) => (look === 'plain' ? text : paint(look, text))).join('');
}
