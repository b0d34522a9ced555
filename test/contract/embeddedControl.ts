import type { EmbeddedOutlook } from 'rx-outlook/testing';
import type { Control } from './types.js';

/** The control over an offline object in this very process. */
export function embeddedControl(outlook: EmbeddedOutlook): Control {
  return {
    setState: (profile, state) => outlook.setState(profile, state),
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
    counters: (profile) => Promise.resolve(outlook.counters(profile)),
    settled: () => outlook.settled(),
  };
}
