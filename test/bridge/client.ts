// A process that subscribes over the bridge as often as it is told, and says what it has heard when it is
// asked.
import { connectionStateChange$, connectionState$, diagnostics, profiles } from 'rx-outlook';
import { serve } from '../contract/controlServer.js';

const heard: string[] = [];
const failures: string[] = [];
let changes = 0;

/** What this process can be asked for. */
export interface FarClient {
  subscribe(profile: string, times: number): Promise<void>;
  /** Subscribes once, and says what that fails with, if it does. */
  attempt(profile: string): Promise<string | undefined>;
  heard(): Promise<{ states: string[]; failures: string[]; changes: number }>;
  registrations(): Promise<number>;
  profiles(): Promise<readonly string[]>;
}

const client: FarClient = {
  subscribe: (profile, times) =>
    new Promise((resolve) => {
      let waiting = times;
      for (let i = 0; i < times; ++i) {
        const begun = { yet: false };
        connectionState$(profile, { backend: 'bridge' }).subscribe({
          next: (state) => {
            heard.push(state);
            if (!begun.yet && --waiting === 0) resolve();
            begun.yet = true;
          },
          error: ({ code }: { code: string }) => failures.push(code),
        });
      }
      connectionStateChange$(profile, { backend: 'bridge' }).subscribe({
        next: ({ merged }) => (changes += merged),
        error: ({ code }: { code: string }) => failures.push(code),
      });
    }),
  attempt: (profile) =>
    new Promise((resolve) => {
      connectionState$(profile, { backend: 'bridge' }).subscribe({
        next: () => {
          resolve(undefined);
        },
        error: ({ code }: { code: string }) => {
          resolve(code);
        },
      });
    }),
  heard: () => Promise.resolve({ states: heard, failures, changes }),
  registrations: () => Promise.resolve(diagnostics().registrations),
  profiles: () => profiles({ backend: 'bridge' }),
};

serve(
  {
    post: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
  },
  client,
);
process.send?.('serving');
