// A process of its own, since a DLL stays loaded once it is: performs the steps it is given as JSON,
// and prints what each of them came to.
import { closeSync, openSync } from 'node:fs';
import { firstValueFrom } from 'rxjs';
import { connectionState$, OfflineStateError, openOfflineObject } from 'rx-outlook';
import { importKeys, type Change } from './registry.js';
import type { MapiUse } from './standIn.js';

export type Step =
  /** Loads these DLLs, and leaves them loaded. */
  | { readonly load: readonly string[] }
  /** Asks Windows to load this DLL, no module of Node, which Node lets go of for that. */
  | { readonly loadAndFree: string }
  /** Gives the stand-in at this path a profile; with `fails` its next opening answers so. */
  | { readonly profileIn: string; readonly name: string; readonly fails?: number | undefined }
  /** The next MAPIInitialize of the stand-in at this path answers so. */
  | { readonly initializeIn: string; readonly fails: number }
  | { readonly open: string }
  | { readonly subscribe: string; readonly backend?: 'auto' | 'msmapi' }
  /** Which of these stand-ins have been initialised. */
  | { readonly used: readonly string[] }
  /** Which of these files the process has loaded as DLLs. */
  | { readonly loadedOf: readonly string[] }
  /** Every planted.dll that the process has ever loaded, by its path. */
  | { readonly planted: true }
  /** The parent has made sure that it may. */
  | { readonly registry: Change };

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly operation: string;
  readonly hresult?: number;
}

interface Profile {
  failNext(group: boolean, call: number, hresult: number): void;
}

interface StandInModule {
  readonly embeddedCalls: readonly string[];
  readonly EmbeddedProfile: new (name: string) => Profile;
  mapiUse(): MapiUse;
  failNextInitialize(hresult: number): void;
}

// Every stand-in that is loaded listens for the exit.
process.setMaxListeners(0);

const kept: unknown[] = [];

function standIn(path: string): StandInModule {
  const module = { exports: {} };
  process.dlopen(module, path);
  return module.exports as StandInModule;
}

/** Windows lets nobody write to a DLL that is in use. */
function isLoaded(path: string): boolean {
  try {
    closeSync(openSync(path, 'r+'));
    return false;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EBUSY') throw error;
    return true;
  }
}

/** The state, or how it could not be had. */
async function outcome(state: Promise<string>): Promise<string | Failure> {
  try {
    return await state;
  } catch (error) {
    if (!(error instanceof OfflineStateError)) throw error;
    const { code, message, operation, hresult } = error;
    return { code, message, operation, ...(hresult === undefined ? {} : { hresult }) };
  }
}

async function perform(step: Step): Promise<unknown> {
  if ('load' in step) {
    kept.push(...step.load.map(standIn));
    return;
  }
  if ('registry' in step) {
    importKeys(step.registry);
    return;
  }
  if ('loadAndFree' in step) {
    try {
      process.dlopen({ exports: {} }, step.loadAndFree);
    } catch (error) {
      return String(error);
    }
    return;
  }
  if ('initializeIn' in step) {
    standIn(step.initializeIn).failNextInitialize(step.fails | 0);
    return;
  }
  if ('planted' in step) return process.env['RX_OUTLOOK_TEST_LOADED']?.split('|') ?? [];
  if ('used' in step) return step.used.filter((path) => standIn(path).mapiUse().balance > 0);
  if ('loadedOf' in step) return step.loadedOf.filter(isLoaded);
  if ('profileIn' in step) {
    const { EmbeddedProfile, embeddedCalls } = standIn(step.profileIn);
    const profile = new EmbeddedProfile(step.name);
    if (step.fails !== undefined) {
      profile.failNext(false, embeddedCalls.indexOf('open'), step.fails | 0);
    }
    kept.push(profile);
    return;
  }
  if ('subscribe' in step) {
    const { subscribe, backend = 'msmapi' } = step;
    return outcome(firstValueFrom(connectionState$(subscribe, { backend })));
  }
  return outcome(
    openOfflineObject(step.open, { backend: 'msmapi' }).then(async (object) => {
      const state = await object.currentState();
      await object.close();
      return state;
    }),
  );
}

const answers: unknown[] = [];
for (const step of JSON.parse(process.argv[2]!) as readonly Step[]) {
  answers.push((await perform(step)) ?? null);
}
console.log(JSON.stringify(answers));
