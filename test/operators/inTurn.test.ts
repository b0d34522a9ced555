import { InTurn } from '../../operators/inTurn.js';

describe('items in turn', () => {
  test('are applied at once, each before add returns', () => {
    const applied: string[] = [];
    const turns = new InTurn<string>((item) => applied.push(item));
    expect(turns.add('a')).toBe(true);
    expect(applied).toEqual(['a']);
    expect(turns.add('b')).toBe(true);
    expect(applied).toEqual(['a', 'b']);
    expect(turns.isBusy).toBe(false);
  });

  test('wait in their order while another is applied', () => {
    const events: string[] = [];
    const turns = new InTurn<string>((item) => {
      events.push(`begin ${item}`);
      expect(turns.isBusy).toBe(true);
      if (item === 'a') events.push(`b ${turns.add('b')}`, `c ${turns.add('c')}`);
      events.push(`end ${item}`);
    });
    expect(turns.add('a')).toBe(true);
    expect(events).toEqual([
      ...['begin a', 'b false', 'c false', 'end a'],
      ...['begin b', 'end b', 'begin c', 'end c'],
    ]);
    expect(turns.isBusy).toBe(false);
  });

  test('are dropped by clear while they wait, and later ones are applied', () => {
    const applied: string[] = [];
    const turns = new InTurn<string>((item) => {
      applied.push(item);
      if (item !== 'a') return;
      turns.add('b');
      turns.clear();
    });
    turns.add('a');
    turns.add('c');
    expect(applied).toEqual(['a', 'c']);
  });

  test('may be undefined', () => {
    const apply = jest.fn();
    new InTurn(apply).add(undefined);
    expect(apply.mock.calls).toEqual([[undefined]]);
  });
});
