import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { eventually } from '../contract/tools.js';
import { bitness, type LineProgram, program, startLineProgram } from './lineProgram.js';

// The stand-in for an Outlook that is read from outside: native/test/windows/automation_outlook.cc.

/** OlExchangeConnectionMode; `other` is no documented one. */
export const mode = {
  none: 0,
  offline: 100,
  disconnected: 300,
  cached: 700,
  online: 800,
  other: 900,
} as const;

/** OlAccountType. */
export const accountType = { exchange: 0, imap: 1, pop3: 2 } as const;

export interface AccountHere {
  readonly name: string;
  readonly type?: number;
  readonly mode?: number;
}

/** What its clients have done, counted inside of it. */
export interface Counts {
  readonly calls: number;
  /** Reads of Application.Session, the first call of each look. */
  readonly looks: number;
  /** Reads of the address that Outlook guards. */
  readonly guarded: number;
  /** Attempts to make an Application, which would start Outlook. */
  readonly created: number;
  /** Objects that are alive, the Application among them. */
  readonly objects: number;
}

/** Of each look since `measure`; the times are those that its own thread spent in the calls. */
export interface Figures {
  readonly calls: readonly number[];
  readonly microseconds: readonly number[];
  /** Processor time of the whole process, in milliseconds. */
  readonly processor: number;
}

interface FarAutomation {
  profile(name: string): Promise<string>;
  mode(mode: number): Promise<string>;
  add(name: string, type: number, mode: number): Promise<string>;
  remove(at: number): Promise<string>;
  rename(at: number, name: string): Promise<string>;
  change(at: number, mode: number): Promise<string>;
  hang(member: string, how: 'deaf' | 'modal'): Promise<string>;
  held(): Promise<string>;
  release(): Promise<string>;
  hide(): Promise<string>;
  show(): Promise<string>;
  count(): Promise<string>;
  measure(): Promise<string>;
  figures(): Promise<string>;
  end(how: string): Promise<string>;
}

const language = {
  fieldsOf: ({ args }: { readonly args: readonly unknown[] }) => args,
  valueOf: (text: string) => text,
};

/** Runs a test with a stand-in of its own, which ends with it. */
export async function withOutlook(
  accounts: readonly AccountHere[],
  body: (outlook: AutomationOutlook) => Promise<void>,
): Promise<void> {
  const outlook = await AutomationOutlook.start({ accounts });
  try {
    await body(outlook);
    await outlook.awaitReleased();
    const { created, guarded } = await outlook.counts();
    assert.deepEqual([created, guarded], [0, 0], 'nothing was started, no address was read');
  } finally {
    await outlook.kill();
  }
}

/** The stand-in under a test's control. */
export class AutomationOutlook {
  readonly #program: LineProgram<FarAutomation>;
  readonly #accounts: string[] = [];

  private constructor(program: LineProgram<FarAutomation>) {
    this.#program = program;
  }

  /** Starts it; it is in the table of running objects with the profile and all of the accounts. */
  static async start(
    options: { readonly profile?: string; readonly accounts?: readonly AccountHere[] } = {},
  ): Promise<AutomationOutlook> {
    const { profile = 'Work', accounts = [] } = options;
    const outlook = new AutomationOutlook(
      await startLineProgram(program(bitness, 'automation/OUTLOOK.exe'), ['hidden'], language),
    );
    await outlook.setProfile(profile);
    for (const account of accounts) await outlook.addAccount(account);
    assert.equal(await outlook.#program.far.call('show'), '0');
    return outlook;
  }

  get pid(): number {
    return this.#program.pid;
  }

  /** The accounts' names, in their order. */
  get accounts(): readonly string[] {
    return this.#accounts;
  }

  async setProfile(name: string): Promise<void> {
    await this.#program.far.call('profile', name);
  }

  /** Of the session; the accounts keep theirs. */
  async setMode(mode: number): Promise<void> {
    await this.#program.far.call('mode', mode);
  }

  async setAccountMode(name: string, mode: number): Promise<void> {
    await this.#program.far.call('change', this.#at(name), mode);
  }

  async addAccount(account: AccountHere): Promise<void> {
    const { name, type = accountType.exchange, mode: its = mode.cached } = account;
    await this.#program.far.call('add', name, type, its);
    this.#accounts.push(name);
  }

  async removeAccount(name: string): Promise<void> {
    const at = this.#at(name);
    await this.#program.far.call('remove', at);
    this.#accounts.splice(at, 1);
  }

  async renameAccount(name: string, to: string): Promise<void> {
    const at = this.#at(name);
    await this.#program.far.call('rename', at, to);
    this.#accounts[at] = to;
  }

  /** The next call of the member does not return before `release`; resolves when one hangs. */
  async hang(member: string, how: 'deaf' | 'modal'): Promise<void> {
    await this.#program.far.call('hang', member, how);
    await this.#program.far.call('held');
  }

  async release(): Promise<void> {
    await this.#program.far.call('release');
  }

  /** Leaves the table of running objects. */
  async hide(): Promise<void> {
    await this.#program.far.call('hide');
  }

  async show(): Promise<void> {
    await this.#program.far.call('show');
  }

  async counts(): Promise<Counts> {
    const numbers = (await this.#program.far.call('count')).split(' ').map(Number);
    const [calls = 0, looks = 0, guarded = 0, created = 0, objects = 0] = numbers;
    return { calls, looks, guarded, created, objects };
  }

  /** Waits until so many more looks have begun. */
  async awaitLooks(more: number): Promise<void> {
    const { looks } = await this.counts();
    await this.#eventually(({ looks: now }) => now >= looks + more, 'it is looked at');
  }

  /** Waits until nobody looks at it any more: until four periods have passed without a look. */
  async awaitSilence(period: number): Promise<void> {
    await eventually(async () => {
      const { looks } = await this.counts();
      await setTimeout(4 * period);
      return (await this.counts()).looks === looks;
    }, 'nobody looks at it');
  }

  /** Waits until its clients hold none of its objects. */
  async awaitReleased(): Promise<void> {
    await this.#eventually(({ objects }) => objects === 1, 'nothing of it is held');
  }

  async measure(): Promise<void> {
    await this.#program.far.call('measure');
  }

  async figures(): Promise<Figures> {
    return JSON.parse(await this.#program.far.call('figures')) as Figures;
  }

  /** Ends it as its user does, by ExitProcess, or by TerminateProcess; resolves when it has ended. */
  async end(how: 'proper' | 'exit' | 'kill'): Promise<void> {
    await this.#program.far.call('end', how).catch(() => undefined); // it may end without an answer
    await this.#program.ended;
  }

  kill(): Promise<void> {
    return this.#program.kill();
  }

  #at(name: string): number {
    const at = this.#accounts.indexOf(name);
    assert(at >= 0, `there is no account ${name}`);
    return at;
  }

  async #eventually(condition: (counts: Counts) => boolean, what: string): Promise<void> {
    await eventually(async () => condition(await this.counts()), what);
  }
}
