import { doctor, type Patient } from '../../cli/doctor.js';
import type { Binary } from '../../lib/binary.cjs';
import { FakeDesktop, silent } from './fakeWindows.js';
import { said } from './said.js';

const backends = ['embedded', 'bridge', 'auto'];

describe('doctor', () => {
  const { lines } = said();
  let desktop: FakeDesktop;
  let patient: Patient;
  beforeEach(() => {
    desktop = new FakeDesktop();
    const binary = {
      backends,
      setSurroundings: () => undefined,
      probeBridge: () => desktop.probeBridge(),
    } as unknown as Binary;
    patient = {
      node: '22.13.0',
      loaded: { binary, path: __filename },
      desktop: () => desktop,
      stateFinding: () => Promise.resolve({ check: 'state', result: 'note', text: 'Unknown.' }),
      profileFindings: () =>
        Promise.resolve([
          { check: 'profiles', result: 'ok', text: 'Two.' },
          { check: 'accounts', result: 'ok', text: 'None.' },
        ]),
      tryToServe: () => Promise.resolve(undefined),
    };
  });

  /** The checks by name, each with what it came to. */
  const examined = async (): Promise<[number, string[]]> => {
    const before = lines().length;
    const code = await doctor({ json: true }, patient);
    const { findings } = JSON.parse(lines().slice(before).join('\n')) as {
      findings: { check: string; result: string }[];
    };
    return [code, findings.map(({ check, result }) => `${check} ${result}`)];
  };

  it('checks what there is where there can be no Outlook', async () => {
    expect(await examined()).toEqual([
      0,
      [
        'state note',
        'node ok',
        'binary ok',
        'backends ok',
        'bridge-place ok',
        'server note',
        'profiles ok',
        'accounts ok',
      ],
    ]);
  });

  it('says each on a line, with a remedy below it', async () => {
    await doctor({}, patient);
    const said = lines();
    expect(said[0]).toBe('note     Unknown.');
    expect(said[1]).toMatch(/^ok {7}Node\.js 22\.13\.0 on /);
    expect(said.slice(-4)).toEqual([
      'note     Nobody answers: Outlook cannot be reached: no server listens.',
      '         -> To develop without an Outlook: "npx rx-outlook host --profile Work".',
      'ok       Two.',
      'ok       None.',
    ]);
  });

  it('checks the add-in, too, on Windows, and ends with another code for a problem', async () => {
    patient = {
      ...patient,
      loaded: {
        binary: {
          backends,
          setSurroundings: () => undefined,
          probeBridge: () => desktop.probeBridge(),
          windows: desktop.windows,
        } as unknown as Binary,
        path: __filename,
      },
    };
    expect(await examined()).toEqual([
      4,
      [
        'state note',
        'node ok',
        'binary ok',
        'backends ok',
        'bridge-place ok',
        'outlook ok',
        'running note',
        'class-x64 problem',
        'class-x86 note',
        'load-behavior problem',
        'server note',
        'profiles ok',
        'accounts ok',
      ],
    ]);
  });

  it('has no problem with an add-in that is not there, where automation answers', async () => {
    const binary = {
      backends,
      setSurroundings: () => undefined,
      probeBridge: () => desktop.probeBridge(),
      windows: desktop.windows,
    } as unknown as Binary;
    const state = { check: 'state', result: 'ok', text: 'Known.', backend: 'automation' } as const;
    patient = {
      ...patient,
      loaded: { binary, path: __filename },
      stateFinding: () => Promise.resolve(state),
    };
    const [code, found] = await examined();
    expect([code, found[0]]).toEqual([0, 'state ok']);
    expect(found).toEqual(expect.arrayContaining(['class-x64 note', 'load-behavior note']));
  });

  it('asks no binary that there is not', async () => {
    patient = { ...patient, loaded: { missing: ['/nowhere'] } };
    expect(await examined()).toEqual([4, ['node ok', 'binary problem']]);
  });

  it('asks nobody in a place that is not to be trusted', async () => {
    desktop.probed = { ...silent, code: 'ERR_BRIDGE_NOT_TRUSTED' };
    expect(await examined()).toEqual([
      4,
      [
        ...['state note', 'node ok', 'binary ok', 'backends ok'],
        ...['bridge-place problem', 'profiles ok', 'accounts ok'],
      ],
    ]);
  });
});
