import type { Binary } from '../../lib/binary.cjs';
import {
  callFailed,
  contractBroken,
  environmentClosed,
  isAmbiguous,
  notStarted,
  objectGone,
  objectLost,
  timedOut,
} from '../../lib/failures.js';

const hresult = -2_147_221_233; // as the binary gives it: 0x8004010F

/** A call of a binary to which every HRESULT has this name. */
const named = (name: string, why?: { text: string; isOutside?: boolean; operation?: string }) => ({
  binary: { hresultName: () => name } as unknown as Binary,
  operation: 'HrOpenOfflineObj',
  profile: 'Work',
  why,
});

const detailsOf = (error: unknown) =>
  Object.fromEntries(Object.entries(error as object)) as unknown;

/** What Windows' users are told besides. */
/** As it is where there is no Outlook. */
const everywhere = (message: string): string =>
  message
    .replace(/Start Outlook with .*\. (?=Subscribe again)/, '')
    .replace('Outlook may be suspended', 'The server may be suspended')
    .replace('the add-in, to the same version', "the server's, to the same version");

const names = [
  ...['MAPI_E_NOT_FOUND', 'MAPI_E_NO_SUPPORT', 'MAPI_E_NOT_INITIALIZED', 'E_PENDING'],
  ...['E_OUTOFMEMORY', 'E_FAIL', '0x8004010F', 'MAPI_E_OBJECT_DELETED'],
  ...['ERR_OUTLOOK_NOT_INSTALLED', 'ERR_OUTLOOK_NEW_ONLY', 'ERR_OUTLOOK_OTHER_BITNESS'],
  ...['ERR_OUTLOOK_NOT_RUNNING', 'ERR_ADDIN_MISSING', 'ERR_ADDIN_DISABLED', 'ERR_OUTLOOK_ELEVATED'],
  ...['ERR_BRIDGE_NOT_TRUSTED', 'ERR_BRIDGE_NOT_ANSWERING', 'ERR_BRIDGE_PROTOCOL'],
  ...['ERR_BRIDGE_NO_PLACE', 'ERR_BRIDGE_FAILED', 'ERR_OUT_OF_RESOURCES'],
  ...['ERR_BRIDGE_LIMIT', 'ERR_MAPI_LOAD_FAILED', 'ERR_MAPI_FUNCTION_MISSING'],
];

