import { resolve } from 'node:path';
import { placeOfBinary } from '../contract/built.js';
import { runEmbedded } from '../contract/runEmbedded.js';
import { failed } from './failed.js';
import { slow } from './slow.js';

const place = placeOfBinary(resolve('dist/cjs/lib/index.js'));
const timeout = 90_000;

describe('a native call that fails', () => {
  test.each(failed)('$title', (one) => runEmbedded(one, place), timeout);
});

describe('a native call that is slow', () => {
  test.each(slow)('$title', (one) => runEmbedded(one, place), timeout);
});
