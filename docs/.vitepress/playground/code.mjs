// The code of a case, for a reader to copy: a program that writes what the picture shows.
import { callOf } from '../../../test/operators/diagrams/index.ts';
import { chosen } from './model.mjs';

/** The values of accounts$: the diagrams have names instead of streams. */
const sets = {
  'mergeConnectionStates-dynamic': '{ w: { work }, b: { work, home }, h: { home } }',
  'mergeConnectionStates-accounts':
    '{ w: { anna }, x: { anna, team }, y: { anne: anna, team }, z: { anne: anna } }',
};
const states = "{ n: 'online', f: 'offline', u: 'unknown' }";

function valuesOf({ name }, input, values) {
  if (input === 'accounts$') return sets[name];
  return 'n' in values ? 'states' : 'undefined';
}

function declared(diagram, [name, { marbles, values }]) {
  const rest = `${valuesOf(diagram, name, values)}, '${name} failed'`;
  if (typeof marbles === 'string') return [`const ${name} = hot('${marbles}', ${rest});`];
  const attempts = marbles.map((attempt) => `  cold('${attempt}', ${rest}),`);
  return [
    `const attempts = [`,
    ...attempts,
    `];`,
    `let next = 0;`,
    `const ${name} = defer(() => attempts[Math.min(next++, ${marbles.length - 1})]);`,
  ];
}

/** The operator's source is the input that its call does not mention. */
function resultOf({ inputs }, operator, call) {
  if (['mergeConnectionStates', 'toObservable'].includes(operator)) return call;
  const source = Object.keys(inputs).find((name) => !call.includes(name));
  return `${source}.pipe(${call})`;
}

function subscribers({ outputs }) {
  return Object.entries(outputs).map(([name, { there }]) => {
    if (there === undefined) return `result$.subscribe(log('${name}'));`;
    const [from, to] = [there.indexOf('^'), there.indexOf('!')];
    return `timer(${from}).pipe(switchMap(() => result$), takeUntil(timer(${to}))).subscribe(log('${name}'));`;
  });
}

const imports = (names, from, text) => {
  const used = names.filter((name) => text.includes(`${name}(`));
  return used.length > 0 ? [`import { ${used.join(', ')} } from '${from}';`] : [];
};

function loop({ inputs }, call) {
  const [[name, { marbles, values }]] = Object.entries(inputs);
  const moments = Array.from(marbles, (letter, at) => [at * 100, values[letter]]).filter(
    ([, value]) => value !== undefined,
  );
  return `import { from, map, mergeMap, timer } from 'rxjs';
import { toAsyncIterable } from 'rx-outlook/operators';

// A millisecond of the picture is 100 ms here.
const ${name} = from(${JSON.stringify(moments).replaceAll('"', "'").replaceAll(',', ', ')}).pipe(
  mergeMap(([at, state]) => timer(at).pipe(map(() => state))),
);

for await (const state of ${call}) {
  console.log(state);
  await new Promise((resolve) => setTimeout(resolve, 400));
}
`;
}

export function codeOf(current, operator) {
  const diagram = chosen(current);
  const call = callOf(diagram);
  if (diagram.inTime) return loop(diagram, call);
  // Sets of accounts refer to the other inputs.
  const inputs = Object.entries(diagram.inputs).toSorted(
    ([one], [other]) => Number(one === 'accounts$') - Number(other === 'accounts$'),
  );
  const foreign = operator === 'toObservable';
  const body = [
    ...inputs.flatMap((input) => declared(diagram, foreign ? ['stream', input[1]] : input)),
    ...(foreign
      ? ['const foreign = { subscribe: (observer) => stream.subscribe(observer) };']
      : []),
    ...(call.includes(', send)') ? ['const send = (mail) => of(mail).pipe(delay(3));'] : []),
    `const result$ = ${resultOf(diagram, operator, call)};`,
    ...subscribers(diagram),
  ];
  const text = body.join('\n');
  const helpers = ['hot', 'cold'].filter((name) => text.includes(`${name}(`));
  return [
    ...imports(['defer', 'delay', 'of', 'switchMap', 'takeUntil', 'timer'], 'rxjs', text),
    `import { TestScheduler } from 'rxjs/testing';`,
    `import { ${operator} } from 'rx-outlook/operators';`,
    '',
    ...(text.includes('states') ? [`const states = ${states};`] : []),
    'const scheduler = new TestScheduler(() => {});',
    'const log = (name) => ({',
    '  next: (value) => console.log(scheduler.now(), name, value),',
    '  error: (error) => console.log(scheduler.now(), name, error),',
    "  complete: () => console.log(scheduler.now(), name, 'complete'),",
    '});',
    '',
    `scheduler.run(({ ${helpers.join(', ')} }) => {`,
    ...body.map((line) => `  ${line}`),
    '});',
    '',
  ].join('\n');
}
