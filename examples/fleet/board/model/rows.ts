import type { OverallState } from 'rx-outlook/operators';
import type { Machine } from './machine.js';

/** Which machines are shown, and in which order. */
export interface Choice {
  /** A part of the machine's or the site's name. */
  readonly text: string;
  readonly show: OverallState | 'all' | 'flapping';
  readonly order: 'name' | 'trouble';
}

const severity: Readonly<Record<OverallState, number>> = {
  offline: 1,
  unknown: 2,
  partial: 3,
  online: 4,
};

const names = new Intl.Collator(undefined, { numeric: true });

/** By site and name. Comparing names is slow: the order is kept until there are other machines. */
export function byName(machines: Iterable<Machine>): Machine[] {
  return [...machines].sort(
    ({ name: one }, { name: other }) =>
      names.compare(one.site, other.site) || names.compare(one.machine, other.machine),
  );
}

/** The machines of the choice; `machines` are in the order of their names. */
export function rows(machines: readonly Machine[], { text, show, order }: Choice): Machine[] {
  const wanted = text.trim().toLowerCase();
  const shown = machines.filter(({ state, isFlapping, name: { site, machine } }) => {
    if (show === 'flapping' ? !isFlapping : show !== 'all' && state !== show) return false;
    return wanted === '' || `${site} ${machine}`.toLowerCase().includes(wanted);
  });
  if (order === 'trouble') shown.sort((one, other) => trouble(one) - trouble(other));
  return shown;
}

/** Flapping comes before whatever the state is at this moment. */
function trouble({ state, isFlapping }: Machine): number {
  return isFlapping ? 0 : severity[state];
}
