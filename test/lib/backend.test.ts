import assert from 'node:assert/strict';
import { connectionState$, OfflineStateError, setDefaultBackend } from 'rx-outlook';
import { firstValueFrom } from 'rxjs';
import { chooseBackend } from '../../lib/backend.js';
import { forgetDefaultBackend } from '../fixtures/defaultBackend.js';

const variable = 'RX_OUTLOOK_BACKEND';
const before = process.env[variable];
beforeEach(forgetDefaultBackend);
afterEach(() => {
  forgetDefaultBackend();
  if (before === undefined) Reflect.deleteProperty(process.env, variable);
  else process.env[variable] = before;
});

describe('the choice of a backend', () => {
  it('takes auto where nobody says which: it finds the way when it is asked', () => {
    expect(chooseBackend(undefined, ['embedded', 'auto'])).toEqual({ name: 'auto', index: 1 });
  });

  it('names what the build has when one is asked for that it has not', () => {
    assert.throws(() => chooseBackend('msmapi', ['bridge', 'embedded']), {
      code: 'ERR_BACKEND_UNAVAILABLE',
      operation: 'chooseBackend',
      message:
        /^This build of rx-outlook for \S+ has no backend 'msmapi', only 'bridge', 'embedded'\./,
    });
  });

  it('prefers the option to the default, and the default to the variable', () => {
    process.env[variable] = 'bridge';
    setDefaultBackend('msmapi');
    const all = ['bridge', 'msmapi', 'embedded'];
    expect(chooseBackend('embedded', all)).toEqual({ name: 'embedded', index: 2 });
    expect(chooseBackend(undefined, all)).toEqual({ name: 'msmapi', index: 1 });
  });

  it('reads the default at subscribe, not at the call', async () => {
    const state$ = connectionState$('No such');
    setDefaultBackend('embedded');
    await expect(firstValueFrom(state$)).rejects.toMatchObject({ code: 'MAPI_E_NOT_FOUND' });
    setDefaultBackend('auto');
    await expect(firstValueFrom(state$)).rejects.toBeInstanceOf(OfflineStateError);
  });
});

describe('the variable RX_OUTLOOK_BACKEND, when nothing else says which', () => {
  it('names the backend', () => {
    process.env[variable] = 'embedded';
    expect(chooseBackend(undefined, ['embedded']).name).toBe('embedded');
  });

  it('is as good as unset when it is empty', () => {
    process.env[variable] = '';
    expect(chooseBackend(undefined, ['embedded', 'auto']).name).toBe('auto');
  });

  it('must name one that exists', () => {
    process.env[variable] = 'exchange';
    assert.throws(() => chooseBackend(undefined, ['embedded']), {
      code: 'ERR_BACKEND_UNAVAILABLE',
      message:
        /RX_OUTLOOK_BACKEND is "exchange"; it must be one of auto, bridge, msmapi, automation, embedded/,
    });
  });
});

describe('the variable RX_OUTLOOK_BACKEND in a process', () => {
  // The default backend of this process may have been set by now, so these run in one of their own.
  it.each([
    ['embedded', 'MAPI_E_NOT_FOUND'],
    ['', 'ERR_OUTLOOK_NOT_'], // RUNNING, or on Windows INSTALLED
    ['exchange', 'ERR_BACKEND_UNAVAILABLE'],
  ])('set to %p leads to %s', async (value, code) => {
    const { runScript } = await import('../fixtures/runScript.js');
    const { stdout } = await runScript(
      `require('rx-outlook').connectionState$('No such').subscribe({
         error: (error) => console.log(error.code, error.message) });`,
      { env: { [variable]: value } },
    );
    expect(stdout).toMatch(new RegExp(`^${code}`));
    if (value === 'exchange')
      expect(stdout).toMatch(/RX_OUTLOOK_BACKEND is "exchange"; it must be/);
  });
});
