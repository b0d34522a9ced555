import { spawnSync } from 'node:child_process';

/** What scripts/runtimes/judge.mjs makes of results: it is a script's, and so asked in a process of its own. */
function judge(results: Record<string, string | null>, known: Record<string, string>) {
  const code = `
    const { judge } = await import('./scripts/runtimes/judge.mjs');
    const [results, known] = JSON.parse(process.argv[1]);
    const map = new Map(Object.entries(results).map(([name, failure]) => [name, failure ?? undefined]));
    console.log(JSON.stringify(judge(map, known)));`;
  const args = ['--input-type=module', '-e', code, JSON.stringify([results, known])];
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return JSON.parse(stdout) as unknown;
}

describe('what a runtime’s results come to', () => {
  it('is passed for what passes, and skipped for what is known to fail', () => {
    expect(judge({ one: null, two: 'it broke' }, { two: 'why' })).toEqual({
      counts: { passed: 1, failed: 0, skipped: 1 },
      complaints: [],
    });
  });

  it('is failed for a failure that nobody knew', () => {
    expect(judge({ one: null, two: 'it broke' }, {})).toEqual({
      counts: { passed: 1, failed: 1, skipped: 0 },
      complaints: ['fails: two\nit broke'],
    });
  });

  it('is failed for a known failure that passes', () => {
    expect(judge({ one: null }, { one: 'why' })).toEqual({
      counts: { passed: 0, failed: 1, skipped: 0 },
      complaints: ['passes, but is a known failure: one'],
    });
  });

  it('is failed for a known failure of no case', () => {
    expect(judge({ one: null }, { gone: 'why' })).toEqual({
      counts: { passed: 1, failed: 1, skipped: 0 },
      complaints: ['is a known failure, but no case: gone'],
    });
  });
});
