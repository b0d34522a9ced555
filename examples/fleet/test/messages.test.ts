import { decode, encode, isNewer, type Message } from '../shared/messages.js';

describe('a message', () => {
  it('is read back as it was written', () => {
    const message: Message = {
      state: 'unknown',
      reason: 'not-running',
      since: 5,
      mode: 'cached',
      seq: 7,
    };
    expect(decode(encode(message))).toEqual(message);
    expect(decode(encode({ state: 'online', seq: 1 }))).toEqual({ state: 'online', seq: 1 });
  });

  it('may have keys of a later version', () => {
    expect(decode('{"state":"online","seq":1,"more":true}')).toEqual({ state: 'online', seq: 1 });
  });

  it('that is none is refused', () => {
    for (const text of [
      '',
      '{',
      'null',
      '1',
      '{}',
      '{"state":"maybe","seq":1}',
      '{"state":"online"}',
      '{"state":"online","seq":"1"}',
    ]) {
      expect(decode(text)).toBeUndefined();
    }
  });

  it('replaces one with a lower number only, but a last will replaces the message of its connection', () => {
    const online = { state: 'online', seq: 5 } as const;
    const will = { state: 'unknown', seq: 5 } as const;
    expect(isNewer(online, undefined)).toBe(true);
    expect(isNewer({ state: 'offline', seq: 6 }, online)).toBe(true);
    expect(isNewer({ state: 'offline', seq: 4 }, online)).toBe(false);
    expect(isNewer(online, online)).toBe(false);
    expect(isNewer(will, online)).toBe(true);
    expect(isNewer(will, will)).toBe(false);
    expect(isNewer(online, will)).toBe(false);
    expect(isNewer(will, { state: 'online', seq: 6 })).toBe(false);
  });
});
