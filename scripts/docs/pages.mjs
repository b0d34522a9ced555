// Writes the generated pages of the site into docs/generated: the reference, the tables of codes and reasons, a
// playground for each operator, and the pages whose source is outside docs/.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { copies } from '../../docs/.vitepress/links.mjs';
import { loadDiagrams } from '../diagrams/load.mjs';
import { root, run } from '../run.mjs';
import { errorCodes, reasons } from './tables.mjs';

const folder = root('docs/generated');

const write = (file, text) => writeFileSync(`${folder}/${file}`, text);

/** The first paragraph of an operator's section in docs/operators.md. */
function introduction(guide, name) {
  const text = guide.split(`\n## ${name}\n\n`)[1]?.split('\n\n')[0];
  if (text === undefined) throw new Error(`docs/operators.md has no section "${name}"`);
  return text;
}

const playground = (name, text) => `---
aside: false
pageClass: playground-page
---

# ${name}

${text}

<Playground operator="${name}" />

More about it: [guide](/operators.md#${name.toLowerCase()}),
[reference](/reference/rx-outlook/functions/${name}.md).
`;

export async function writePages() {
  rmSync(folder, { recursive: true, force: true });
  run(process.execPath, [
    root('docs/node_modules/typedoc/bin/typedoc'),
    ...['--options', root('docs/typedoc.json'), '--logLevel', 'Warn'],
  ]);
  mkdirSync(`${folder}/playground`, { recursive: true });
  for (const [source, page] of Object.entries(copies)) {
    write(page, readFileSync(root(source), 'utf8'));
  }
  write('error-codes.md', errorCodes());
  write('reasons.md', reasons());
  const diagrams = await loadDiagrams();
  const operators = [...new Set(diagrams.map(({ name }) => name.replace(/-.*/, '')))];
  write('operators.json', `${JSON.stringify(operators)}\n`);
  const guide = readFileSync(root('docs/operators.md'), 'utf8');
  for (const name of operators) {
    write(`playground/${name}.md`, playground(name, introduction(guide, name)));
  }
}
