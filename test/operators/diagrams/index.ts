import { buffered } from './bufferWhileOffline.js';
import { uptime } from './connectionUptime.js';
import { debounced } from './debounceConnectionState.js';
import { flapping } from './detectFlapping.js';
import type { AnyDiagram } from './diagram.js';
import { merged } from './mergeConnectionStates.js';
import { retried } from './retryWhenOnline.js';
import { shared } from './shareConnectionState.js';
import { taken } from './takeWhileOnline.js';
import { looped } from './toAsyncIterable.js';
import { foreign } from './toObservable.js';
import { waited } from './waitForOnline.js';
import { whiled } from './whileOnline.js';
import { durations } from './withDuration.js';

/** In the order of docs/operators.md. */
export const diagrams: readonly AnyDiagram[] = [
  ...debounced,
  ...merged,
  ...shared,
  ...whiled,
  ...taken,
  ...waited,
  ...buffered,
  ...retried,
  ...flapping,
  ...durations,
  ...uptime,
  ...looped,
  ...foreign,
];

export { callOf } from './diagram.js';
