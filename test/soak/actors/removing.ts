import { ProfileModel } from '../profileModel.js';
import type { Actor } from './actor.js';

const remove: Actor = {
  name: 'remove a profile',
  weight: 2,
  async act(stage) {
    const { checker, control, load, note } = stage;
    const profile = stage.victim();
    if (profile === undefined) return;
    note(`remove ${profile.name}`);
    load.removals += 1;
    await stage.quiet();
    await stage.mayFail([profile], 'ERR_OFFLINE_OBJECT_GONE');
    await control.removeProfile(profile.name);
    await stage.haveFailed([profile]);
    await stage.quiet();
    const { registrations, references } = await control.counters(profile.name);
    const left = () => `registrations and references left on ${profile.name}, which is removed`;
    checker.equal('references', [registrations, references], [profile.stuck, 0], left);
    await control.addProfile(profile.name);
    stage.profiles.set(profile.name, new ProfileModel(profile.name));
  },
};

export const removing: readonly Actor[] = [remove];
