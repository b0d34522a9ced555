import type { Realm } from '../../lib/binary.cjs';
import type { Target } from '../../lib/target.js';
import { MadeProfiles, type ProfileHost } from '../../testing/madeProfiles.js';

const realm: Realm = {};
const hidden = new Set<string>();
beforeEach(() => {
  hidden.clear();
});

/** A host that notes what happens to profiles; a name can be taken, or hidden by another profile. */
function noting(taken: readonly string[] = []) {
  const events: unknown[][] = [];
  class EmbeddedProfile {
    constructor(
      readonly name: string,
      itsRealm?: Realm,
      leader?: EmbeddedProfile,
    ) {
      if (taken.includes(name)) throw Object.assign(new Error('taken'), { code: 'EEXIST' });
      if (name === 'Broken') throw new Error('no memory');
      events.push(['create', name, itsRealm, leader?.name]);
    }
    isHidden(of: Realm): boolean {
      expect(of).toBe(realm);
      return hidden.has(this.name);
    }
    remove(): void {
      events.push(['remove', this.name]);
    }
    releaseAll(group: boolean): void {
      events.push(['releaseAll', this.name, group]);
    }
  }
  const host = {
    binary: { EmbeddedProfile },
    realm,
    added: (backend: string, { profile, account }: Target) =>
      events.push(['added', backend, account ?? profile]),
    closeProfile: (backend: string, name: string) => events.push(['closed', backend, name]),
  } as unknown as ProfileHost;
  return { events, host };
}

function made(names: readonly string[], isShared = false, taken: readonly string[] = []) {
  const { events, host } = noting(taken);
  const profiles = new MadeProfiles(host, isShared);
  for (const name of names) profiles.add(name);
  return { events, profiles };
}

describe('the profiles of a handle', () => {
  it.each([
    [false, realm],
    [true, undefined],
  ])('are a group behind the first one; shared: %s', (isShared, itsRealm) => {
    const { events, profiles } = made(['Work', 'Home'], isShared);
    expect(profiles.names).toEqual(['Work', 'Home']);
    expect(events).toEqual([
      ['create', 'Work', itsRealm, undefined],
      ['added', 'embedded', 'Work'],
      ['create', 'Home', itsRealm, 'Work'],
      ['added', 'embedded', 'Home'],
    ]);
    const [work, home] = ['Work', 'Home'].map((name) => profiles.get(name).native);
    expect(profiles.planner(undefined, undefined)).toBe(work);
    expect(profiles.planner('Home', undefined)).toBe(home);
  });

  it('are refused when the name is taken, with what to do', () => {
    expect(() => made(['Work'], false, ['Work'])).toThrow(
      /"Work" already, .*of this thread.*Close/,
    );
    expect(() => made(['Work'], true, ['Work'])).toThrow(/shared in this process/);
    expect(() => made(['Broken'])).toThrow('no memory');
    expect(() => made([''])).toThrow(/must not be empty/);
  });

  it('are not those of another handle', () => {
    const { profiles } = made(['Work']);
    expect(() => profiles.get('Other')).toThrow(/must be one of this embeddedOutlook's/);
  });

  it('have no planner before the first', () => {
    expect(() => made([]).profiles.planner(undefined, undefined)).toThrow(/has no profile yet/);
  });

  it('end on close: streams, unless hidden, then profiles, then holds; once', () => {
    const { events, profiles } = made(['Work', 'Home']);
    hidden.add('Home');
    events.length = 0;
    profiles.close();
    profiles.close();
    expect(events).toEqual([
      ['closed', 'embedded', 'Work'],
      ['remove', 'Work'],
      ['remove', 'Home'],
      ['releaseAll', 'Work', true],
    ]);
  });

  it('can be counted after close, and nothing else', () => {
    const { profiles } = made(['Work']);
    profiles.close();
    expect(profiles.get('Work')).toBeDefined();
    for (const use of [
      () => profiles.getOpen('Work'),
      () => profiles.planner(undefined, undefined),
      () => profiles.planner('Work', undefined),
      () => {
        profiles.add('Home');
      },
    ])
      expect(use).toThrow(/is closed and its profiles are removed/);
  });

  it('are removed without an end of streams', () => {
    const { events, profiles } = made(['Work']);
    events.length = 0;
    profiles.remove();
    expect(events).toEqual([
      ['remove', 'Work'],
      ['releaseAll', 'Work', true],
    ]);
  });
});
