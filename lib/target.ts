/** What a call or an error concerns: a profile, one of its accounts, or neither. */
export interface Target {
  readonly profile?: string | undefined;
  readonly account?: string | undefined;
}

/** No profile. Each target has both properties itself: a polluted Object.prototype adds none. */
export const noTarget: Target = { profile: undefined, account: undefined };

/** Returns the names alone: a target may be a larger object. */
export function namesOf({ profile, account }: Target): Target {
  return { profile, account };
}

/** Names the target within a message; empty where there is none. */
export function described({ profile, account }: Target): string {
  if (profile === undefined) return '';
  const inProfile = `profile "${profile}"`;
  return account === undefined ? inProfile : `account "${account}" of ${inProfile}`;
}
