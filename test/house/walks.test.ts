import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path/posix';

const walks = readFileSync('CONTRIBUTING.md', 'utf8')
  .split('## Three walks')[1]!
  .split('\n## ')[0]!;
const steps = walks.replace(/\n {3,}/g, ' ').match(/^\d+\. .*$/gm)!;
const code = /`([^`]+)`/g;

/** The files of a step: by their path, or by their name beside the file before. */
function filesOf(step: string): string[] {
  const files: string[] = [];
  for (const [, text] of step.matchAll(code)) {
    if (!/\.(cc|h|ts)$/.test(text!)) continue;
    const before = files.at(-1);
    files.push(text!.includes('/') || before === undefined ? text! : `${dirname(before)}/${text!}`);
  }
  return files;
}

describe('the walks of CONTRIBUTING.md', () => {
  it('are three, each of no more than a screen', () => {
    expect(walks.match(/^### /gm)).toHaveLength(3);
    expect(steps.length).toBeGreaterThan(25);
    for (const walk of walks.split('### ')) expect(walk.split('\n').length).toBeLessThan(25);
  });

  it.each(steps)('name what is there: %s', (step) => {
    const files = filesOf(step);
    expect(files.filter((path) => !existsSync(path))).toEqual([]);
    const sources = files
      .filter((path) => existsSync(path))
      .flatMap((path) => [path, path.replace(/\.cc$/, '.h')])
      .filter((path) => existsSync(path))
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n');
    const names = [...step.matchAll(/, `([~#]?[A-Za-z]+\$?)`/g)].map(([, name]) => name!);
    expect(names.filter((name) => !sources.includes(name))).toEqual([]);
  });
});
