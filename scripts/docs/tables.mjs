// The tables of error codes and of reasons, from the documentation comments of lib/errors.ts and lib/reasons.ts. Each
// row is one bullet there: "`CODE`: meaning. Remedy: what to do." A code or a reason without a bullet is a failure.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { root } from '../run.mjs';

/** The bullets of a text, each with its lines joined. */
function bullets(text) {
  const found = [...text.matchAll(/^ \* - `'?([\w-]+)'?`: (.*(?:\n \* {3}.*)*)/gm)];
  return found.map(([, name, body]) => {
    const joined = body.replaceAll(/\n \* +/g, ' ');
    const [, meaning, remedy] = /^(.*)\. Remedy: (.*)\.$/.exec(joined) ?? [];
    if (remedy === undefined) {
      throw new Error(`The comment on ${name} lacks "Remedy: …" at its end: add what to do.`);
    }
    return { name, meaning, remedy };
  });
}

/** The frontmatter of a wide page without an outline. */
const frontmatter = '---\naside: false\npageClass: codes-page\n---\n\n';

const capital = (text) => text.replace(/^\w/, (letter) => letter.toUpperCase());

/** An anchor of its own for each row, so that a message or a page can link to it. */
function table(what, rows, shown = (name) => name) {
  const lines = rows.map(
    ({ name, meaning, remedy }) =>
      `| <span id="${name}">\`${shown(name)}\`</span> | ${capital(meaning)}. | ${capital(remedy)}. |`,
  );
  return [`| ${what} | meaning | what to do |`, '| --- | --- | --- |', ...lines].join('\n');
}

function missing(what, wanted, rows, file) {
  const known = new Set(rows.map(({ name }) => name));
  const lacking = [...wanted].filter((name) => !known.has(name));
  if (lacking.length === 0) return;
  throw new Error(
    `${file} documents no ${what} ${lacking.join(', ')}: add a bullet with a remedy.`,
  );
}

/** Codes of Node and of its loader: no error of this package has them. */
const foreign = /^ERR_(ACCESS_DENIED|DLOPEN_\w+|STREAM_PREMATURE_CLOSE)$/;

function codesInUse() {
  const args = ['grep', '-hoE', '\\bERR_[A-Z_]*[A-Z]\\b', '--', 'lib', 'operators', 'testing'];
  const found = execFileSync('git', args, { cwd: root('.'), encoding: 'utf8' })
    .trim()
    .split('\n');
  return new Set(found.filter((code) => !foreign.test(code)));
}

export function errorCodes() {
  const text = readFileSync(root('lib/errors.ts'), 'utf8');
  const rows = bullets(text);
  missing('code', codesInUse(), rows, 'lib/errors.ts');
  const isArgument = ({ name }) => name.startsWith('ERR_INVALID_ARG_');
  const isOurs = ({ name }) => name.startsWith('ERR_');
  const own = rows.filter((row) => isOurs(row) && !isArgument(row));
  return `${frontmatter}# Error codes

Every failure at run time is an [OfflineStateError](/reference/rx-outlook/classes/OfflineStateError.md) with one of
these codes as its \`code\`. Its message names what failed, and what to do next.

## Codes of this package

${table('code', own)}

## HRESULTs

Every other code is the name of the HRESULT that Outlook returned. These have a known remedy:

${table(
  'code',
  rows.filter((row) => !isOurs(row)),
)}

## Wrong arguments

Wrong arguments throw a \`TypeError\` at the call:

${table('code', rows.filter(isArgument))}
`;
}

export function reasons() {
  const text = readFileSync(root('lib/reasons.ts'), 'utf8');
  const [unavailable, unknown] = ['UnavailableReason', 'UnknownReason'].map((type) => {
    const end = text.indexOf(`export type ${type} =`);
    const rows = bullets(text.slice(text.lastIndexOf('/**', end), end));
    const members = text.slice(end, text.indexOf(';', end)).matchAll(/\| '([\w-]+)'/g);
    missing(
      'reason',
      [...members].map(([, name]) => name),
      rows,
      'lib/reasons.ts',
    );
    return rows;
  });
  const quoted = (name) => `'${name}'`;
  return `${frontmatter}# Reasons of an unknown state

A status of [connectionStatus$](/reference/rx-outlook/functions/connectionStatus$.md) whose state is \`'unknown'\` has one
of these as its \`reason\`. Later versions may add reasons: treat an unknown one as \`'failed'\`.

## No Outlook can be asked

[availability$](/reference/rx-outlook/functions/availability$.md) emits these, too.

${table('reason', unavailable, quoted)}

## The profile or account has no known state

${table('reason', unknown, quoted)}
`;
}
