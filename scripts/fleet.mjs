// npm run fleet: examples/fleet, its demo. Its packages are installed first when they are missing.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fleet, installFleet } from './fleet-packages.mjs';

installFleet();
const args = ['--import', 'tsx', 'demo/main.ts', ...process.argv.slice(2)];
const demo = spawn(process.execPath, args, { cwd: fleet, stdio: 'inherit' });
// The demo ends all in order, and this script after it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => demo.kill(signal));
const [code] = await once(demo, 'exit');
process.exitCode = code ?? 1;
