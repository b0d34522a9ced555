import type { Stage } from '../stage.js';

/** One kind of disturbance. What it has done, it has told the stage's models. */
export interface Actor {
  readonly name: string;
  /** How often it is chosen, beside the others. */
  readonly weight: number;
  act(stage: Stage): Promise<void>;
}
