import { OfflineStateError } from 'rx-outlook';
import type { Binary } from '../../lib/binary.cjs';
import { callFailed, objectLost } from '../../lib/failures.js';
import { reasonOf, unavailableReasonOf } from '../../lib/reasons.js';

const error = (code: string, hresult?: number) =>
  new OfflineStateError(code, { code, operation: 'Advise', hresult });

describe('the reasons', () => {
  it.each([
    ['ERR_OUTLOOK_NOT_RUNNING', 'not-running'],
    ['ERR_BRIDGE_NOT_ANSWERING', 'not-answering'],
    ['ERR_TIMEOUT', 'not-answering'],
    ['ERR_BRIDGE_NOT_TRUSTED', 'not-trusted'],
    ['ERR_BRIDGE_NO_PLACE', 'no-place'],
    ['ERR_BRIDGE_FAILED', 'failed'],
    ['ERR_BRIDGE_PROTOCOL', 'protocol'],
    ['ERR_OUTLOOK_NOT_INSTALLED', 'not-installed'],
    ['ERR_OUTLOOK_NEW_ONLY', 'new-outlook'],
    ['ERR_ADDIN_MISSING', 'add-in-missing'],
    ['ERR_ADDIN_DISABLED', 'add-in-disabled'],
    ['ERR_OUTLOOK_ELEVATED', 'elevated'],
    ['ERR_OUTLOOK_OTHER_BITNESS', 'other-bitness'],
    ['ERR_MAPI_LOAD_FAILED', 'broken-installation'],
    ['ERR_BACKEND_UNAVAILABLE', 'unsupported'],
    ['ERR_OUT_OF_RESOURCES', 'limit'],
    ['ERR_ENVIRONMENT_CLOSED', 'closing'],
    ['E_FAIL', 'failed'],
  ])('are named after the code: %s is %s', (code, reason) => {
    expect([reasonOf(error(code)), unavailableReasonOf(error(code))]).toEqual([reason, reason]);
  });

  it('tell the end of the process with the object from the end of the object', () => {
    expect(reasonOf(error('ERR_OFFLINE_OBJECT_GONE', 0x8001_0108))).toBe('not-running');
    expect(reasonOf(error('ERR_OFFLINE_OBJECT_GONE', 0x8004_010a))).toBe('gone');
  });

  it.each([
    ['ERR_BRIDGE_NOT_ANSWERING', 'ERR_BRIDGE_NOT_ANSWERING', 'not-answering', /when it responds/],
    ['ERR_BRIDGE_PROTOCOL', 'ERR_BRIDGE_PROTOCOL', 'protocol', /same version/],
    ['E_OUTOFMEMORY', 'E_OUTOFMEMORY', 'limit', /out of memory/],
    ['RPC_E_DISCONNECTED', 'ERR_OFFLINE_OBJECT_GONE', 'not-running', /Subscribe again/],
    ['MAPI_E_OBJECT_DELETED', 'ERR_OFFLINE_OBJECT_GONE', 'gone', /Subscribe again/],
    ['E_FAIL', 'ERR_OFFLINE_OBJECT_GONE', 'gone', /Subscribe again/],
  ])('of an object that is lost are named after why: %s', (name, code, reason, remedy) => {
    const hresult = name === 'RPC_E_DISCONNECTED' ? 0x8001_0108 | 0 : -1;
    const binary = { hresultName: () => name } as unknown as Binary;
    const lost = objectLost({ binary, operation: 'Notify', profile: 'Work' }, hresult);
    expect(lost).toMatchObject({ code, operation: 'Notify', profile: 'Work' });
    expect(lost.message).toMatch(remedy);
    expect(reasonOf(lost)).toBe(reason);
  });

  it.each([
    ['ERR_ADDIN_MISSING', /npx rx-outlook addin install/],
    ['ERR_ADDIN_DISABLED', /npx rx-outlook addin status/],
    ['ERR_OUTLOOK_ELEVATED', /npx rx-outlook addin status/],
  ])('why no add-in answers comes with the command that helps: %s', (name, remedy) => {
    const binary = { hresultName: () => name } as unknown as Binary;
    const failed = callFailed({ binary, operation: 'open', why: { text: 'So it is.' } }, -1);
    expect([failed.code, failed.hresult]).toEqual([name, undefined]);
    expect(failed.message).toMatch(/So it is\./);
    expect(failed.message).toMatch(remedy);
  });

  it('do not take the answer of an Outlook that answers only its own process for the profile', () => {
    const binary = { backends: ['msmapi'], hresultName: () => 'MAPI_E_NOT_FOUND' };
    const call = { binary: binary as unknown as Binary, operation: 'HrOpenOfflineObj' };
    const said = {
      ...call,
      why: { text: 'Outlook returns this to every process except its own.', isOutside: true },
    };
    const inside = { ...call, why: { text: 'Outlook has another profile open.' } };
    expect(reasonOf(callFailed(call, -1))).toBe('no-such-profile');
    expect(reasonOf(callFailed(said, -1))).toBe('outside-outlook');
    expect(callFailed(said, -1).message).toMatch(/The bridge/);
    expect(reasonOf(callFailed(inside, -1))).toBe('no-such-profile');
    expect(callFailed(inside, -1).message).toMatch(/Outlook has another profile open\.$/);
  });

  it('of a profile are none of its Outlook, and what is no error of ours has failed', () => {
    expect(unavailableReasonOf(error('MAPI_E_NOT_FOUND'))).toBe('failed');
    expect(reasonOf(new Error('another'))).toBe('failed');
  });
});
