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
  offline: 0,
  unknown: 1,
  partial: 2,
  online: 3,
};

const names = new Intl.Collator(undefined, { numeric: true });

export function rows(machines: Iterable<Machine>, { text, show, order }: Choice): Machine[] {
  const wanted = text.trim().toLowerCase();
  return [...machines]
    .filter(({ state, isFlapping, name: { site, machine } }) => {
      if (show === 'flapping' ? !isFlapping : show !== 'all' && state !== show) return false;
      return `${site} ${machine}`.toLowerCase().includes(wanted);
    })
    .sort(
      (one, other) =>
        (order === 'trouble' ? trouble(one) - trouble(other) : 0) ||
        names.compare(one.name.site, other.name.site) ||
        names.compare(one.name.machine, other.name.machine),
    );
}

/** Flapping comes before whatever the state is at this moment. */
function trouble({ state, isFlapping }: Machine): number {
  return isFlapping ? -1 : severity[state];
}
