import { diagnostics, openOfflineObject } from 'rx-outlook';
import type { Control } from '../contract/types.js';
import { type AutomationOutlook, mode } from './automationOutlook.js';

const backend = 'automation';
const modeOfBits: Readonly<Record<number, number>> = { 1: mode.offline, 2: mode.online };

/** A name that no test's profile has: a profile that is not there is looked for anew before that is said. */
const nowhere = 'A profile that is not there';

/**
 * Ends when everything asked of the backend is done and Outlook has been looked at since: for then it is told what
 * has changed.
 */
export async function settleByLook(): Promise<void> {
  await openOfflineObject(nowhere, { backend }).catch(() => undefined);
}

/** For what a case asks that is not in Outlook's object model. */
function none(what: string): () => Promise<never> {
  return () => Promise.reject(new Error(`Automation has no ${what}: the case does not apply`));
}

/**
 * The contract's control over a running Outlook. Each change is followed by a look, so that one that is taken back
 * is seen, too; what a case has notified becomes Outlook's state, for Outlook notifies nobody.
 */
export function automationControl(outlook: AutomationOutlook): Control {
  const { registrations: before } = diagnostics();
  const seen =
    <Args extends readonly unknown[]>(change: (...args: Args) => Promise<unknown>) =>
    async (...args: Args): Promise<void> => {
      await change(...args);
      await settleByLook();
    };
  const setBits = (bits: number): Promise<void> =>
    outlook.setMode(modeOfBits[bits & 3] ?? mode.other);
  return {
    setState: seen(async (_profile, state, { account } = {}) => {
      const its = state === 'online' ? mode.online : mode.offline;
      if (account !== undefined) return outlook.setAccountMode(account, its);
      await outlook.setMode(its);
      // Work Offline is for all of them.
      for (const one of outlook.accounts) await outlook.setAccountMode(one, its);
    }),
    setRawState: seen((_profile, bits) => setBits(bits)),
    notifyRaw: seen((_profile, { current }) => setBits(current)),
    addProfile: seen((profile) => outlook.setProfile(profile)),
    removeProfile: seen(() => outlook.setProfile('Another')),
    addAccount: async (_profile, name) => {
      await seen(() => outlook.addAccount({ name }))();
      return name;
    },
    renameAccount: async (_profile, account, name) => {
      await seen(() => outlook.renameAccount(account, name))();
      return name;
    },
    removeAccount: seen((_profile, account) => outlook.removeAccount(account)),
    settled: async () => {
      await settleByLook();
      if (diagnostics().registrations === before) await outlook.awaitReleased();
    },
    // Outlook counts neither, since there is no Advise: registrations are this thread's.
    counters: async () => ({
      advises: 0,
      unadvises: 0,
      registrations: diagnostics().registrations - before,
      references: (await outlook.counts()).objects - 1,
      callingThreads: 0,
    }),
    flood: none('floods'),
    failNext: none('Advise that fails'),
    holdNext: none('Advise that is held'),
    duringAdvise: none('Advise'),
    duringUnadvise: none('Unadvise'),
  };
}
