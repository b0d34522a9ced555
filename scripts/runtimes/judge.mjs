/**
 * What a runtime's results come to, beside the failures that are known of it: `results` has for each case's name
 * what went wrong, or nothing. `complaints` are what fails the command.
 */
export function judge(results, known) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const complaints = [];
  const complain = (what) => {
    counts.failed += 1;
    complaints.push(what);
  };
  for (const [name, failure] of results) {
    const isKnown = Object.hasOwn(known, name);
    if (failure === undefined && isKnown) complain(`passes, but is a known failure: ${name}`);
    else if (failure === undefined) counts.passed += 1;
    else if (isKnown) counts.skipped += 1;
    else complain(`fails: ${name}\n${failure}`);
  }
  for (const name of Object.keys(known)) {
    if (!results.has(name)) complain(`is a known failure, but no case: ${name}`);
  }
  return { counts, complaints };
}
