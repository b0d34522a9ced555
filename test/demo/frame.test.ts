import { frame, type Row, type Screen } from '../../examples/mail-servers/frame.js';
import type { Mark } from '../../examples/mail-servers/history.js';

const marks = { n: 'online', f: 'offline', d: 'dip', '?': 'unknown' } as const;
const cells = (letters: string): Mark[] =>
  Array.from(letters.padStart(60, '?'), (letter) => marks[letter as keyof typeof marks]);

const work: Row = { name: 'Work', state: 'online', held: 4_999, cells: cells('nnnddnnnnn') };
const home: Row = { name: 'Home', state: 'offline', held: 185_000, cells: cells('nnnddfffff') };
const club: Row = { name: 'Club', state: 'unknown', held: 0, cells: cells('') };

const two: Screen = { rows: [work, home], overall: 'partial', online: 1, offline: 1, unknown: 0 };
const long: Screen = {
  rows: ['imap.example.org:993', 'imap.example.org:25'].map((name) => ({ ...work, name })),
  overall: 'online',
  online: 2,
  offline: 0,
  unknown: 0,
};

describe('the live view', () => {
  it('has a line for each account, what they are together, and a legend', () => {
    expect(frame(two, 80)).toEqual([
      `● Work  online       4s  ${'·'.repeat(45)}▇▇▇▄▄▇▇▇▇▇`,
      `○ Home  offline   3m05s  ${'·'.repeat(45)}▇▇▇▄▄▁▁▁▁▁`,
      '',
      '◐ together partial: 1 online, 1 offline',
      '▇ online  ▄ dip, hidden by the debounce  ▁ offline  · unknown',
    ]);
  });

  it('says last how to end it', () => {
    const hint = 'Ctrl-C ends it';
    expect(frame({ ...two, hint }, 80)).toEqual([...frame(two, 80), hint]);
    expect(frame({ ...two, hint }, 6).at(-1)).toBe('Ctrl-C');
    const painted = frame({ ...two, hint }, 40, (look, text) => `<${look} ${text}>`);
    expect(painted.at(-1)).toBe('<aside Ctrl-C ends it>');
  });

  it('tells the states apart without colour', () => {
    const three: Screen = { ...two, rows: [work, home, club], unknown: 1 };
    expect(frame(three, 40)).toEqual([
      '● Work  online       4s  ·····▇▇▇▄▄▇▇▇▇▇',
      '○ Home  offline   3m05s  ·····▇▇▇▄▄▁▁▁▁▁',
      '? Club  unknown      0s  ···············',
      '',
      '◐ together partial: 1 online, 1 offline,',
      '▇ online ▄ dip ▁ offline',
    ]);
  });

  it('has a strip of at most sixty cells', () => {
    const [line = ''] = frame(two, 500);
    expect(line).toBe(`● Work  online       4s  ${'·'.repeat(50)}▇▇▇▄▄▇▇▇▇▇`);
  });

  it('shortens the strip first, then the middle of the names, then the rest from the right', () => {
    const firstTwo = (width: number): string[] => frame(long, width).slice(0, 2);
    expect(firstTwo(54)).toEqual([
      '● imap.example.org:993  online       4s  ···▇▇▇▄▄▇▇▇▇▇',
      '● imap.example.org:25   online       4s  ···▇▇▇▄▄▇▇▇▇▇',
    ]);
    expect(firstTwo(45)).toEqual([
      '● imap.e…org:993  online       4s  ▇▇▇▄▄▇▇▇▇▇',
      '● imap.e….org:25  online       4s  ▇▇▇▄▄▇▇▇▇▇',
    ]);
    expect(firstTwo(33)).toEqual([
      '● ima…:993  online       4s  ▇▇▇▇',
      '● ima…g:25  online       4s  ▇▇▇▇',
    ]);
    expect(firstTwo(28)).toEqual(['● ima…:993  online       4s', '● ima…g:25  online       4s']);
    expect(firstTwo(16)).toEqual(['● ima…:993  onli', '● ima…g:25  onli']);
  });

  it('has no line longer than the width, at any width', () => {
    for (let width = 1; width <= 120; width += 1) {
      for (const screen of [two, long]) {
        for (const line of frame(screen, width)) expect(line.length).toBeLessThanOrEqual(width);
      }
    }
  });

  it.each([
    [0, '0s'],
    [59_999, '59s'],
    [60_000, '1m00s'],
    [3_599_999, '59m59s'],
    [3_600_000, '1h00m'],
    [86_399_999, '23h59m'],
    [86_400_000, '1d'],
    [-5, '0s'],
  ])('writes %d milliseconds as %s', (held, text) => {
    const [line] = frame({ ...two, rows: [{ ...work, held }] }, 24);
    expect(line).toBe(`● Work  online  ${text.padStart(7)}`);
  });

  it('paints neighbours of one look together, and not what has none', () => {
    const painted = frame(two, 40, (look, text) => `<${look} ${text}>`);
    expect(painted).toEqual([
      '<online ●> Work  <online online >      4s  <unknown ·····><online ▇▇▇><dip ▄▄><online ▇▇▇▇▇>',
      '<offline ○> Home  <offline offline>   3m05s  <unknown ·····><online ▇▇▇><dip ▄▄><offline ▁▁▁▁▁>',
      '',
      '<partial ◐> together <partial partial>: 1 online, 1 offline',
      '<aside ▇ online ▄ dip ▁ offline>',
    ]);
  });
});
