import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const folders = ['native', 'lib', 'operators', 'testing', 'cli'];
const sources = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...folders],
  {
    encoding: 'utf8',
  },
)
  .trim()
  .split('\n')
  .filter((path) => /\.(cc|h|c|c?ts)$/.test(path) && !path.startsWith('native/test/'))
  .map((path) => ({ path, lines: readFileSync(path, 'utf8').split('\n').length - 1 }));

describe('the files of the product', () => {
  it('have no more than 300 lines, and few have more than 200', () => {
    expect(sources.length).toBeGreaterThan(250);
    expect(sources.filter(({ lines }) => lines > 300)).toEqual([]);
    expect(sources.filter(({ lines }) => lines > 200).length).toBeLessThan(sources.length / 15);
  });
});
