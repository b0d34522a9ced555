// A process that serves profiles over the bridge which are there from the first moment on, and is asked over
// its IPC channel what to do to them.
import { embeddedOutlook } from 'rx-outlook/testing';
import { farSide, serve } from '../contract/controlServer.js';
import { names } from './place.js';

const far = farSide();
await far.open(names);
embeddedOutlook({ profiles: [] }).serve();
serve(
  {
    post: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
  },
  far,
);
process.send?.('serving');
