import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

interface Example {
  readonly name: string;
  readonly code: string;
}

/** Every fenced block of TypeScript: in the documentation comments and in the Markdown files. */
function examples(): Example[] {
  const sources = ['lib', 'operators', 'testing'].flatMap((folder) =>
    readdirSync(folder).map((file) => join(folder, file)),
  );
  const papers = ['README.md', ...readdirSync('docs').map((file) => join('docs', file))];
  const markdown = papers.filter((file) => file.endsWith('.md'));
  return [...sources, ...markdown].flatMap((file) => {
    const text = readFileSync(file, 'utf8').replace(file.endsWith('.md') ? /$^/ : /^ \* ?/gm, '');
    return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ''], i) => ({
      name: `${file.replaceAll(/\W/g, '-')}-${i + 1}.ts`,
      code,
    }));
  });
}

describe('the examples in the documentation', () => {
  const all = examples();

  it('are there for every public function and class', () => {
    const documented = all.map(({ code }) => code).join('\n');
    const report = ['rx-outlook', 'rx-outlook-operators', 'rx-outlook-testing']
      .map((name) => readFileSync(`api-report/${name}.api.md`, 'utf8'))
      .join('\n');
    const names = [...report.matchAll(/^export (?:function|class|const) ([\w$]+)/gm)];
    expect(names.length).toBeGreaterThan(5);
    for (const [, name = ''] of names) expect(documented).toContain(name);
  });

  it('compile as strict modules against the built package', () => {
    const folder = resolve('build/doc-examples');
    const files = new Map(
      all.map(({ name, code }) => [join(folder, name), `${code}\nexport {};\n`]),
    );
    const options: ts.CompilerOptions = {
      strict: true,
      noEmit: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      types: ['node'],
      typeRoots: [resolve('node_modules/@types')],
      skipLibCheck: true,
    };
    const host = ts.createCompilerHost(options);
    const real = { ...host };
    host.fileExists = (file) => files.has(file) || real.fileExists(file);
    host.readFile = (file) => files.get(file) ?? real.readFile(file);
    host.getSourceFile = (file, language, ...rest) => {
      const code = files.get(file);
      return code === undefined
        ? real.getSourceFile(file, language, ...rest)
        : ts.createSourceFile(file, code, language);
    };
    const program = ts.createProgram([...files.keys()], options, host);
    const said = ts.formatDiagnostics(ts.getPreEmitDiagnostics(program), {
      getCanonicalFileName: (name) => name,
      getCurrentDirectory: () => folder,
      getNewLine: () => '\n',
    });
    expect(said).toBe('');
  }, 60_000);

  it.each([
    ['README', 'first'],
    ['README', 'work'],
    ['docs-windows', 'withoutAddIn'],
  ])('have, in the %s, the program %s that a test runs', (paper, name) => {
    const program = readFileSync(`examples/${name}.ts`, 'utf8');
    const codes = all.filter(({ name }) => name.startsWith(paper)).map(({ code }) => code);
    expect(codes).toContain(program);
  });
});
