import { Act } from './act.js';
import { Checker } from './checker.js';
import type { Room } from './rooms/room.js';

describe('an act', () => {
  let found: string[];
  let checker: Checker;
  const afterStep = jest.fn();
  beforeEach(() => {
    found = [];
    checker = new Checker((what) => found.push(what));
    afterStep.mockReset();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  function room(name: string, round: () => Promise<void> = () => Promise.resolve()) {
    const steps: string[] = [];
    const step = (what: string) => () => Promise.resolve(void steps.push(what));
    const made: Room = {
      name,
      open: step('open'),
      round: () => step('round')().then(round),
      close: step('close'),
    };
    return { ...made, steps };
  }

  it('plays in all rooms from their opening to their end', async () => {
    const rooms = [room('one'), room('other')];
    const act = new Act(rooms, checker, afterStep);
    const full: boolean[] = [];
    await act.play((_, rounds) => {
      full.push(act.isInFull);
      return rounds === 2;
    });
    for (const { steps } of rooms) expect(steps).toEqual(['open', 'round', 'round', 'close']);
    expect(full.filter(Boolean).length).toBeGreaterThan(0);
    expect([act.isInFull, act.isStalled(), found]).toEqual([false, false, []]);
    expect(afterStep).toHaveBeenCalledTimes(8);
  });

  it('ends everywhere once something is broken, with what is left as it is', async () => {
    const failing = room('failing', () => Promise.reject(new Error('no answer')));
    const other = room('other');
    await new Act([failing, other], checker, afterStep).play(() => false);
    expect(found).toEqual([expect.stringMatching(/: failing: Error: no answer\n +at /)]);
    expect(failing.steps).toEqual(['open', 'round']);
    expect(other.steps).not.toContain('close');
  });

  it('tells of a room that does not go on', async () => {
    const act = new Act([room('stuck', () => new Promise(() => undefined))], checker, afterStep);
    void act.play(() => false);
    await new Promise(setImmediate);
    expect(act.isStalled()).toBe(false);
    const now = performance.now();
    jest.spyOn(performance, 'now').mockReturnValue(now + 121_000);
    expect(act.isStalled()).toBe(true);
    expect(found).toEqual([expect.stringContaining('stuck goes on no more')]);
  });
});
