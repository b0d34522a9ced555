import { embeddedOutlook, type EmbeddedOutlook } from 'rx-outlook/testing';

describe('embeddedOutlook: arguments', () => {
  let outlook: EmbeddedOutlook;
  beforeEach(() => {
    outlook = embeddedOutlook({ profiles: ['Work'] });
  });
  afterEach(() => {
    outlook.close();
  });

  it.each([
    ['options', () => embeddedOutlook(undefined as never), /"options" argument must be an object/],
    [
      'profiles',
      () => embeddedOutlook({} as never),
      /"options.profiles" argument must be an array/,
    ],
    [
      'names, all of them',
      () => embeddedOutlook({ profiles: new Array<string>(1) }),
      /"options.profiles\[0\]" argument must be a string\. Received undefined/,
    ],
    [
      'names',
      () => embeddedOutlook({ profiles: [''] }),
      /"options.profiles\[0\]" argument must not/,
    ],
  ])('checks its %s', (_, call, message) => {
    expect(call).toThrow(message);
  });

  it('refuses a name that is given twice', () => {
    expect(() => embeddedOutlook({ profiles: ['Other', 'Other'] })).toThrow(
      /"options.profiles\[1\]" argument must not repeat a name\. Received "Other"/,
    );
  });

  it.each<[string, (handle: EmbeddedOutlook) => unknown, RegExp]>([
    [
      'a profile of its own',
      (o) => o.setRawState('Nope', 1),
      /must be one of this embeddedOutlook's/,
    ],
    ['bits', (o) => o.setRawState('Work', 0.5), /must be an integer from 0 to 4294967295/],
    ['a number', (o) => o.setRawState('Work', '1' as never), /"bits" argument must be a number/],
    ['a call', (o) => o.failNext('nap' as never, -1), /must be one of open, getCapabilities/],
    ['a failure', (o) => o.failNext('open', 0), /must be a failure/],
    ['online', (o) => o.setCapabilities('Work', { offline: true } as never), /capabilities.online/],
    [
      'offline',
      (o) => o.setCapabilities('Work', { online: true } as never),
      /capabilities.offline/,
    ],
    ['a state', (o) => o.duringAdvise('Work', 'away' as never), /must be 'online' or 'offline'/],
    ['a state', (o) => o.duringUnadvise('Work', 'away' as never), /must be 'online' or 'offline'/],
    ['a state', (o) => o.setState('Work', 'away' as never), /"state" argument must be 'online'/],
    [
      'a notification',
      (o) => o.notifyRaw('Work', 1 as never),
      /"notification" argument must be an/,
    ],
    [
      'fields',
      (o) => o.notifyRaw('Work', { type: 2, previous: 2 } as never),
      /"notification.current" argument must be a number/,
    ],
    [
      'threads',
      (o) => o.flood('Work', { threads: 0 }),
      /"options.threads" argument must be an integer/,
    ],
  ])('wants %s', (_, call, message) => {
    expect(() => call(outlook)).toThrow(message);
  });

  it.each<[string, unknown, RegExp]>([
    ['an array', 'x', /"steps" argument must be an array/],
    ['objects', [1], /"steps\[0\]" argument must be an object/],
    ['no gaps', new Array(2), /"steps\[0\]" argument must be an object. Received undefined/],
    [
      'times as numbers',
      [{ at: '1', profile: 'Work', state: 'online' }],
      /"steps\[0\].at" argument/,
    ],
    [
      'times to come',
      [{ at: -1, profile: 'Work', state: 'online' }],
      /must be from 0 to 2147483647 ms/,
    ],
    ['known states', [{ profile: 'Work', state: 'away' }], /"steps\[0\].state" argument must be/],
    ['states', [{ profile: 'Work', state: 1 }], /"steps\[0\].state" argument must be/],
    [
      'known profiles',
      [{ profile: 'Nope', state: 'online' }],
      /must be one of this embeddedOutlook's/,
    ],
  ])('wants the steps of a script to be %s', (_, steps, message) => {
    expect(() => outlook.play(steps as never)).toThrow(message);
  });
});
