import { OfflineStateError } from 'rx-outlook';
import type * as Errors from '../../lib/errors.js';
import { invalidArgType, invalidArgValue } from '../../lib/errors.js';

describe('OfflineStateError', () => {
  const details = {
    code: 'MAPI_E_NOT_FOUND',
    operation: 'HrOpenOfflineObj',
    hresult: 0x8004010f,
    profile: 'Work',
    cause: new Error('deeper'),
  };

  it('is an Error that carries its details', () => {
    const error = new OfflineStateError('what happened', details);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      ...details,
      name: 'OfflineStateError',
      message: 'what happened',
    });
    expect(error.stack).toMatch(/^OfflineStateError: what happened/);
  });

  it('has no properties for what it was not about', () => {
    const error = new OfflineStateError('late', { code: 'ERR_TIMEOUT', operation: 'Advise' });
    expect(Object.keys(error).sort()).toEqual(['code', 'operation']);
    expect('cause' in error).toBe(false);
  });

  it('tells subclasses of it apart as usual', () => {
    class Special extends OfflineStateError {}
    const special = new Special('special', { code: 'X', operation: 'y' });
    expect(special instanceof Special).toBe(true);
    expect(special instanceof OfflineStateError).toBe(true);
    expect(new OfflineStateError('plain', { code: 'X', operation: 'y' }) instanceof Special).toBe(
      false,
    );
  });

  it('is known by every copy of this package, and knows theirs', () => {
    let Other!: typeof OfflineStateError;
    jest.isolateModules(() => {
      Other = jest.requireActual<typeof Errors>('../../lib/errors.js').OfflineStateError;
    });
    expect(Other).not.toBe(OfflineStateError);
    expect(new Other('what', details) instanceof OfflineStateError).toBe(true);
    expect(new OfflineStateError('what', details) instanceof Other).toBe(true);
    expect(Object.assign(new Error('what'), details) instanceof OfflineStateError).toBe(false);
  });

  it('takes the largest and the smallest HRESULT', () => {
    for (const hresult of [0, 2 ** 32 - 1]) {
      expect(new OfflineStateError('what', { ...details, hresult }).hresult).toBe(hresult);
    }
  });

  it('is not fooled by values that are no objects', () => {
    for (const value of [undefined, null, 1, 'x', Symbol('x')]) {
      expect((value as unknown) instanceof OfflineStateError).toBe(false);
    }
  });
});

describe('errors of wrong arguments', () => {
  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    ['short', '"short"'],
    ['x'.repeat(1_000_000), 'a string of 1000000 characters'],
    [[1], 'an array'],
    [{}, 'an object'],
    [() => 1, 'a function'],
    [true, 'type boolean (true)'],
    [10n, 'type bigint (10)'],
    [-(2n ** 63n), 'type bigint (-9223372036854775808)'],
    [2n ** 63n, 'type bigint (of more than 64 bits)'],
    [Symbol('s'), 'type symbol (Symbol(s))'],
    [Symbol('s'.repeat(1_000_000)), `type symbol (Symbol(${'s'.repeat(33)}…)`],
  ])('say what was received: %p', (value, said) => {
    const error = invalidArgType('name', 'a thing', value);
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({
      code: 'ERR_INVALID_ARG_TYPE',
      message: `The "name" argument must be a thing. Received ${said}`,
    });
  });

  it('say why a value is refused', () => {
    expect(invalidArgValue('name', 'must not be empty', '')).toMatchObject({
      code: 'ERR_INVALID_ARG_VALUE',
      message: 'The "name" argument must not be empty. Received ""',
    });
  });

  it('are short also where a name is long, as that of an account can be', () => {
    for (const error of [invalidArgType, invalidArgValue]) {
      const { message } = error(`accounts.${'x'.repeat(1_000_000)}`, 'must be', 1);
      expect(message).toMatch(/^The "accounts\.x{31}…" argument must be/);
    }
  });

  it('tell of a proxy that was revoked, too', () => {
    const { proxy, revoke } = Proxy.revocable([], {});
    expect(invalidArgType('name', 'a string', proxy).message).toMatch(/Received an array$/);
    revoke();
    expect(invalidArgType('name', 'a string', proxy).message).toMatch(/Received an object$/);
  });

  it('run no code of the value', () => {
    const trap = {
      toString: () => {
        throw new Error('ran');
      },
    };
    expect(invalidArgType('name', 'a string', trap).message).toMatch(/Received an object$/);
  });
});
