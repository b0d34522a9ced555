// The TestScheduler's output of a diagram with other marbles, in the playground's words. It is independent of the
// playground's own run: both share the diagram's `apply` alone.
import { defer } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';

function inWords({ kind, value, error }, { label, describe }) {
  if (kind === 'C') return 'complete';
  if (kind === 'E') return `error ${error.code ?? error.message ?? error}`;
  return label?.(value) ?? describe?.(value) ?? value?.state ?? value;
}

export function expected(diagram, input, marbles) {
  const lines = [];
  const scheduler = new TestScheduler((actual) => lines.push(actual));
  scheduler.run(({ hot, cold, expectObservable }) => {
    const streams = Object.entries(diagram.inputs).map(([name, one]) => {
      const { values } = one;
      const failure = `${name} failed`;
      if (name === input) return [name, hot(marbles, values, failure)];
      if (typeof one.marbles === 'string') return [name, hot(one.marbles, values, failure)];
      let next = 0;
      const attempt = () =>
        cold(one.marbles[Math.min(next++, one.marbles.length - 1)], values, failure);
      return [name, defer(attempt)];
    });
    const result = diagram.apply(Object.fromEntries(streams), diagram.options);
    for (const { there } of Object.values(diagram.outputs)) {
      expectObservable(result, there ?? '^ 59ms !').toBe('');
    }
  });
  const outputs = Object.keys(diagram.outputs).map((name, i) => {
    const said = lines[i].map(
      ({ frame, notification }) => `${inWords(notification, diagram)} at ${frame} ms`,
    );
    return `${name}: ${said.join(', ') || 'nothing'}`;
  });
  return outputs.join('; ');
}
