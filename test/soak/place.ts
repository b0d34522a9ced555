import type { BackendName } from 'rx-outlook';
import type { Control } from '../contract/types.js';
import type { Checker } from './checker.js';
import type { Load } from './load.js';
import type { Random } from './random.js';

/** Nothing is done to this one but changes: what waits for a profile to come back would wait for long. */
export const steady = 'Steady';
export const names = [steady, 'Work', 'Home', 'Über'] as const;

/** Who has the offline objects. */
export interface Host {
  readonly control: Control;
  /** As it should be ended. */
  end(): Promise<void>;
  /** How it is ended without a word, where that can be. */
  readonly violentEnd?: ViolentEnd;
}

export interface ViolentEnd {
  kill(): Promise<void>;
  /** Of an error from then on. */
  readonly code: string;
  /** Of a status. */
  readonly reason: string;
}

export interface Place {
  readonly backend: BackendName;
  /** References on an offline object for one registration. */
  readonly referencesEach: number;
  start(): Promise<Host>;
}

export interface Means {
  readonly random: Random;
  readonly checker: Checker;
  readonly load: Load;
  readonly note: (what: string) => void;
}
