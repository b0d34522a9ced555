import { NEVER } from 'rxjs';
import { bufferWhileOffline, type BufferWhileOfflineOptions } from 'rx-outlook/operators';
import { expectRefused } from './marbles.js';

const ample: BufferWhileOfflineOptions = { maxSize: 10, overflow: 'error' };

describe('bufferWhileOffline: arguments', () => {
  const call = bufferWhileOffline as (...args: unknown[]) => unknown;
  const refused = (options: object, code: string, name: string) => {
    expectRefused(() => call(NEVER, { ...ample, ...options }), code, name);
  };

  test('refuses what is no Observable, no object, no function', () => {
    expectRefused(() => call('online', ample), 'ERR_INVALID_ARG_TYPE', 'state$');
    expectRefused(() => call(NEVER), 'ERR_INVALID_ARG_TYPE', 'options');
    expectRefused(() => call(NEVER, ample, 5), 'ERR_INVALID_ARG_TYPE', 'project');
    refused({ scheduler: {} }, 'ERR_INVALID_ARG_TYPE', 'options.scheduler');
  });

  test('refuses a bound that is none', () => {
    for (const name of ['maxSize', 'flushConcurrency']) {
      refused({ [name]: '5' }, 'ERR_INVALID_ARG_TYPE', `options.${name}`);
      for (const value of [0, -1, 1.5, NaN]) {
        refused({ [name]: value }, 'ERR_INVALID_ARG_VALUE', `options.${name}`);
      }
    }
    refused({ maxSize: Infinity }, 'ERR_INVALID_ARG_VALUE', 'options.maxSize');
    refused({ maxSize: undefined }, 'ERR_INVALID_ARG_TYPE', 'options.maxSize');
  });

  test('refuses an overflow that is none of the three', () => {
    refused({ overflow: undefined }, 'ERR_INVALID_ARG_TYPE', 'options.overflow');
    refused({ overflow: 'drop' }, 'ERR_INVALID_ARG_VALUE', 'options.overflow');
  });
});
