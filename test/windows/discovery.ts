import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Failure, Step } from './discoveryChild.js';
import { forgetOutlook } from './outlook.js';
import { assertAllowed } from './permission.js';
import { native } from './place.js';
import { registryTest } from './registryTest.js';

const child = fileURLToPath(new URL('./discoveryChild.js', import.meta.url));

interface Surroundings {
  readonly cwd?: string | undefined;
  /** A folder that PATH begins with. */
  readonly path?: string | undefined;
  /** Variables besides. */
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** Performs the steps in a process of its own. */
export function perform(
  steps: readonly Step[],
  { cwd, path, env: more }: Surroundings = {},
): unknown[] {
  if (steps.some((step) => 'registry' in step)) assertAllowed();
  const env = { ...process.env, ...more };
  if (path !== undefined) {
    const name = Object.keys(env).find((one) => one.toUpperCase() === 'PATH') ?? 'PATH';
    env[name] = `${path};${env[name] ?? ''}`;
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, [child, JSON.stringify(steps)], {
    encoding: 'utf8',
    timeout: 60_000,
    cwd,
    env,
  });
  assert.deepEqual([status, stderr], [0, '']);
  return JSON.parse(stdout) as unknown[];
}

/** How the steps' last one failed. */
export function failure(steps: readonly Step[], surroundings?: Surroundings): Failure {
  const last = perform(steps, surroundings).at(-1) as Failure;
  assert(typeof last === 'object', `it did not fail, but gave ${JSON.stringify(last)}`);
  return last;
}

/** Copies of the stand-in, each a DLL of its own. */
export class Copies {
  readonly folder = mkdtempSync(join(tmpdir(), 'rx-outlook-'));
  readonly #dlls: string[] = [];
  readonly #files: string[] = [];

  /** `name` may begin with a folder. */
  add(name: string, dll = native('msmapi32.dll')): string {
    const path = this.write(name, readFileSync(dll));
    this.#dlls.push(path);
    return path;
  }

  /** A file with something else in it. */
  write(name: string, content: string | Buffer): string {
    const path = this.place(name);
    writeFileSync(path, content);
    this.#files.push(path);
    return path;
  }

  /** The path for a file, its folder made. */
  place(name: string): string {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    return path;
  }

  /** A copy of another DLL that native/test/windows has been built into. */
  copy(name: string, dll: string): string {
    return this.write(name, readFileSync(native(dll)));
  }

  /** The stand-in as if it were for 32-bit Windows, as far as its headers say. */
  x86(name: string): string {
    const image = readFileSync(native('msmapi32.dll'));
    const machine = image.readUInt32LE(0x3c) + 4;
    assert.equal(image.readUInt16LE(machine), 0x8664);
    image.writeUInt16LE(0x14c, machine);
    return this.write(name, image);
  }

  /**
   * Asserts that of all copies it is this one that msmapi uses, and that its object works; before that
   * `loaded` are loaded.
   */
  opens(expected: string, loaded: readonly string[] = [], surroundings?: Surroundings): void {
    const [, first, used, , state] = perform(
      [
        { load: loaded },
        { open: 'Work' },
        { used: this.#dlls },
        { profileIn: expected, name: 'Work' },
        { subscribe: 'Work' },
      ],
      surroundings,
    );
    assert.deepEqual([used, state], [[expected], 'online'], JSON.stringify(first));
    assert.equal((first as Failure).code, 'MAPI_E_NOT_FOUND');
  }

  /**
   * Asserts that opening fails so, that none of these files is loaded then, and that none that is a copy of
   * planted.dll ever was; gives the error.
   */
  refuses(code: string, surroundings?: Surroundings): Failure {
    const steps: Step[] = [{ open: 'Work' }, { loadedOf: this.#files }, { planted: true }];
    const [failed, loaded, planted] = perform(steps, surroundings) as [Failure, string[], string[]];
    const seen = [failed.code, loaded, planted, 'hresult' in failed];
    assert.deepEqual(seen, [code, [], [], false], failed.message);
    return failed;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** A test with copies of its own, that may register any Outlook: afterwards there is none again. */
export function discoveryTest(
  title: string,
  body: (copies: Copies, context: TestContext) => void | Promise<void>,
): void {
  registryTest(title, async (context) => {
    const copies = new Copies();
    try {
      await body(copies, context);
    } finally {
      forgetOutlook();
      copies.remove();
    }
  });
}
