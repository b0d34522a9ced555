import { openOfflineObject } from 'rx-outlook';
import type { Actor } from './actor.js';

const useObject: Actor = {
  name: 'use an offline object',
  weight: 4,
  async act(stage) {
    const { random, backend, checker, control, load, note } = stage;
    const profile = stage.any();
    if (profile.isInRain) return;
    const state = random.pick(['online', 'offline'] as const);
    const wait = random.chance(0.5);
    note(`an object takes ${profile.name} ${state}${wait ? ', and waits' : ''}`);
    load.objects += 1;
    const object = await openOfflineObject(profile.name, { backend });
    const both = { online: true, offline: true };
    checker.equal('requests', await object.capabilities(), both, () => 'capabilities()');
    const before = profile.state;
    checker.equal('requests', await object.currentState(), before, () => 'currentState()');
    if (wait) profile.advises += 1; // it watches the change by a registration of its own
    if (state !== before) load.changes += 1;
    profile.change(state);
    await object.setCurrentState(state, { wait });
    await control.setState(profile.name, state); // behind a change that is under way
    checker.equal('requests', await object.currentState(), state, () => 'currentState() after it');
    await object.close();
    const again = await object.currentState().catch((error: unknown) => error);
    const { code } = again as { code?: unknown };
    checker.equal(
      'requests',
      code,
      'ERR_OFFLINE_OBJECT_CLOSED',
      () => 'what it fails with, closed',
    );
  },
};

export const asking: readonly Actor[] = [useObject];