describe('what a failed call is told as', () => {
  it('says what happened, on what, and what to do next', () => {
    const messages = names.map((name) => everywhere(callFailed(named(name), hresult).message));
    expect(messages.join('\n')).toMatchInlineSnapshot(`
     "HrOpenOfflineObj failed for profile "Work": MAPI_E_NOT_FOUND (0x8004010F). Check the name: the backend has no profile of that name.
     HrOpenOfflineObj failed for profile "Work": MAPI_E_NO_SUPPORT (0x8004010F). This profile cannot be set to that state; capabilities() says which states it supports.
     HrOpenOfflineObj failed for profile "Work": MAPI_E_NOT_INITIALIZED (0x8004010F). MAPI is not initialised: is Outlook closing? Subscribe again later.
     HrOpenOfflineObj failed for profile "Work": E_PENDING (0x8004010F). Another change of this profile is under way; try again after connectionStateChange$ has emitted done.
     HrOpenOfflineObj failed for profile "Work": E_OUTOFMEMORY (0x8004010F). The process is out of memory.
     HrOpenOfflineObj failed for profile "Work": E_FAIL (0x8004010F). Try again.
     HrOpenOfflineObj failed for profile "Work": 0x8004010F. Try again.
     The offline object of profile "Work" is gone: the profile was removed, or Outlook ended. Subscribe again once it is back.
     HrOpenOfflineObj failed for profile "Work": ERR_OUTLOOK_NOT_INSTALLED. Install classic Outlook for Windows. To develop without Outlook, name the embedded one (backend: 'embedded', setDefaultBackend('embedded') or RX_OUTLOOK_BACKEND=embedded), or run "npx rx-outlook host --profile Work" and name the bridge (backend: 'bridge').
     HrOpenOfflineObj failed for profile "Work": ERR_OUTLOOK_NEW_ONLY. Install classic Outlook for Windows, or switch back to it. To develop without Outlook, name the embedded one (backend: 'embedded', setDefaultBackend('embedded') or RX_OUTLOOK_BACKEND=embedded), or run "npx rx-outlook host --profile Work" and name the bridge (backend: 'bridge').
     HrOpenOfflineObj failed for profile "Work": ERR_OUTLOOK_OTHER_BITNESS. Run this program in a Node.js or Electron of Outlook's kind. The bridge (backend: 'bridge') serves every process of the user.
     HrOpenOfflineObj failed for profile "Work": ERR_OUTLOOK_NOT_RUNNING. Subscribe again once there is a server (connectionStatus$ does so by itself). To develop without Outlook, name the embedded one (backend: 'embedded', setDefaultBackend('embedded') or RX_OUTLOOK_BACKEND=embedded), or run "npx rx-outlook host --profile Work" and name the bridge (backend: 'bridge').
     HrOpenOfflineObj failed for profile "Work": ERR_ADDIN_MISSING. Run "npx rx-outlook addin install", then start Outlook again.
     HrOpenOfflineObj failed for profile "Work": ERR_ADDIN_DISABLED. "npx rx-outlook addin status" says what disabled it, and what to do about it.
     HrOpenOfflineObj failed for profile "Work": ERR_OUTLOOK_ELEVATED. End what runs elevated and start it as usual, not as an administrator: Outlook and this program have to run alike. "npx rx-outlook addin status" says more.
     HrOpenOfflineObj failed for profile "Work": ERR_BRIDGE_NOT_TRUSTED. Make the place accessible to this user alone, and try again.
     HrOpenOfflineObj failed for profile "Work": ERR_BRIDGE_NOT_ANSWERING. The server may be suspended or hung: try again when it responds.
     HrOpenOfflineObj failed for profile "Work": ERR_BRIDGE_PROTOCOL. Use the same version of this package here and in the server.
     HrOpenOfflineObj failed for profile "Work": ERR_BRIDGE_NO_PLACE. Set XDG_RUNTIME_DIR to an existing, writable folder of this user with a short path, and RX_OUTLOOK_PLACE, if it is set, to a name of small letters, digits, "-", "_" and ".".
     HrOpenOfflineObj failed for profile "Work": ERR_BRIDGE_FAILED. Try again; connectionStatus$ does so by itself.
     HrOpenOfflineObj failed for profile "Work": ERR_OUT_OF_RESOURCES. This process, or the system, has reached a limit: end what is not needed, and try again.
     HrOpenOfflineObj failed for profile "Work": ERR_BRIDGE_LIMIT. End subscriptions that are not needed, or share one among many subscribers.
     HrOpenOfflineObj failed for profile "Work": ERR_MAPI_LOAD_FAILED. Repair the installation of Office (Apps, Microsoft 365, Modify).
     HrOpenOfflineObj failed for profile "Work": ERR_MAPI_FUNCTION_MISSING. The Offline State API needs Outlook 2007 or later; repair or update the installation of Office."
    `);
  });

  it('has what the backend says of it, and the way there is from outside of Outlook', () => {
    const outside = {
      text: 'Outlook says so to all.',
      isOutside: true,
      operation: 'MAPIInitialize',
    };
    const errors = ['MAPI_E_NOT_FOUND', 'ERR_MAPI_LOAD_FAILED', 'ERR_OUTLOOK_OTHER_BITNESS'].map(
      (name) => callFailed(named(name, outside), hresult),
    );
    expect(errors.map(({ message }) => message).join('\n')).toMatchInlineSnapshot(`
     "MAPIInitialize failed for profile "Work": MAPI_E_NOT_FOUND (0x8004010F). Check the name: the backend has no profile of that name. Outlook says so to all. The bridge (backend: 'bridge') serves every process of the user.
     MAPIInitialize failed for profile "Work": Outlook says so to all. Repair the installation of Office (Apps, Microsoft 365, Modify). The bridge (backend: 'bridge') serves every process of the user.
     MAPIInitialize failed for profile "Work": Outlook says so to all. Run this program in a Node.js or Electron of Outlook's kind. The bridge (backend: 'bridge') serves every process of the user."
    `);
    expect(errors.map(({ operation }) => operation)).toEqual(Array(3).fill('MAPIInitialize'));
    expect(errors.map(isAmbiguous)).toEqual([true, false, false]);
    expect(isAmbiguous(callFailed(named('MAPI_E_NOT_FOUND'), hresult))).toBe(false);
  });

  it.each([
    [
      'Outlook',
      'OUTLOOK.EXE (process 7) runs elevated, as an administrator, and this process does not.',
    ],
    [
      'this program',
      'This process runs elevated, as an administrator, and OUTLOOK.EXE (process 7) does not.',
    ],
  ])(
    'says what to start anew where %s alone is elevated, whichever the backend has found',
    (_, text) => {
      const { message } = callFailed(named('ERR_OUTLOOK_ELEVATED', { text }), hresult);
      expect(message).toBe(
        `HrOpenOfflineObj failed for profile "Work": ${text} End what runs elevated and start it as usual, not as ` +
          'an administrator: Outlook and this program have to run alike. "npx rx-outlook addin status" says more.',
      );
    },
  );

  it('has a number of eight digits where there is no name', () => {
    expect(callFailed(named('0x0004ABCD'), 0x4_abcd).message).toContain('"Work": 0x0004ABCD. Try');
    expect(callFailed(named('E_ODD'), 0x4_abcd).message).toContain('E_ODD (0x0004ABCD). Try');
  });

  it('has the code, the number without its sign where it has one outside, the call and the profile', () => {
    const call = { operation: 'HrOpenOfflineObj', profile: 'Work' };
    expect(detailsOf(callFailed(named('E_FAIL'), hresult))).toEqual({
      code: 'E_FAIL',
      hresult: 0x8004010f,
      ...call,
    });
    expect(detailsOf(callFailed(named('ERR_BRIDGE_LIMIT'), hresult))).toEqual({
      code: 'ERR_BRIDGE_LIMIT',
      ...call,
    });
  });
});

