// What .ci/run does on every submission, and .ci/night once a day. A step's output ends with 'N passed, N failed,
// N skipped', or the step counts as one test. Two steps run at a time, but for those that run alone, with both cores;
// `needs` names the steps whose results a step reads.
const debian = [
  ...['cmake', 'make', 'g++', 'ninja-build', 'doctest-dev', 'clang-format-19', 'clang-tidy-19'],
  ...['gcovr', 'clang-19', 'libclang-rt-19-dev', 'valgrind', 'libfaketime'],
  ...['g++-aarch64-linux-gnu', 'qemu-user-static', 'libc6-arm64-cross', 'libstdc++6-arm64-cross'],
  // Those of the site and of the fleet are here, since apt-get cannot run twice at a time.
  ...['chromium', 'fonts-dejavu-core', 'mosquitto', 'openssl'],
];
const install =
  `node -e "import('./scripts/debian.mjs').then((it) => it.installPackages('${debian}'.split(',')))"` +
  ` && node -e "import('./scripts/windows/wine.mjs').then((it) => it.installWine())"`;

const first = [
  { title: 'npm ci && npm test', command: 'npm ci && npm test', isAlone: true },
  { title: 'Debian packages', command: install, isAlone: true },
];

const builtNative = [
  'C++ tests under ASan and UBSan',
  'C++ tests under TSan',
  'C++ tests with coverage',
];
const forWindows = 'binaries for Windows';
const windowsBuild = { title: forWindows, command: 'npm run -s build:windows -- --tests' };
const compiled = [forWindows, 'benchmark, results only'];

/** What both do alike. Plain, the C++ tests run as part of the coverage. */
const always = [
  { title: 'C++ tests under ASan and UBSan', command: 'npm run -s test:native -- asan' },
  { title: 'C++ tests under TSan', command: 'npm run -s test:native -- tsan' },
  { title: 'C++ tests with coverage', command: 'npm run -s test:native -- coverage' },
  { title: 'the bridge, between processes', command: 'npm run -s test:bridge' },
  // A fiftieth of the work: what it measures means nothing here, but every result is checked.
  { title: 'benchmark, results only', command: 'npm run -s bench -- --quick' },
  {
    title: 'clocks that are set, under libfaketime',
    command: 'RX_OUTLOOK_TEST_FAKETIME=1 npx jest test/operators/clock.faketime',
  },
  { title: 'the testing kit in test runners', command: 'npm run -s test:runners' },
  {
    title: 'the oldest and the newest TypeScript, and Bun’s bundler',
    command: 'npm run -s test:tools',
  },
  { title: 'the documentation’s site, in Chromium', command: 'npm run -s test:docs' },
  { title: 'the fleet, at Mosquitto and in Chromium', command: 'npm run -s test:fleet' },
  { title: 'what is known against what ships', command: 'npm run -s audit' },
];
const everyPlatform = 'the binaries of every platform';

const run = [
  ...first,
  windowsBuild,
  { title: 'bundled programs', command: 'npm run -s test:bundlers' },
  {
    title: 'the Windows binary, under Wine',
    command: 'npm run -s test:windows',
    needs: [forWindows],
  },
  ...always,
  // Four or five frames a run: over a million.
  {
    title: 'the codec of the bridge, under libFuzzer',
    command: 'npm run -s fuzz -- --runs 300000',
  },
  {
    title: 'under sanitizers and valgrind, in part',
    command: 'npm run -s check:deep -- --part',
    needs: builtNative,
  },
  {
    title: 'a second build of the binary',
    command: 'npm run -s check:reproducible -- linux',
  },
  {
    title: 'the binary for arm64, under qemu, in part',
    command: 'npm run -s test:platforms -- --part',
  },
  { title: 'everything at once, for a minute', command: 'npm run -s soak -- --minutes 1' },
  {
    title: 'clang-format and clang-tidy',
    command: 'npm run -s lint:native -- --product',
    needs: compiled,
    isAlone: true,
  },
];

/** One seventh of the groups a night: all of them once a week. */
const groupsOfTonight = `${(Math.floor(Date.now() / 86_400_000) % 7) + 1}/7`;

const night = [
  ...first,
  windowsBuild,
  { title: 'everything at once, for 30 minutes', command: 'npm run -s soak -- --minutes 30' },
  ...always,
  {
    title: 'the Windows binary, under Wine, with each Node',
    command: 'npm run -s test:windows -- --all',
    needs: [forWindows],
  },
  {
    title: 'the codec of the bridge, under libFuzzer',
    command: 'npm run -s fuzz -- --seconds 600',
  },
  {
    title: 'under sanitizers and valgrind',
    command: 'npm run -s check:deep',
    needs: builtNative,
  },
  {
    title: 'C++ tests with the bridge as for macOS',
    command: 'npm run -s test:native -- portable',
  },
  { title: 'programs of every bundler', command: 'npm run -s test:bundlers -- --all' },
  { title: 'other runtimes', command: 'npm run -s test:runtimes' },
  {
    title: everyPlatform,
    command: 'npm run -s test:platforms',
    // Both run in the same folder.
    needs: [forWindows, 'other runtimes'],
  },
  {
    title: 'a second build of the binaries',
    command: 'npm run -s check:reproducible',
    needs: [forWindows, everyPlatform],
  },
  { title: 'wrong, hostile and used-up input', command: 'npm run -s fuzz:input -- --runs 200' },
  {
    title: 'clang-format and clang-tidy with the analyzer',
    command: 'npm run -s lint:native -- --analyzer',
    needs: compiled,
    isAlone: true,
  },
  {
    title: `mutants of part ${groupsOfTonight}`,
    command: `npm run -s mutation -- --part ${groupsOfTonight}`,
    isAlone: true,
  },
];

const minutes = 60_000;

/**
 * In milliseconds: how long a plan is meant to take, and the limits at which what hangs is ended, so that all is
 * reported in time. GitHub ends a job after 360 minutes.
 */
export const plans = {
  run: { steps: run, meant: 35 * minutes, limit: 85 * minutes, stepLimit: 40 * minutes },
  night: { steps: night, meant: 180 * minutes, limit: 340 * minutes, stepLimit: 120 * minutes },
};
