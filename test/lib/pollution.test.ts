import { connectionState$, mergeConnectionStates, setDefaultBackend } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';
import { checkObject } from '../../lib/errors.js';
import { forgetDefaultBackend } from '../fixtures/defaultBackend.js';

/** Does what it is told while every object seems to have these properties. */
function polluted<R>(properties: object, work: () => R): R {
  Object.assign(Object.prototype, properties);
  try {
    return work();
  } finally {
    for (const name of Object.keys(properties)) Reflect.deleteProperty(Object.prototype, name);
  }
}

describe('what every object has from Object.prototype', () => {
  afterEach(forgetDefaultBackend);

  it('is no option', async () => {
    const outlook = embeddedOutlook({ profiles: ['Work'] });
    setDefaultBackend('embedded');
    const work$ = polluted({ backend: 'msmapi', timeout: 'never', ref: 1 }, () => [
      connectionState$('Work'),
      connectionState$('Work', {}),
      connectionState$('Work', { ref: false }),
    ]);
    const seen: string[] = [];
    const subscription = mergeConnectionStates(work$.entries()).subscribe(({ overall }) =>
      seen.push(overall),
    );
    await outlook.settled();
    expect(seen.at(-1)).toBe('online');
    subscription.unsubscribe();
    outlook.close();
  });

  it('is no option of an operator either', () => {
    const call = () => mergeConnectionStates({}, { retry: { count: 1 } });
    expect(() => polluted({ overall: 'most', delay: 'soon', scheduler: 1 }, call)).not.toThrow();
  });

  it('does not hide what an object has itself', () => {
    const read = () => checkObject({ one: 1 }, 'options', ['one', 'other']);
    expect(polluted({ one: 'x', other: 'x' }, read)).toEqual({ one: 1, other: undefined });
  });
});

describe('the options of a class', () => {
  it('count, its accessors too', () => {
    class Configuration {
      one = 1;
      get other() {
        return this.one + 1;
      }
    }
    const read = checkObject(new Configuration(), 'options', ['one', 'other']);
    expect(read).toEqual({ one: 1, other: 2 });
  });

  it('are each read once', () => {
    let times = 0;
    const options = {
      get one() {
        return ++times;
      },
    };
    expect(checkObject(options, 'options', ['one'])).toEqual({ one: 1 });
    expect(times).toBe(1);
  });
});
