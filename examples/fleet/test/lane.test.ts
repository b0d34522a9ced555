import { Lane } from '../board/model/lane.js';

const lane = (): Lane => new Lane(100);

describe('a lane', () => {
  it('is empty before the first state', () => {
    expect(lane().segments(1_000)).toEqual([]);
    expect(lane().since).toBeUndefined();
  });

  it('has what holds within the window, cut at its start', () => {
    const its = lane();
    its.enter('online', 900, 950);
    its.enter('offline', 960, 960);
    expect(its.segments(1_020)).toEqual([
      { state: 'online', from: 920, to: 960 },
      { state: 'offline', from: 960, to: 1_020 },
    ]);
    expect(its.since).toBe(960);
    expect(its.segments(1_100)).toEqual([{ state: 'offline', from: 1_000, to: 1_100 }]);
  });

  it('ignores a state that is repeated', () => {
    const its = lane();
    its.enter('online', 900, 900);
    its.enter('online', 950, 950);
    expect(its.since).toBe(900);
  });

  it('takes no time before the state that holds, and none after now, from a clock that is wrong', () => {
    const its = lane();
    its.enter('online', 950, 950);
    its.enter('offline', 10, 960);
    expect(its.segments(960)).toEqual([{ state: 'offline', from: 950, to: 960 }]);
    its.enter('online', 9_999, 970);
    expect(its.since).toBe(970);
  });

  it('forgets a state that held no time, and joins those around it', () => {
    const its = lane();
    its.enter('online', 950, 950);
    its.enter('partial', 960, 960);
    its.enter('online', 960, 960);
    expect(its.segments(970)).toEqual([{ state: 'online', from: 950, to: 970 }]);
  });
});
