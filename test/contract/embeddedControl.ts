import type { EmbeddedOutlook } from 'rx-outlook/testing';
import type { Control } from './types.js';

/** The control over an offline object in this very process. */
export function embeddedControl(outlook: EmbeddedOutlook): Control {
  return {
    setState: (...args) => outlook.setState(...args),
    setRawState: async (profile, bits) => {
      outlook.setRawState(profile, bits);
      await outlook.settled();
    },
    addProfile: (profile) => {
      outlook.addProfile(profile);
      return Promise.resolve();
    },
    removeProfile: async (profile) => {
      outlook.removeProfile(profile);
      await outlook.settled();
    },
    addAccount: (...args) => Promise.resolve(outlook.addAccount(...args)),
    renameAccount: (...args) => Promise.resolve(outlook.renameAccount(...args)),
    removeAccount: async (...args) => {
      outlook.removeAccount(...args);
      await outlook.settled();
    },
    flood: (profile, options) => Promise.resolve(outlook.flood(profile, options)),
    failNext: (...args) => {
      outlook.failNext(...args);
      return Promise.resolve();
    },
    holdNext: (...args) => {
      const hold = outlook.holdNext(...args);
      const release = (): Promise<void> => {
        hold.release();
        return Promise.resolve();
      };
      return Promise.resolve({ entered: hold.entered, release });
    },
    notifyRaw: (profile, notification) => outlook.notifyRaw(profile, notification),
    duringAdvise: (profile, state) => {
      outlook.duringAdvise(profile, state);
      return Promise.resolve();
    },
    duringUnadvise: (profile, state) => {
      outlook.duringUnadvise(profile, state);
      return Promise.resolve();
    },
    counters: (...args) => Promise.resolve(outlook.counters(...args)),
    settled: () => outlook.settled(),
  };
}
