import type { OverallState } from 'rx-outlook/operators';

/** The shape of each state: it can be told without colour. */
export const shapes: Readonly<Record<OverallState, string>> = {
  online: '●',
  partial: '◐',
  offline: '✕',
  unknown: '?',
};

export const states = Object.keys(shapes) as readonly OverallState[];

/** 99.96 % is not 100 %: only a whole is. */
export function percent(share: number | undefined): string {
  if (share === undefined) return '–';
  if (share === 1 || share === 0) return `${share * 100} %`;
  return `${Math.min(99.9, Math.max(0.1, share * 100)).toFixed(1)} %`;
}

/** How long something has held: `5 s`, `3 min`, `2 h 5 min`, `4 d`. */
export function held(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d`;
}
