import { type Actions, runProgram } from '../../cli/program.js';

/** What the command line asks for, or says instead. */
export async function runCommandLine(...args: readonly string[]) {
  const asked: unknown[] = [];
  const said = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    jest.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[stream] += String(text);
      return true;
    }),
  );
  const actions: Actions = {
    host: (options) => Promise.resolve(asked.push({ host: options }) + 40),
    watch: (options) => Promise.resolve(asked.push({ watch: options }) + 40),
    install: () => Promise.resolve(asked.push('install') + 40),
    uninstall: () => Promise.resolve(asked.push('uninstall') + 40),
    status: (options) => Promise.resolve(asked.push({ status: options }) + 40),
    doctor: (options) => Promise.resolve(asked.push({ doctor: options }) + 40),
  };
  const code = await runProgram(args, actions).finally(() =>
    spies.forEach((spy) => spy.mockRestore()),
  );
  return { code, asked, ...said };
}
