import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** Without what Prettier changes where a line is long. */
export const bare = (code: string): string =>
  code.replaceAll(/\s+/g, '').replaceAll(/,([)}])/g, '$1');

/** The code of `apply` in the diagram of this name. */
export function codeOf(name: string): string {
  const found: string[] = [];
  for (const file of readdirSync(__dirname)) {
    const text = readFileSync(`${__dirname}/${file}`, 'utf8');
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
    const visit = (node: ts.Node): void => {
      if (ts.isObjectLiteralExpression(node) && property(node, 'name')?.text === name) {
        found.push(property(node, 'apply')?.code ?? '');
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  if (found.length !== 1) throw new Error(`There are ${found.length} diagrams "${name}"`);
  return found.join();
}

function property(object: ts.ObjectLiteralExpression, name: string) {
  const found = object.properties.find((one) => one.name?.getText() === name);
  if (found === undefined || !ts.isPropertyAssignment(found)) return undefined;
  const { initializer } = found;
  const text = ts.isStringLiteralLike(initializer) ? initializer.text : undefined;
  return { text, code: bare(initializer.getText()) };
}
