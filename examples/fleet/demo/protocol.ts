import type { ConnectionState } from 'rx-outlook';

/** A simulated desktop: one machine with one profile. */
export interface Desktop {
  readonly site: string;
  readonly machine: string;
  readonly profile: string;
  readonly accounts: readonly string[];
  readonly password?: string | undefined;
}

/** What a process of desktops is started with. */
export interface Config {
  readonly broker: string;
  readonly keepalive: number;
  readonly desktops: readonly Desktop[];
}

/** What a desktop is told; `profile` is its profile in the embedded Outlook. */
export type Order =
  | {
      readonly do: 'set';
      readonly profile: string;
      readonly account?: string | undefined;
      readonly state: ConnectionState;
    }
  | { readonly do: 'add' | 'remove'; readonly profile: string; readonly account: string }
  /** One change for each account of each desktop. */
  | { readonly do: 'change'; readonly state: ConnectionState }
  | { readonly do: 'end' };

export type Command = Order & { readonly id: number };
