import { defer, type Observable, throwError } from 'rxjs';
import type { RunHelpers } from 'rxjs/testing';
import * as operators from 'rx-outlook/operators';
import { marbles } from '../marbles.js';
import { bare, codeOf } from './code.js';
import { type AnyDiagram, callOf, type Input, letterInput, stateOutput } from './diagram.js';
import { drawn } from './events.js';
import { diagrams } from './index.js';
import { run } from './run.js';

/** The stream that a picture shows; that it is subscribed and left when it says so is asserted. */
function streamOf(input: Input<unknown>, name: string, helpers: RunHelpers): Observable<unknown> {
  const { hot, cold, expectSubscriptions } = helpers;
  const { marbles, values, subscribed } = input;
  const failure = `${name} failed`;
  if (typeof marbles === 'string') {
    const stream = hot(marbles, values, failure);
    expectSubscriptions(stream.subscriptions).toBe([...subscribed]);
    return stream;
  }
  const attempts = marbles.map((attempt, i) => {
    const stream = cold(attempt, values, failure);
    expectSubscriptions(stream.subscriptions).toBe(subscribed[i] ?? []);
    return stream;
  });
  let next = 0;
  const tooMany = throwError(() => new Error(`${name} is subscribed more often than is drawn`));
  return defer((): Observable<unknown> => attempts[next++] ?? tooMany);
}

test('every operator has a picture', () => {
  const names = Object.keys(operators).filter((name) => /^[a-z]/.test(name));
  expect(names.length).toBeGreaterThan(1);
  for (const name of names) {
    expect(diagrams.map(({ call }) => call)).toContainEqual(expect.stringMatching(`\\b${name}\\(`));
  }
});

test('no two pictures have the same name', () => {
  const names = diagrams.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

function expectDrawn({ inputs, options, apply, outputs }: AnyDiagram): void {
  marbles((helpers) => {
    const streams = Object.fromEntries(
      Object.entries(inputs).map(([name, input]) => [name, streamOf(input, name, helpers)]),
    );
    const result = apply(streams, options, {
      sleep: () => Promise.reject(new Error('not in time')),
    });
    for (const { marbles, values, error, there } of Object.values(outputs)) {
      helpers.expectObservable(result, there).toBe(marbles, values, error);
    }
  });
}

describe.each(diagrams)('the picture $name', (diagram) => {
  it('has in its box the call that makes its outputs', () => {
    expect(codeOf(diagram.name)).toContain(bare(diagram.call));
  });

  it('shows what the operator does, and when it subscribes to what', async () => {
    expect(await run(diagram)).toEqual(drawn(diagram));
    if (diagram.inTime !== true) expectDrawn(diagram);
  });
});

describe('a diagram with other options', () => {
  it('has them in its box', () => {
    const [first] = diagrams;
    expect(callOf(first!)).toBe('debounceConnectionState({ offline: 5 })');
    expect(callOf({ ...first!, options: {} })).toBe('debounceConnectionState()');
    const merge = { call: 'mergeConnectionStates({ work }, options)' };
    expect(callOf({ ...merge, options: {} })).toBe('mergeConnectionStates({ work })');
    expect(callOf({ ...merge, options: { overall: 'any', retry: { delay: 4 } } })).toBe(
      "mergeConnectionStates({ work }, { overall: 'any', retry: { delay: 4 } })",
    );
  });

  it('is run with them', async () => {
    const [first] = diagrams;
    const { outputs } = await run({ ...first!, options: { offline: 1 } });
    expect(outputs['result']).toEqual(
      drawn({ inputs: {}, outputs: { result: stateOutput('n---fn---f------n----f|') } }).outputs[
        'result'
      ],
    );
  });

  it('ends, even if it would retry for ever', async () => {
    const retry = diagrams.find(({ name }) => name === 'mergeConnectionStates-retry')!;
    const inputs = { home: letterInput(['#']) };
    const { subscribed } = await run({ ...retry, inputs, options: { retry: {} } });
    expect(subscribed['home']!.length).toBe(30);
  });
});
