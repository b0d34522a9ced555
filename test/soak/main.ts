/** npm run soak: everything at once that may happen to the package, for as long as is asked for. */
import { randomInt } from 'node:crypto';
import { optionsOf, usage, type Options } from './options.js';
import { summary, tally } from './report.js';
import { anywhere } from './rooms/anywhere.js';
import { Soak } from './soak.js';

async function run({ minutes, seed }: Options): Promise<number> {
  console.log(`seed ${seed}, ${minutes} minutes, Node ${process.versions.node}`);
  const soak = new Soak({
    seed,
    roomsWith: anywhere,
    measured: ['rss', 'heap'],
    print: console.log,
  });
  await soak.run(minutes);
  const results = soak.checker.results();
  if (soak.checker.isBroken) {
    console.log('\nWhat was done last:');
    for (const line of soak.journal.last()) console.log(line);
    console.log(
      `\nThe same choices once more, but for those among what is alive at a moment: npm run soak -- --minutes ${minutes} --seed ${seed}`,
    );
  }
  console.log(`\n${summary(soak.load, soak.samples, results)}`);
  const { line, failed } = tally(results);
  console.log(`\n${line}`);
  return failed === 0 ? 0 : 1;
}

let options: Options | undefined;
try {
  options = optionsOf(process.argv.slice(2), () => randomInt(2 ** 32));
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exit(2);
}
if (options === undefined) {
  console.log(usage);
} else {
  // Where something has hung, its threads and children would keep this process.
  process.exit(await run(options));
}
