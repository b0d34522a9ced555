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
  /** Without a word; where that can be. */
  kill?(): Promise<void>;
}

export interface Place {
  readonly backend: BackendName;
  /** References on an offline object for one registration. */
  readonly referencesEach: number;
  /** What is said where its host was killed: the code of an error, and a status's reason. */
  readonly withoutHost?: { readonly code: string; readonly reason: string };
  start(): Promise<Host>;
}

export interface Means {
  readonly random: Random;
  readonly checker: Checker;
  readonly load: Load;
  readonly note: (what: string) => void;
}