describe('what the end of an object is told as', () => {
  it('is its going, or what the way to it was lost to', () => {
    const codes = ['S_OK', 'MAPI_E_OBJECT_DELETED', 'ERR_BRIDGE_PROTOCOL', 'E_OUTOFMEMORY'].map(
      (name) => objectLost(named(name), hresult).code,
    );
    expect(codes).toEqual([
      'ERR_OFFLINE_OBJECT_GONE',
      'ERR_OFFLINE_OBJECT_GONE',
      'ERR_BRIDGE_PROTOCOL',
      'E_OUTOFMEMORY',
    ]);
  });

  it('is no failure of the stream when it comes at its end', () => {
    const unadvise = { ...named('E_FAIL'), operation: 'Unadvise' };
    const release = { ...named('E_UNEXPECTED'), operation: 'Release' };
    const errors = [contractBroken(unadvise, hresult), contractBroken(release, hresult)];
    expect(errors.map(({ message }) => message).join('\n')).toMatchInlineSnapshot(`
     "Unadvise failed for profile "Work": E_FAIL. The subscription has ended nevertheless, and later notifications of its registration are dropped; Outlook may keep it until Outlook ends.
     The offline object released a callback once too often for profile "Work". This process is not affected, but other counts of the object may be wrong: restart Outlook."
    `);
    expect(detailsOf(errors[0])).toEqual({
      code: 'E_FAIL',
      operation: 'Unadvise',
      hresult: 0x8004010f,
      profile: 'Work',
    });
  });
});

describe('what never came to be a call is told as', () => {
  it('what it was, and why', () => {
    const cause = new Error('no thread');
    const errors = [
      objectGone('Notify', hresult, { profile: 'Work' }),
      timedOut('Advise', 5_000, { profile: 'Work' }),
      timedOut('profiles', 5_000),
      notStarted('Advise', cause, { profile: 'Work' }),
      notStarted('Advise', 'a limit'),
      environmentClosed('Advise', { profile: 'Work' }),
      environmentClosed('profiles'),
    ];
    expect(errors.map(({ message }) => message).join('\n')).toMatchInlineSnapshot(`
     "The offline object of profile "Work" is gone: the profile was removed, or Outlook ended. Subscribe again once it is back.
     Advise did not answer within 5000 ms for profile "Work". Outlook may be busy or hung: try again, or raise the option timeout.
     profiles did not answer within 5000 ms. Outlook may be busy or hung: try again, or raise the option timeout.
     Advise cannot be started for profile "Work": no thread. This process has reached a limit of threads, files or memory: end what it does not need, and try again.
     Advise cannot be started: a limit. This process has reached a limit of threads, files or memory: end what it does not need, and try again.
     Advise came too late for profile "Work": this process or worker is ending.
     profiles came too late: this process or worker is ending."
    `);
    expect(errors.map(({ code }) => code).join()).toBe(
      'ERR_OFFLINE_OBJECT_GONE,ERR_TIMEOUT,ERR_TIMEOUT,ERR_OUT_OF_RESOURCES,ERR_OUT_OF_RESOURCES,' +
        'ERR_ENVIRONMENT_CLOSED,ERR_ENVIRONMENT_CLOSED',
    );
    expect(errors[3]?.cause).toBe(cause);
  });
});
