/**
 * What the documentation says becomes of an HRESULT that a call answers with. Written down once more, and not
 * taken from the binary: that is what is tested.
 */
export const named = {
  E_NOTIMPL: 0x8000_4001,
  E_NOINTERFACE: 0x8000_4002,
  E_POINTER: 0x8000_4003,
  E_ABORT: 0x8000_4004,
  E_FAIL: 0x8000_4005,
  E_PENDING: 0x8000_000a,
  E_UNEXPECTED: 0x8000_ffff,
  MAPI_E_NO_SUPPORT: 0x8004_0102,
  MAPI_E_OBJECT_DELETED: 0x8004_010a,
  MAPI_E_NOT_FOUND: 0x8004_010f,
  MAPI_E_LOGON_FAILED: 0x8004_0111,
  MAPI_E_NETWORK_ERROR: 0x8004_0115,
  MAPI_E_UNCONFIGURED: 0x8004_011c,
  MAPI_E_FAILONEPROVIDER: 0x8004_011d,
  MAPI_E_NOT_INITIALIZED: 0x8004_0605,
  CO_E_NOTINITIALIZED: 0x8004_01f0,
  RPC_E_SERVERFAULT: 0x8001_0105,
  RPC_E_CHANGED_MODE: 0x8001_0106,
  RPC_E_DISCONNECTED: 0x8001_0108,
  RPC_S_SERVER_UNAVAILABLE: 0x8007_06ba,
  E_ACCESSDENIED: 0x8007_0005,
  E_OUTOFMEMORY: 0x8007_000e,
  E_INVALIDARG: 0x8007_0057,
} as const;

/** HRESULTs that have no name here: a number of MAPI's, one of nobody's, the last there is. */
export const nameless = [0x8004_abcd, 0x8123_4567, 0xffff_ffff] as const;

export const hresults: readonly number[] = [...Object.values(named), ...nameless];

/** As it stands in a message. */
export function hexOf(hresult: number): string {
  return `0x${hresult.toString(16).toUpperCase().padStart(8, '0')}`;
}

/** The name of the HRESULT, or its number. */
export function nameOf(hresult: number): string {
  const found = Object.entries(named).find(([, value]) => value === hresult);
  return found?.[0] ?? hexOf(hresult);
}

/** The code of the error that is made of it. */
export function codeOf(hresult: number): string {
  // An object that is gone may be met by any call, before it has said so itself.
  if (hresult === named.MAPI_E_OBJECT_DELETED) return 'ERR_OFFLINE_OBJECT_GONE';
  return nameOf(hresult);
}

/** The same for a list of accounts: its profile was there at the Advise, so that one not found has gone. */
export function codeOfListing(hresult: number): string {
  return hresult === named.MAPI_E_NOT_FOUND ? 'ERR_OFFLINE_OBJECT_GONE' : codeOf(hresult);
}
