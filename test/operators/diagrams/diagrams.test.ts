import { defer, type Observable, throwError } from 'rxjs';
import type { RunHelpers } from 'rxjs/testing';
import * as operators from 'rx-outlook/operators';
import { marbles } from '../marbles.js';
import { bare, codeOf } from './code.js';
import type { AnyDiagram, Input } from './diagram.js';
import { runInTime } from './inTime.js';
import { diagrams } from './index.js';

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

function run({ inputs, apply, outputs }: AnyDiagram): void {
  marbles((helpers) => {
    const streams = Object.fromEntries(
      Object.entries(inputs).map(([name, input]) => [name, streamOf(input, name, helpers)]),
    );
    const result = apply(streams);
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
    if (diagram.inTime === true) {
      const { happened, drawn } = await runInTime(diagram);
      expect(happened).toEqual(drawn);
    } else {
      run(diagram);
    }
  });
});
