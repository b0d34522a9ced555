// npm run fleet: examples/fleet, its demo. Its packages are installed first when they are missing.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fleet, installFleet } from './fleet-packages.mjs';

installFleet();
// The demo gets the Ctrl-C of the terminal too: it ends all in order, and this script after it.
process.on('SIGINT', () => undefined);
const args = ['--import', 'tsx', 'demo/main.ts', ...process.argv.slice(2)];
const demo = spawn(process.execPath, args, { cwd: fleet, stdio: 'inherit' });
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => demo.kill(signal));
const [code] = await once(demo, 'exit');
process.exitCode = code ?? 1;
