import type { ProfileModel } from '../profileModel.js';
import type { Stage } from '../stage.js';

/** One kind of disturbance. What it has done, it has told the stage's models. */
export interface Actor {
  readonly name: string;
  /** How often it is chosen, beside the others. */
  readonly weight: number;
  act(stage: Stage): Promise<void>;
}

/**
 * Something that is done to one profile when nothing is under way there: no reading of another's could meet
 * what is planned for it. Not where changes rain.
 */
export function toOneProfile(
  name: string,
  weight: number,
  act: (stage: Stage, profile: ProfileModel) => Promise<void>,
): Actor {
  return {
    name,
    weight,
    async act(stage) {
      const profile = stage.victim();
      if (profile === undefined) return;
      await stage.quiet();
      await act(stage, profile);
    },
  };
}
