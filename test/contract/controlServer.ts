import { embeddedOutlook, type EmbeddedOutlook } from 'rx-outlook/testing';
import type { Channel } from './channel.js';
import { embeddedControl } from './embeddedControl.js';
import type { Control, RemoteHold, RunningFlood } from './types.js';

/** What a far side can be asked for; what is alive there (a flood, a hold) goes by a number. */
export interface FarSide extends Omit<Control, 'flood' | 'holdNext'> {
  /** The profiles of one case: nothing else can be asked for before. */
  open(profiles: readonly string[]): Promise<void>;
  close(): Promise<void>;
  startFlood(...args: Parameters<Control['flood']>): Promise<number>;
  floodDone(flood: number): Promise<number>;
  stopFlood(flood: number): Promise<number>;
  planHold(...args: Parameters<Control['holdNext']>): Promise<number>;
  holdEntered(hold: number): Promise<void>;
  releaseHold(hold: number): Promise<void>;
}

/** One method asked for, as it crosses. */
export interface Request {
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** What became of it; an error crosses as text, since not every channel can carry one. */
export type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: FarError };

export interface FarError {
  readonly name: string;
  readonly message: string;
  readonly code?: unknown;
  readonly stack?: string | undefined;
}

function describeError(error: unknown): FarError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message, stack } = error;
  return { name, message, stack, ...('code' in error ? { code: error.code } : {}) };
}

/** Numbers what lives here, for those who cannot hold it. */
class Numbered<T> {
  readonly #all: T[] = [];

  add(one: T): number {
    return this.#all.push(one) - 1;
  }

  get(number: number): T {
    const one = this.#all[number];
    if (one === undefined) throw new Error(`there is no number ${number}`);
    return one;
  }
}

export function farSide(): FarSide {
  const floods = new Numbered<RunningFlood>();
  const holds = new Numbered<RemoteHold>();
  let outlook: EmbeddedOutlook | undefined;
  const control = (): Control => {
    if (outlook === undefined) throw new Error('the far side has no profiles: open() them first');
    return embeddedControl(outlook);
  };
  return {
    open: (profiles) => {
      outlook?.close(); // of a case that never came to its end
      outlook = embeddedOutlook({ profiles, shared: true });
      return Promise.resolve();
    },
    close: () => {
      outlook?.close();
      outlook = undefined;
      return Promise.resolve();
    },
    setState: (...args) => control().setState(...args),
    setRawState: (...args) => control().setRawState(...args),
    addProfile: (...args) => control().addProfile(...args),
    removeProfile: (...args) => control().removeProfile(...args),
    addAccount: (...args) => control().addAccount(...args),
    renameAccount: (...args) => control().renameAccount(...args),
    removeAccount: (...args) => control().removeAccount(...args),
    failNext: (...args) => control().failNext(...args),
    notifyRaw: (...args) => control().notifyRaw(...args),
    duringAdvise: (...args) => control().duringAdvise(...args),
    duringUnadvise: (...args) => control().duringUnadvise(...args),
    counters: (...args) => control().counters(...args),
    settled: () => control().settled(),
    startFlood: async (...args) => floods.add(await control().flood(...args)),
    floodDone: (flood) => floods.get(flood).done,
    stopFlood: (flood) => floods.get(flood).stop(),
    planHold: async (...args) => holds.add(await control().holdNext(...args)),
    holdEntered: (hold) => holds.get(hold).entered,
    releaseHold: (hold) => holds.get(hold).release(),
  };
}

/** Answers what is asked over the channel, each when it is done, in any order. */
export function serve(channel: Channel, methods: object): void {
  const known = methods as Record<string, (...args: readonly unknown[]) => unknown>;
  const perform = async ({ id, method, args }: Request): Promise<Answer> => {
    try {
      const asked = Object.hasOwn(known, method) ? known[method] : undefined;
      if (asked === undefined) throw new Error(`the far side knows no "${method}"`);
      return { id, value: await asked(...args) };
    } catch (error) {
      return { id, error: describeError(error) };
    }
  };
  channel.onMessage((message) => {
    void perform(message as Request).then((answer) => {
      channel.post(answer);
    });
  });
}
