// Starts the server of the current folder, prints what it answers, and ends it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

const probe = createServer().listen(0, '127.0.0.1');
await once(probe, 'listening');
const { port } = probe.address();
probe.close();
const env = { ...process.env, PORT: String(port), HOSTNAME: '127.0.0.1' };
const server = spawn(process.execPath, ['next/server.js'], { env });
server.stderr.pipe(process.stderr);
const ended = once(server, 'exit');
// The first lines name the address, a later one says that it is ready.
for await (const chunk of server.stdout) if (/ready/i.test(String(chunk))) break;
const answer = await fetch(`http://127.0.0.1:${port}/status`);
process.stdout.write(await answer.text());
server.kill();
await ended;
