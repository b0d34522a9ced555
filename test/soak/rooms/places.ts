import { embeddedOutlook } from 'rx-outlook/testing';
import { startChild } from '../../bridge/childProcess.js';
import { embeddedControl } from '../../contract/embeddedControl.js';
import type { FarSide } from '../../contract/controlServer.js';
import { remoteControl, settleByListing } from '../../contract/remoteControl.js';
import { names, type Host, type Place } from '../place.js';

/** Objects in this very process. */
export const embedded: Place = {
  backend: 'embedded',
  referencesEach: 1,
  start(): Promise<Host> {
    const outlook = embeddedOutlook({ profiles: names, shared: true });
    const end = (): Promise<void> => {
      outlook.close();
      return Promise.resolve();
    };
    return Promise.resolve({ control: embeddedControl(outlook), end });
  },
};

/** Objects in a child process, over the bridge; and what is said where that process was killed. */
export const bridge = (
  killed = { code: 'ERR_OUTLOOK_NOT_RUNNING', reason: 'not-running' },
): Place => ({
  backend: 'bridge',
  referencesEach: 2, // the server's on the object that the client has opened, and the registration's
  async start(): Promise<Host> {
    const host = await startChild<FarSide>('../soak/host.js');
    const end = (): Promise<void> => host.kill();
    const control = remoteControl(host.far, () => settleByListing('bridge'));
    return { control, end, violentEnd: { kill: end, ...killed } };
  },
});
