import { readdirSync, readFileSync } from 'node:fs';
import { OfflineStateError } from 'rx-outlook';
import { reasonOf } from '../../lib/reasons.js';

const page = readFileSync('docs/behaviour.md', 'utf8');
const section = page.slice(page.indexOf('\n## Reasons and codes'));
const rows = [...section.matchAll(/^\| `'([a-z-]+)'` \| ([^|]*) \|/gm)];
const codesOf = (text: string): string[] =>
  [...text.matchAll(/`((?:ERR|MAPI_E|E)_[A-Z_]+)`/g)].map(([, code]) => code!);

/** Node's own, which the loader of the binary meets. */
const notOurs = /^ERR_(?:ACCESS_DENIED|DLOPEN_\w+|MAPI_|OUTLOOK_)$/;

/** All that stand in the sources, in code and in comments. */
const inSources = ['lib', 'operators', 'testing']
  .flatMap((folder) => readdirSync(folder).map((file) => readFileSync(`${folder}/${file}`, 'utf8')))
  .flatMap((text) => text.match(/\bERR_[A-Z_]+/g) ?? [])
  .filter((code) => !notOurs.test(code));

describe('docs/behaviour.md, reasons and codes', () => {
  it('has every reason that lib/reasons.ts names, once, and no other', () => {
    const types = [...readFileSync('lib/reasons.ts', 'utf8').matchAll(/^export type .*?;$/gms)];
    const named = types.flatMap(([type]) => type.match(/'[a-z-]+'/g) ?? []);
    expect(named.length).toBeGreaterThan(15);
    expect(rows.map(([, reason]) => `'${reason}'`).sort()).toEqual(named.sort());
  });

  it('has every code that the sources name', () => {
    const told = new Set(codesOf(section));
    expect(inSources.length).toBeGreaterThan(50);
    expect([...new Set(inSources)].filter((code) => !told.has(code))).toEqual([]);
  });

  it('has no code that the sources do not name', () => {
    const ours = codesOf(section).filter((code) => code.startsWith('ERR_'));
    expect(ours.filter((code) => !inSources.includes(code))).toEqual([]);
  });

  it('says of each code the reason that it becomes', () => {
    const told = rows
      .filter(([, reason]) => reason !== 'outside-outlook') // it takes what Outlook's DLL has said
      .flatMap(([, reason, codes]) => codesOf(codes!).map((code) => ({ code, reason })));
    expect(told.length).toBeGreaterThan(20);
    expect(
      told.map(({ code }) => ({
        code,
        reason: reasonOf(new OfflineStateError('', { code, operation: 'Advise' })),
      })),
    ).toEqual(told);
  });

  it('has no reason for the codes that are said to have none', () => {
    const rest = codesOf(section.slice(section.indexOf('Codes without a reason')));
    const errors = rest.filter((code) => code.startsWith('ERR_'));
    expect(errors.length).toBeGreaterThan(5);
    for (const code of errors) {
      expect(reasonOf(new OfflineStateError('', { code, operation: 'Advise' }))).toBe('failed');
    }
  });
});
