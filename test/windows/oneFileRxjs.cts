// For `node --require`, and so for workers and child processes, too: RxJS as the one file that it also comes
// as. Under Wine its two hundred cost each of them four seconds.
import { dirname, join } from 'node:path';

const files = require.resolve('rxjs');
const bundle = join(dirname(files), '../bundles/rxjs.umd.min.js');
module.require(bundle);
require.cache[files] = require.cache[bundle];
