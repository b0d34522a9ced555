import { ProfileModel } from '../profileModel.js';
import { toOneProfile, type Actor } from './actor.js';

const remove = toOneProfile('remove a profile', 2, async (stage, profile) => {
  const { checker, control, load, note } = stage;
  note(`remove ${profile.name}`);
  load.removals += 1;
  await stage.mayFail([profile], 'ERR_OFFLINE_OBJECT_GONE');
  await control.removeProfile(profile.name);
  await stage.haveFailed([profile]);
  await stage.quiet();
  const { registrations, references } = await control.counters(profile.name);
  const left = () => `registrations and references left on ${profile.name}, which is removed`;
  checker.equal('references', [registrations, references], [profile.stuck, 0], left);
  await control.addProfile(profile.name);
  stage.profiles.set(profile.name, new ProfileModel(profile.name));
});

export const removing: readonly Actor[] = [remove];
