import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { outlookHere } from './outlookHere.js';

/** The package's CommonJS entry, as installed beside these tests. */
export const entry = createRequire(import.meta.url).resolve('rx-outlook');

/** The package's own binary: a DLL as any other. */
export const binary = join(dirname(entry), '../../../prebuilds/win32-x64/rx-outlook.node');

/** A DLL that native/test/windows has been built into. */
export const native = (dll: string): string =>
  fileURLToPath(new URL(`../../native/${dll}`, import.meta.url));

/** A reason to skip, or none. */
export type Skip = string | false;

/** By a DLL of the system's: a key of Wine's may also be on Windows, for what others took from Wine. */
export const isWine = readFileSync(
  join(process.env['SystemRoot']!, 'system32', 'ntdll.dll'),
  'latin1',
)
  .slice(0, 0x100)
  .includes('Wine');

const unlessWine = (reason: Skip): Skip =>
  isWine ? 'only Windows can show it, this is Wine' : reason;

const here = isWine ? 'none' : outlookHere();
const needs = (which: typeof here, what: string): Skip =>
  unlessWine(here !== which && `it needs ${what}`);

export const needsOutlook = needs('classic', `a classic Outlook for ${process.arch}`);
export const needsOtherOutlook = needs('other', `a classic Outlook, not for ${process.arch}`);
export const needsNewOutlookAlone = needs('new', 'new Outlook, and no classic one');
