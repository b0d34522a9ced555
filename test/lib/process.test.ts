import { runScript } from '../fixtures/runScript.js';
import { prelude, processes } from './processes.js';

describe('a process', () => {
  it.each(processes)('$title', async ({ script, check }) =>
    check(await runScript(prelude + script)),
  );
});
