import { held, percent, shapes } from '../board/model/words.js';

describe('the words of the board', () => {
  it('call a share 100 % or 0 % only when it is', () => {
    const shares = [undefined, 1, 0, 0.99999, 0.00001, 0.5].map(percent);
    expect(shares).toEqual(['–', '100 %', '0 %', '99.9 %', '0.1 %', '50.0 %']);
  });

  it('say how long something holds', () => {
    const times = [-5, 999, 59_999, 60_000, 3_600_000, 7_500_000, 200_000_000].map(held);
    expect(times).toEqual(['0 s', '0 s', '59 s', '1 min', '1 h 0 min', '2 h 5 min', '2 d']);
  });

  it('have a shape of its own for each state', () => {
    expect(new Set(Object.values(shapes)).size).toBe(4);
  });
});
