// A reporter of node:test that writes the counts of tests as JSON: the option --test-reporter of scripts/test-bridge.mjs
// and scripts/test-windows.mjs, read by scripts/tally.mjs. A suite is no test; a test that is to do counts as skipped.
export default async function* counts(events) {
  let [passed, failed, skipped] = [0, 0, 0];
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details?.type === 'suite') continue;
    if (data.skip !== undefined || data.todo !== undefined) skipped += 1;
    else if (type === 'test:pass') passed += 1;
    else failed += 1;
  }
  yield `${JSON.stringify({ passed, failed, skipped })}\n`;
}
