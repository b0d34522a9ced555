// A process of its own, since a DLL stays loaded once it is: performs the steps it is given as JSON,
// and prints what each of them came to.
import { closeSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as rxOutlook from 'rx-outlook';
import type * as rxjs from 'rxjs';
import { changeRegistry, type Change } from './registry.js';
import type { MapiUse } from './standIn.js';

// RxJS as the one file that it also comes as: under Wine its two hundred cost three seconds, and these
// processes are many.
const require = createRequire(import.meta.url);
const files = require.resolve('rxjs');
const bundle = join(dirname(files), '../bundles/rxjs.umd.min.js');
const { firstValueFrom } = require(bundle) as typeof rxjs;
require.cache[files] = require.cache[bundle];
const { connectionState$, OfflineStateError, openOfflineObject } =
  require('rx-outlook') as typeof rxOutlook;

export type Step =
  /** Loads these DLLs, and leaves them loaded. */
  | { readonly load: readonly string[] }
  /** Gives the stand-in at this path a profile; with `fails` its next opening answers so. */
  | { readonly profileIn: string; readonly name: string; readonly fails?: number | undefined }
  | { readonly open: string }
  | { readonly subscribe: string; readonly backend?: 'auto' | 'msmapi' }
  /** Which of these stand-ins have been initialised. */
  | { readonly used: readonly string[] }
  /** Which of these files the process has loaded as DLLs. */
  | { readonly loadedOf: readonly string[] }
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
    changeRegistry(step.registry);
    return;
  }
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
