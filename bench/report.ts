import { cpus, release, totalmem, type } from 'node:os';
import { reached, type Row } from './experiment.js';

/** What the figures are worth nothing without. */
export function machine(): string {
  const [cpu] = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  return (
    `${cpu?.model.trim() ?? 'unknown processor'}, ${String(cpus().length)} cores, ${memory} GiB, ` +
    `${type()} ${/^[\d.]+/.exec(release())?.[0] ?? ''}, Node ${process.versions.node}`
  );
}

function judged(row: Row): string {
  if (reached(row, row.aim)) return 'aim reached';
  return reached(row, row.must) ? 'reached' : 'MISSED';
}

function cells(row: Row): string[] {
  const bound = row.better === 'higher' ? 'at least' : 'at most';
  const figure = (value: number): string => {
    const digits = value < 10 ? 2 : value < 100 ? 1 : 0;
    return row.unit === '×' ? `${value.toFixed(digits)}×` : `${value.toFixed(digits)} ${row.unit}`;
  };
  const mark = (value: number): string => (row.unit === '×' ? `${String(value)}×` : figure(value));
  return [
    row.what,
    row.against,
    row.ours,
    row.theirs,
    figure(row.value),
    `${bound} ${mark(row.must)}`,
    mark(row.aim),
    judged(row),
  ];
}

const head = ['what', 'against', 'ours', 'theirs', 'figure', 'must', 'aim', ''];

export function markdown(rows: readonly Row[]): string {
  const line = (all: readonly string[]): string => `| ${all.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map((row) => line(cells(row)))].join(
    '\n',
  );
}

/** For a terminal: what and against on one line, the figures below. */
export function text(rows: readonly Row[]): string {
  return rows
    .map((row) => {
      const [what, against, ours, theirs, figure, must, aim, verdict] = cells(row);
      const rival = against === '' ? '' : `\n  against ${against ?? ''}`;
      const pair = theirs === '' ? ours : `${ours ?? ''} to ${theirs ?? ''}`;
      return `${what ?? ''}${rival}\n  ${figure ?? ''} (${pair ?? ''}); must be ${must ?? ''}, aim ${aim ?? ''}: ${verdict ?? ''}`;
    })
    .join('\n')
    .replaceAll('`', '');
}
