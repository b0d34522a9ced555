// npm run fuzz [-- --seconds N | --runs N] [--keep]: the bridge's codec under libFuzzer. It begins with the
// corpus in native/fuzz/corpus; what it finds beyond that is in build/fuzz/found, and with --keep the little
// of it that covers something new is added to the corpus.
import { mkdirSync, readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { configure, missing } from './configure-native.mjs';
import { exists, quiet, root, run } from './run.mjs';

const { values: options } = parseArgs({
  options: { seconds: { type: 'string' }, runs: { type: 'string' }, keep: { type: 'boolean' } },
});
const limits = { seconds: '-max_total_time', runs: '-runs' };
const longest = 200_000; // bytes: three frames of the largest size

const asked = Object.entries(limits).filter(([name]) => options[name] !== undefined);
if (asked.length !== 1 || asked.some(([name]) => !/^[1-9]\d*$/.test(options[name]))) {
  console.error('Say how long: npm run fuzz -- --seconds N, or --runs N.');
  process.exit(2);
}

const compiler =
  ['clang++-19', 'clang++'].find(exists) ?? missing('clang', 'clang-19 libclang-rt-19-dev');
const folder = configure('fuzz', ['-DRX_OUTLOOK_FUZZ=ON', `-DCMAKE_CXX_COMPILER=${compiler}`]);
run('cmake', ['--build', folder, '--target', 'rx_outlook_codec_fuzzer'], quiet);

const fuzzer = `${folder}/rx_outlook_codec_fuzzer`;
const corpus = root('native/fuzz/corpus');
const found = `${folder}/found`;
mkdirSync(found, { recursive: true });
// What ends it is written beside what it found.
const common = [`-max_len=${longest}`, `-artifact_prefix=${folder}/`];
const until = asked.map(([name, option]) => `${option}=${options[name]}`);
const quietly = process.env.CI ? ['-verbosity=0'] : []; // a line for each input it adds
run(fuzzer, [...common, ...until, ...quietly, found, corpus]);
// Small ones suffice: what is beyond the first frames covers nothing new.
if (options.keep) run(fuzzer, ['-merge=1', '-max_len=4096', corpus, found]);
console.log(`The corpus has ${readdirSync(corpus).length} inputs.`);
