import { builtinModules } from 'node:module';
import { runInNewContext } from 'node:vm';
import * as operators from 'rx-outlook/operators';
import { budgets } from './budgets.js';
import { bundle } from './bundle.js';

/** Besides them there is a class of errors. */
const names = Object.keys(operators).filter((name) => /^[a-z]/.test(name));
const alone = (name: string): string => `export { ${name} } from 'rx-outlook/operators';`;

/** What others take their sources with, and is exported for itself. */
const common = 'toObservable';

describe.each(names)('a bundle for a browser that takes %s alone', (name) => {
  it('has no other operator in it, nothing native, and imports only RxJS', async () => {
    const { modules, imports } = await bundle(alone(name));
    const others = names
      .filter((other) => other !== name && other !== common)
      .map((other) => `operators/${other}`);
    expect(modules).toContain(`operators/${name}`);
    expect(modules.filter((module) => others.includes(module))).toEqual([]);
    expect(
      modules.filter((module) => !/^operators\/|^lib\/(errors|received|signals)$/.test(module)),
    ).toEqual([]);
    expect(imports.filter((path) => path !== 'rxjs')).toEqual([]);
  });
});

test('all operators load where there is nothing of Node', async () => {
  const { code } = await bundle(`export * from 'rx-outlook/operators';`, {
    external: [],
    format: 'iife',
    globalName: 'bundled',
  });
  const bundled: unknown = runInNewContext(`${code}; bundled`);
  expect(Object.keys(bundled as object).sort()).toEqual(Object.keys(operators).sort());
});

test('what is imported and not used leaves nothing behind', async () => {
  const code = `import 'rx-outlook/operators'; import 'rx-outlook';`;
  expect((await bundle(code, { platform: 'node' })).code.trim()).toBe('');
});

test('each entry point, and each operator alone, is no larger than its budget, and not much smaller', async () => {
  const node = { platform: 'node', external: ['rxjs', ...builtinModules] } as const;
  const entries = [
    ...['rx-outlook', 'rx-outlook/operators', 'rx-outlook/testing'].map((entry) => ({
      entry,
      code: `export * from '${entry}';`,
      options: entry.endsWith('operators') ? {} : node,
    })),
    ...names.map((entry) => ({ entry, code: alone(entry), options: {} })),
  ];
  const sizes: Record<string, number> = {};
  for (const { entry, code, options } of entries) {
    const { bytes } = await bundle(code, options);
    const budget = budgets[entry] ?? 0;
    const isWithin = bytes <= budget && bytes > budget * 0.9;
    sizes[entry] = isWithin ? budget : bytes;
  }
  // What it differs in are sizes as they were measured: where the growth is worth it, round them up.
  expect(sizes).toEqual(budgets);
});
