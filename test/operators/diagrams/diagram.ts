import type { Observable } from 'rxjs';
import { type StateMarble, states } from '../marbles.js';

/** A stream that goes into an operator. A character of its marbles is a millisecond. */
export interface Input<T> {
  /** Of a hot stream what it says; of a cold one what each subscription to it sees, in their order. */
  readonly marbles: string | readonly string[];
  /** By the marbles' letters. */
  readonly values: Readonly<Record<string, T>>;
  /** When it is subscribed and left, each time: one for each subscription. */
  readonly subscribed: readonly string[];
}

/** What one subscriber of the operator's result sees. */
export interface Output {
  readonly marbles: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly error?: unknown;
  /** When it comes and goes; at once, and never, by default. */
  readonly there?: string;
}

type Streams<I> = {
  readonly [N in keyof I]: I[N] extends Input<infer T> ? Observable<T> : never;
};

/** What `apply` gets besides its streams. */
export interface Tools {
  /** Waits in the virtual time of a diagram that is `inTime`. */
  readonly sleep: (ms: number) => Promise<void>;
}

/** One picture of docs/operators.md, and one test: what is drawn is what has been asserted. */
export interface Diagram<I extends Readonly<Record<string, Input<unknown>>> = never, O = object> {
  /** Of the picture's files: the operator's name, and what is shown where there are several pictures. */
  readonly name: string;
  /** What can be seen, for those who cannot. */
  readonly title: string;
  /** A piece of the code of `apply`. The box shows it with the values of the options: `callOf`. */
  readonly call: string;
  readonly options: O;
  readonly inputs: I;
  readonly apply: (streams: Streams<I>, options: O, tools: Tools) => Observable<unknown>;
  /** By the names of the subscribers. */
  readonly outputs: Readonly<Record<string, Output>>;
  /** The input whose values the operator holds back: the picture shows for how long. */
  readonly holds?: {
    readonly input: Extract<keyof I, string>;
    /** How many values. */
    readonly atMost: (options: O) => number;
    /** How long the operator's work on a value takes before the output emits it, in milliseconds. */
    readonly takes?: number;
  };
  /** Whether it waits for promises, and so is run in fake time and not by the TestScheduler. */
  readonly inTime?: boolean;
  /** What a marble of an output says, where its letter does not. */
  readonly label?: (value: unknown) => string;
  /** What a letter stands for whose value is an object, below the picture; nothing where that is plain. */
  readonly describe?: (value: unknown) => string | undefined;
  /** The colour of an output's marble, where the value is no state and has none. */
  readonly colour?: (value: unknown) => StateMarble | 'partial' | undefined;
}

/** Any of them, once it is checked that its parts fit together. */
export type AnyDiagram = Diagram<Readonly<Record<string, Input<unknown>>>>;

export function diagram<I extends Readonly<Record<string, Input<unknown>>>, O = object>(
  parts: Omit<Diagram<I, O>, 'options'> & { readonly options?: O },
): AnyDiagram {
  return { options: {}, ...parts } as unknown as AnyDiagram;
}

function printed(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value !== 'object' || value === null) return String(value);
  const properties = Object.entries(value).map(([name, one]) => `${name}: ${printed(one)}`);
  return `{ ${properties.join(', ')} }`;
}

/** The call as a program would write it; without the argument where there are no options. */
export function callOf({ call, options }: Pick<AnyDiagram, 'call' | 'options'>): string {
  return Object.keys(options).length === 0
    ? call.replace(/(, )?\boptions\b/, '')
    : call.replace(/\boptions\b/, printed(options));
}

export function stateInput(marbles: string, ...subscribed: readonly string[]): Input<StateMarble> {
  return { marbles, values: states, subscribed };
}

const alphabet = Object.fromEntries(Array.from('abcdeghijklm', (letter) => [letter, letter]));

/** Of values that are their letters. */
export function letterInput(
  marbles: string | readonly string[],
  ...subscribed: readonly string[]
): Input<string> {
  return { marbles, values: alphabet, subscribed };
}

export function stateOutput(marbles: string, there?: string): Output {
  return { marbles, values: states, ...(there !== undefined && { there }) };
}

export function letterOutput(marbles: string, there?: string): Output {
  return { ...stateOutput(marbles, there), values: alphabet };
}
