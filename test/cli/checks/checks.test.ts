import { setDefaultBackend } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';
import { backendFinding, binaryFindings } from '../../../cli/checks/binary.js';
import { developmentFinding, placeFinding } from '../../../cli/checks/bridge.js';
import { nodeFinding } from '../../../cli/checks/node.js';
import { profileFindings } from '../../../cli/checks/profiles.js';
import type { Finding } from '../../../cli/finding.js';
import type { Binary } from '../../../lib/binary.cjs';
import { callFailed } from '../../../lib/failures.js';
import { load } from '../../../lib/load.js';
import { OfflineStateError } from '../../../lib/errors.js';
import { forgetDefaultBackend } from '../../fixtures/defaultBackend.js';

const range = '^20.19.0 || ^22.13.0 || >=24.0.0';
const place = '/run/user/1000/rx-outlook/bridge';

const canServe = (): Promise<undefined> => Promise.resolve(undefined);

describe('the check of Node.js', () => {
  it.each(['20.19.0', '20.20.2', '22.13.1', '24.0.0', '26.1.0'])('takes %s', (version) => {
    expect(nodeFinding(version, range)).toMatchObject({ result: 'ok' });
  });
  it.each(['18.20.0', '20.18.3', '21.7.0', '22.12.9', '23.11.0'])('does not take %s', (version) => {
    expect(nodeFinding(version, range)).toMatchObject({
      result: 'problem',
      text: expect.stringContaining(range) as string,
      remedy: 'Update Node.js.',
    });
  });
});

describe('the check of the binary', () => {
  it('tells where it is and of which sources', () => {
    const [binary] = binaryFindings(load());
    expect(binary).toMatchObject({ check: 'binary', result: 'ok' });
    expect(binary?.text).toMatch(
      /^The binary loads: .*rx-outlook\.node \(of sources [0-9a-f]{12}\)\.$/,
    );
  });

  it.each([
    ['it is missing', { missing: ['/nowhere/rx-outlook.node'] }, /no native binary.*npm ci/],
    [
      'it is broken',
      { broken: '/a/b.node', cause: new Error('no ELF') },
      /b\.node does not load: no ELF/,
    ],
  ])('tells what to do when %s, and of no backends', (_, loaded, text) => {
    expect(binaryFindings(loaded)).toEqual([
      { check: 'binary', result: 'problem', text: expect.stringMatching(text) as string },
    ]);
  });

  it.each([
    [undefined, 'ok', /embedded, bridge, auto\.$/],
    ['', 'ok', /auto\.$/],
    ['bridge', 'ok', /RX_OUTLOOK_BACKEND names bridge/],
    ['msmapi', 'problem', /"msmapi", which is not among them/],
    ['outlook', 'problem', /"outlook", which is none/],
  ])('tells what RX_OUTLOOK_BACKEND comes to when it is %j', (named, result, text) => {
    const finding = backendFinding({ backends: ['embedded', 'bridge', 'auto'] }, named);
    expect(finding.result).toBe(result);
    expect(finding.text).toMatch(text);
    expect(finding.remedy === undefined).toBe(result === 'ok');
  });
});

describe("the checks of the bridge's place", () => {
  const silent = { place, code: 'ERR_OUTLOOK_NOT_RUNNING', text: 'Outlook cannot be reached.' };

  it('name the place', () => {
    expect(placeFinding(silent)).toEqual({
      check: 'bridge-place',
      result: 'ok',
      text: `The bridge's place is this user's own: ${place}.`,
    });
  });

  it.each([
    ['win32', /Find the program that serves there/],
    ['linux', /chmod 700/],
  ] as const)('do not take a place of others, and say on %s what to do', (platform, remedy) => {
    const code = 'ERR_BRIDGE_NOT_TRUSTED';
    const finding = placeFinding({ place, code, text: 'It is not private.' }, platform);
    expect(finding).toMatchObject({ result: 'problem', text: 'It is not private.' });
    expect(finding.remedy).toMatch(remedy);
  });

  it.each([
    ['ERR_BRIDGE_NO_PLACE', /XDG_RUNTIME_DIR/],
    ['ERR_OUT_OF_RESOURCES', /end what is not needed/],
    ['ERR_BRIDGE_FAILED', /^Try again; /],
  ])('do not call a place fine that cannot be used: %s', (code, remedy) => {
    const finding = placeFinding({ place, code, text: 'There is none.' });
    expect(finding).toMatchObject({ result: 'problem', text: 'There is none.' });
    expect(finding.remedy).toMatch(remedy);
  });

  it.each([
    ['nobody', silent, 'note', /Nobody answers: Outlook cannot/],
    [
      'one who is hung',
      { ...silent, code: 'ERR_BRIDGE_NOT_ANSWERING' },
      'problem',
      /Nobody answers/,
    ],
    [
      'a host',
      { place, host: 'embedded', product: 'rx-outlook 1.0.0' },
      'ok',
      /host" answers: rx-outlook 1\.0\.0/,
    ],
    [
      'an Outlook',
      { place, host: 'outlook', product: 'rx-outlook 1.0.0' },
      'ok',
      /from within Outlook/,
    ],
  ] as const)('tell of %s who is there', async (_, probed, result, text) => {
    const finding = await developmentFinding(probed, '1.0.0', canServe);
    expect(finding.result).toBe(result);
    expect(finding.text).toMatch(text);
  });
});

