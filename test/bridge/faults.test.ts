import { failed } from '../faults/failed.js';
import { slow } from '../faults/slow.js';
import { behindBridge } from './behindBridge.js';

behindBridge('native calls that fail, in the process behind the bridge', failed);
behindBridge('native calls that are slow, in the process behind the bridge', slow);
