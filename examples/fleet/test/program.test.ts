import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BehaviorSubject, filter, firstValueFrom, type Observable } from 'rxjs';
import { reasons } from '../shared/messages.js';
import { agentTopic } from '../shared/topics.js';
import { Mosquitto, passwordOf } from './mosquitto.js';
import { Watcher } from './watcher.js';

interface Ended {
  readonly code: number;
  readonly output: string;
  readonly problems: string;
}

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

interface Program {
  readonly child: ChildProcess;
  /** Everything that was written to standard output until now, with each part of it. */
  readonly said$: Observable<string>;
  readonly ended: Promise<Ended>;
}

function program(file: string, ...args: string[]): Program {
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    cwd: 'examples/fleet',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  const said$ = new BehaviorSubject('');
  let problems = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => said$.next(said$.value + text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (problems += text));
  const ended = once(child, 'close').then(([code]) => ({
    code: code as number,
    output: said$.value,
    problems,
  }));
  return { child, said$, ended };
}

describe('agent.ts', () => {
  it('connects over TLS with a password from a file, and reports its end after SIGTERM', async () => {
    const machine = { site: 'berlin', machine: 'pc-1' };
    const broker = await Mosquitto.start([machine.machine]);
    const folder = mkdtempSync(join(tmpdir(), 'fleet-agent-'));
    const watcher = await Watcher.start(broker);
    try {
      const password = join(folder, 'password');
      writeFileSync(password, `${passwordOf(machine.machine)}\n`);
      const where = ['--broker', broker.tlsUrl, '--site', 'berlin', '--machine', 'pc-1'];
      const secret = ['--ca', broker.certificate, '--password-file', password];
      const agent = program('agent.ts', ...where, ...secret, '--backend', 'embedded');
      await watcher.untilState(agentTopic(machine), 'online');
      agent.child.kill('SIGTERM');
      const { reason } = await watcher.untilState(agentTopic(machine), 'unknown');
      expect(reason).toBe(reasons.ended);
      expect(await agent.ended).toEqual({ code: 0, output: '', problems: '' });
    } finally {
      await watcher.close();
      await broker.close();
      rmSync(folder, { recursive: true });
    }
  });

  it('ends with 2 and one line after a command line that is wrong', async () => {
    const problems =
      'agent: --broker must be a URL such as mqtts://broker.example.org; --help lists the options\n';
    expect(await program('agent.ts').ended).toEqual({ code: 2, output: '', problems });
  });

  it('prints its usage', async () => {
    const { code, output } = await program('agent.ts', '--help').ended;
    expect({ code, first: output.split('\n')[0] }).toEqual({
      code: 0,
      first: 'Usage: npx tsx agent.ts --broker URL --site NAME [options]',
    });
  });
});

describe('npm run fleet', () => {
  it('prints the address of the board, and says that all has ended after Ctrl-C', async () => {
    const demo = program('demo/main.ts', '--machines', '4');
    const said = await firstValueFrom(demo.said$.pipe(filter((text) => text.includes('Ctrl-C'))));
    const address = /http:\/\/127\.0\.0\.1:\d+\//.exec(said)![0];
    expect(await (await fetch(address)).text()).toContain('<title>Fleet');
    // Under npm one Ctrl-C arrives twice.
    demo.child.kill('SIGINT');
    demo.child.kill('SIGINT');
    const { code, output } = await demo.ended;
    expect({ code, last: output.trimEnd().split('\n').at(-1) }).toEqual({
      code: 0,
      last: 'All has ended: the board, the broker, and 4 processes of desktops',
    });
  });
});
