import { buffered } from './bufferWhileOffline.js';
import { debounced } from './debounceConnectionState.js';
import type { AnyDiagram } from './diagram.js';
import { merged } from './mergeConnectionStates.js';
import { retried } from './retryWhenOnline.js';
import { shared } from './shareConnectionState.js';
import { taken } from './takeWhileOnline.js';
import { looped } from './toAsyncIterable.js';
import { foreign } from './toObservable.js';
import { waited } from './waitForOnline.js';
import { whiled } from './whileOnline.js';

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
  ...looped,
  ...foreign,
];
