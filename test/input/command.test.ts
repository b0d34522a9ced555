import fc from 'fast-check';
import { exitCodes, Failure } from '../../cli/exitCodes.js';
import { parseScript } from '../../cli/script.js';
import { rosterOf } from '../cli/roster.js';
import { runCommandLine } from '../cli/commandLine.js';
import { runs } from './trying.js';

/** Of the command's own words, and anything that a shell can pass. */
const word = fc.oneof(
  fc.constantFrom('host', 'watch', 'addin', 'install', 'uninstall', 'status', 'doctor', 'help'),
  fc.constantFrom('--account', '-a', '--accounts', '-A', 'Work/alice', 'Work/', '/alice', '/'),
  fc.constantFrom('--profile', '-p', '--script', '-s', '--backend', '-b', '--debounce', '-d'),
  fc.constantFrom(
    '--json',
    '-j',
    '--help',
    '--version',
    '--',
    '-',
    '-pj',
    '--profile=',
    '--json=1',
  ),
  fc.constantFrom(
    'embedded',
    'bridge',
    '1500',
    '0',
    '-1',
    '1e9',
    'Work',
    'Home office',
    '',
    '\ud800',
  ),
  fc.constantFrom('__proto__', '--__proto__', '--constructor=1', 'toString', '--no-json'),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

describe('the arguments of the command', () => {
  it('are one thing to do, an explanation, or refused with what would be right', async () => {
    const ends = new Set<number>();
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 6 }), async (args) => {
        const { code, asked, stdout, stderr } = await runCommandLine(...args);
        ends.add(code);
        if (asked.length > 0) {
          expect({ code, asked: asked.length, stdout, stderr }).toEqual({
            code: 41,
            asked: 1,
            stdout: '',
            stderr: '',
          });
        } else if (code === exitCodes.ended) {
          expect(stdout).not.toBe('');
          expect(stderr).toBe('');
        } else {
          expect({ code, stdout }).toEqual({ code: exitCodes.usage, stdout: '' });
          expect(stderr).toMatch(/^(rx-outlook: |Usage: ).+\n$/s);
        }
      }),
      { numRuns: 20 * runs },
    );
    expect(ends).toEqual(new Set([41, exitCodes.ended, exitCodes.usage]));
  });
});

describe('a script for the host', () => {
  const roster = rosterOf(['Work', 'Home'], { Work: ['alice'] });
  const piece = fc.oneof(
    fc.constantFrom('0', '500ms', '1.5s', '2m', '1e9', '-1', '99999999999s', '٣s'),
    fc.constantFrom('Work', 'Home', 'online', 'offline', 'Offline', 'repeat', '#', '\ufeff', '\0'),
    fc.constantFrom('Work/alice', 'Work/bob', 'Work/', '/bob', 'add', 'remove'),
    fc.constantFrom('\n', '\r\n', '\t', '  ', '\u2028'),
    fc.string({ unit: 'binary', maxLength: 8 }),
  );
  const text = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(' '));

  it('has steps in their order, or is refused with its line', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'binary' })), (script) => {
        let steps;
        try {
          ({ steps } = parseScript(script, 'script', roster));
        } catch (error) {
          expect(error).toBeInstanceOf(Failure);
          expect((error as Failure).message).toMatch(/^script(:\d+: .| has no change in it)/s);
          return;
        }
        const times = steps.map(({ at }) => at);
        expect(times).toEqual([...times].sort((one, other) => one - other));
        for (const { at, targets, action } of steps) {
          expect(at).toBeLessThanOrEqual(2 ** 31 - 1);
          expect(targets.every(({ profile }) => roster.profiles.includes(profile))).toBe(true);
          expect(['online', 'offline', 'add', 'remove']).toContain(action);
        }
      }),
      { numRuns: 50 * runs },
    );
  });
});
