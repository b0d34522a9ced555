import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** Beside build/windows/app, in which the suites run. */
const folder = join(process.cwd(), '../../results');

/** Keeps what the documentation quotes, as a file and in the test's own output. */
export function keepResult(context: TestContext, name: string, lines: readonly string[]): void {
  for (const line of lines) context.diagnostic(line);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.txt`), `${lines.join('\n')}\n`);
}
