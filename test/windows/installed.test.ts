import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, type TestContext } from 'node:test';
import { eventually } from '../contract/tools.js';
import { hideFromWine, showWine } from './addInRegistration.js';
import { type DesktopHere, desktopTest, difference, dllName, registryNow } from './command.js';
import { bitness, connectMode, type OutlookHost, startOutlook } from './outlookHost.js';

// From the command's install to a script that sees Outlook go offline, and back to nothing.

const watching = `
import { connectionStatus$ } from 'rx-outlook';

connectionStatus$('Work').subscribe(({ state, reason }) => {
  console.log(reason === undefined ? state : state + ' (' + reason + ')');
});
`;

/** The command, run to its end and kept as a transcript. */
function said(context: TestContext, desktop: DesktopHere, ...args: readonly string[]): string {
  const { code, lines, stderr } = desktop.run(...args);
  assert.equal(stderr, '');
  for (const line of [
    `> npx rx-outlook ${args.join(' ')}`,
    ...lines,
    `(ends with ${String(code)})`,
  ]) {
    context.diagnostic(line);
  }
  return lines.join('\n');
}

/** Outlook starts, as far as an add-in can see it, and loads what is registered. */
async function start(desktop: DesktopHere): Promise<OutlookHost> {
  const { version } = desktop;
  showWine(bitness, join(desktop.localAppData, 'rx-outlook', 'addin', version, bitness, dllName));
  const host = await startOutlook({ profile: 'Work' });
  await host.far.call('open', ['Work']);
  await host.far.call('outlook.connect', connectMode.startup);
  await host.far.call('outlook.startupComplete');
  hideFromWine(bitness); // whose copies would look like an administrator's
  return host;
}

describe(`from install to online, with an Outlook for ${bitness}`, () => {
  desktopTest(
    'the add-in is installed, answers, is watched, and goes',
    async (desktop, context) => {
      desktop.installOutlook(bitness);
      const before = registryNow();
      said(context, desktop, 'addin', 'install');
      assert.match(said(context, desktop, 'addin', 'status'), /^note {5}Outlook does not run/m);
      const child = spawn(process.execPath, ['--input-type=module', '-e', watching], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const seen: string[] = [];
      createInterface(child.stdout).on('line', (line) => seen.push(line));
      const sees = (line: string, number: number): Promise<void> =>
        eventually(() => seen[number - 1] === line, `${line} as line ${String(number)}`);
      let host: OutlookHost | undefined;
      try {
        await sees('unknown (not-running)', 1);
        host = await start(desktop);
        await sees('online', 2);
        const status = said(context, desktop, 'addin', 'status');
        assert.match(
          status,
          /^ok {7}The add-in answers from within Outlook: Outlook .*, rx-outlook /m,
        );
        assert.doesNotMatch(status, /^(note|problem)/m);
        assert.match(said(context, desktop, 'doctor'), /^ok {7}The profiles are Work\./m);
        await host.far.call('setState', 'Work', 'offline');
        await sees('offline', 3);
        await host.far.call('setState', 'Work', 'online');
        await sees('online', 4);
        const left = said(context, desktop, 'addin', 'uninstall');
        assert.match(left, /Outlook runs, and keeps the add-in until it ends\./);
        await host.kill();
        await sees('unknown (not-running)', 5);
        assert.doesNotMatch(said(context, desktop, 'addin', 'uninstall'), /In use/);
      } finally {
        await host?.kill();
        child.kill();
        await once(child, 'close');
      }
      context.diagnostic(`the script has shown: ${seen.join(', ')}`);
      assert(!existsSync(join(desktop.localAppData, 'rx-outlook')));
      const { gone, come } = difference(before, registryNow());
      // The bridge's own mark stays: there has to be something to watch.
      assert.deepEqual(
        [...gone, ...come].filter(
          (line) => !/^HKEY_CURRENT_USER\\Software\\rx-outlook(: "server-\d+"=|$)/.test(line),
        ),
        [],
      );
    },
  );

  desktopTest(
    'install over an Outlook that runs changes nothing, and asks for a new start',
    async (desktop, context) => {
      desktop.installOutlook(bitness);
      said(context, desktop, 'addin', 'install');
      const host = await start(desktop);
      try {
        const again = said(context, desktop, 'addin', 'install');
        assert.match(again, /\(was there\)/);
        assert.match(again, /Outlook runs: end it and start it again/);
      } finally {
        await host.kill();
      }
    },
  );
});
