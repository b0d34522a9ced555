// A process that serves a profile over the bridge which is there from the first moment on, as Outlook's
// profiles are.
import { embeddedOutlook } from 'rx-outlook/testing';
import { serve } from '../contract/controlServer.js';

export interface StatusHost {
  setState(state: 'online' | 'offline'): Promise<void>;
}

const outlook = embeddedOutlook({ profiles: ['Work'] });
outlook.serve();
serve(
  {
    post: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
  },
  { setState: (state: 'online' | 'offline') => outlook.setState('Work', state) },
);
process.send?.('serving');