describe('what is advised where nobody answers', () => {
  it.each([
    ['ERR_OUTLOOK_NOT_RUNNING', /npx rx-outlook host/],
    ['ERR_BRIDGE_NO_PLACE', /XDG_RUNTIME_DIR/],
    ['ERR_OUT_OF_RESOURCES', /end what is not needed/],
    ['ERR_BRIDGE_PROTOCOL', /the same version/],
  ])('is what helps: %s', async (code, remedy) => {
    const probed = { place, code, text: 'There is none.' };
    const finding = await developmentFinding(probed, '1.0.0', canServe);
    expect(finding.remedy).toMatch(remedy);
    expect(finding.remedy!.includes('rx-outlook host')).toBe(code === 'ERR_OUTLOOK_NOT_RUNNING');
  });

  it('is no host where none could serve', async () => {
    const probed = { place, code: 'ERR_OUTLOOK_NOT_RUNNING', text: 'There is none.' };
    const finding = await developmentFinding(probed, '1.0.0', () =>
      Promise.resolve(new Error('ENOSPC')),
    );
    expect(finding).toMatchObject({
      result: 'problem',
      text: 'Nobody answers: There is none. A host could not serve there: ENOSPC',
    });
    expect(finding.remedy).not.toContain('rx-outlook host');
  });
});

describe('the check of the profiles', () => {
  const failing = (code: string) => () =>
    Promise.reject(new OfflineStateError('no Outlook', { code, operation: 'accounts' }));
  const listing = (names: Readonly<Record<string, readonly string[]>>) =>
    [
      () => Promise.resolve(Object.keys(names)),
      (profile: string) => Promise.resolve(names[profile] ?? []),
    ] as const;
  const texts = (findings: readonly Finding[]): string[] =>
    findings.map(({ check, result, text }) => `${check} ${result} ${text}`);

  it('lists them, and the accounts of each', async () => {
    const many = Array.from({ length: 22 }, (_, i) => String(i));
    const names = { Work: ['alice', 'b\no'], 'Home\noffice': [], Club: ['one'], Big: many };
    expect(texts(await profileFindings(...listing(names)))).toEqual([
      'profiles ok The profiles are Work, "Home\\noffice", Club, Big.',
      'accounts ok Work has 2 accounts: alice, "b\\no".',
      'accounts ok "Home\\noffice" has no accounts.',
      'accounts ok Club has 1 account: one.',
      `accounts ok Big has 22 accounts: ${many.slice(0, 20).join(', ')} and 2 more.`,
    ]);
  });
  it('asks the backend of a program that names none', async () => {
    const outlook = embeddedOutlook({ profiles: { Work: ['alice@example.org'] } });
    setDefaultBackend('embedded');
    try {
      expect(texts(await profileFindings())).toContain(
        'accounts ok Work has 1 account: alice@example.org.',
      );
      await outlook.settled();
      expect(outlook.registrations()).toBe(0);
    } finally {
      forgetDefaultBackend();
      outlook.close();
    }
  });
  it('says once that the backend has no accounts', async () => {
    const [list] = listing({ Work: [], Home: [] });
    expect(texts(await profileFindings(list, failing('ERR_ACCOUNTS_UNAVAILABLE')))).toEqual([
      'profiles ok The profiles are Work, Home.',
      'accounts note This backend has no accounts.',
    ]);
  });
  it('says once that the server has no accounts, with its product and version', async () => {
    const [list] = listing({ Work: [], 'Home: "x"': [] });
    const text =
      "The bridge's server (old) speaks version 1 of the protocol, which has no accounts; version 2 is needed.";
    const binary = { hresultName: () => 'ERR_ACCOUNTS_UNAVAILABLE' } as unknown as Binary;
    const old = (profile: string): Promise<never> =>
      Promise.reject(callFailed({ binary, operation: 'accounts', profile, why: { text } }, 0));
    expect(texts(await profileFindings(list, old)).slice(1)).toEqual([`accounts note ${text}`]);
  });
  it('says why the accounts of a profile cannot be listed', async () => {
    const [list] = listing({ Work: [] });
    expect(texts(await profileFindings(list, failing('ERR_TIMEOUT')))).toContain(
      'accounts note The accounts of Work cannot be listed: no Outlook',
    );
  });
  it('says that there are none', async () => {
    expect(await profileFindings(() => Promise.resolve([]))).toMatchObject([{ result: 'note' }]);
  });
  it('says why they cannot be listed', async () => {
    expect(await profileFindings(failing('E_FAIL'))).toMatchObject([
      { result: 'note', text: 'No profiles can be listed: no Outlook' },
    ]);
  });
  it('hides no mistake of ours', async () => {
    const ours = (): Promise<never> => Promise.reject(new TypeError('ours'));
    await expect(profileFindings(ours)).rejects.toThrow('ours');
    await expect(profileFindings(listing({ Work: [] })[0], ours)).rejects.toThrow('ours');
  });
});
