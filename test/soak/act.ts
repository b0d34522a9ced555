import type { Checker } from './checker.js';
import type { Room } from './rooms/room.js';

/** No round takes so long, also where the machine is busy. */
const patience = 120_000;

/** All rooms at once, from their opening to their end. */
export class Act {
  readonly #checker: Checker;
  readonly #afterStep: () => void;
  readonly #start = performance.now();
  readonly #begun = new Map<string, number>();
  #playing = 0;

  /** `afterStep` looks at what is true at any moment. */
  constructor(
    readonly rooms: readonly Room[],
    checker: Checker,
    afterStep: () => void,
  ) {
    this.#checker = checker;
    this.#afterStep = afterStep;
  }

  get seconds(): number {
    return (performance.now() - this.#start) / 1_000;
  }

  /** Every room is open, and none has come to its end. */
  get isInFull(): boolean {
    return this.#playing === this.rooms.length;
  }

  /** Resolves when all rooms are closed, or one has found something broken. Never rejects. */
  async play(isOver: (seconds: number, rounds: number) => boolean): Promise<void> {
    await Promise.all(
      this.rooms.map(async (room) => {
        try {
          await this.#playIn(room, isOver);
        } catch (error) {
          this.#checker.holds('progress', false, () => `${room.name}: ${describe(error)}`);
        }
      }),
    );
  }

  /** Whether one of them does not go on. */
  isStalled(): boolean {
    for (const [name, begun] of this.#begun) {
      if (performance.now() - begun < patience) continue;
      this.#checker.holds('progress', false, () => `${name} goes on no more`);
      return true;
    }
    return false;
  }

  async #playIn(room: Room, isOver: (seconds: number, rounds: number) => boolean): Promise<void> {
    await this.#step(room.name, room.open());
    this.#playing += 1;
    for (let rounds = 0; !isOver(this.seconds, rounds) && !this.#checker.isBroken; ++rounds) {
      await this.#step(room.name, room.round());
    }
    this.#playing -= 1;
    if (!this.#checker.isBroken) await this.#step(room.name, room.close());
  }

  async #step(name: string, step: Promise<void>): Promise<void> {
    this.#begun.set(name, performance.now());
    await step;
    this.#begun.delete(name);
    this.#afterStep();
    this.#checker.holds('progress', true, () => name);
  }
}

export function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
