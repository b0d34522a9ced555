import { embeddedOutlook } from 'rx-outlook/testing';
import { firstState, type FirstState, stateFinding } from '../../../cli/checks/state.js';
import { OfflineStateError } from '../../../lib/errors.js';
import { forDevelopment } from '../../../lib/failures.js';

const since = 0;
const path = String.raw`C:\Program Files\Microsoft Office\root\Office16\OUTLOOK.EXE`;
const running = (...paths: string[]) => ({
  processes: () => paths.map((one, id) => ({ id, path: one, isElevated: false })),
});
const answers = (status: Partial<FirstState['status']>, accounts?: number) => () =>
  Promise.resolve({
    profile: 'Work',
    status: { state: 'online', since, ...status },
    accounts,
  } as const);

describe('the first finding of doctor', () => {
  it('says what runs, the state, the accounts, and the backend that answers', async () => {
    expect(await stateFinding(running(path), answers({ backend: 'automation' }, 3))).toEqual({
      check: 'state',
      result: 'ok',
      text:
        'Outlook 16 runs, profile Work is online, 3 accounts, by automation (polled every 5 s); ' +
        'with the add-in changes would be pushed.',
      backend: 'automation',
    });
    const pushed = await stateFinding(running('', 'x'), answers({ backend: 'bridge' }, 1));
    expect(pushed.text).toBe(
      'Outlook runs, profile Work is online, 1 account, over the bridge (changes are pushed).',
    );
  });

  it('names no Outlook where none runs, and no accounts where none can be listed', async () => {
    const text = 'Profile Work is online, over the bridge (changes are pushed).';
    for (const windows of [undefined, running()]) {
      expect((await stateFinding(windows, answers({ backend: 'bridge' }))).text).toBe(text);
    }
  });

  it('is a note where the state is unknown, with the reason', async () => {
    const reason = 'no-exchange';
    const status = { state: 'unknown', reason, backend: 'automation' } as const;
    expect(await stateFinding(undefined, answers(status, 0))).toMatchObject({
      result: 'note',
      text: expect.stringContaining(
        'Profile Work is unknown (no-exchange), 0 accounts, by ',
      ) as string,
    });
    const error = new OfflineStateError(`Nobody answers. ${forDevelopment}`, {
      code: 'ERR_OUTLOOK_NOT_RUNNING',
      operation: 'profiles',
    });
    expect(await stateFinding(undefined, () => Promise.reject(error))).toEqual({
      check: 'state',
      result: 'note',
      text:
        'No state is known: Nobody answers. To develop without Outlook: ' +
        '"npx rx-outlook host --profile Work", and watch with --backend bridge.',
    });
    expect((await stateFinding(undefined, () => Promise.resolve(undefined))).text).toBe(
      'No state is known: there are no profiles.',
    );
  });

  it('passes other failures on', async () => {
    const failing = () => Promise.reject(new RangeError('no'));
    await expect(stateFinding(undefined, failing)).rejects.toThrow(RangeError);
  });

  describe('of an embedded Outlook', () => {
    beforeEach(() => {
      process.env['RX_OUTLOOK_BACKEND'] = 'embedded';
    });
    afterEach(() => {
      delete process.env['RX_OUTLOOK_BACKEND'];
    });

    it('is about its first profile', async () => {
      await using outlook = embeddedOutlook({ profiles: { Work: ['alice', 'bob'] } });
      expect(outlook.accounts('Work')).toHaveLength(2);
      expect(await firstState()).toMatchObject({
        profile: 'Work',
        status: { state: 'online', backend: 'embedded' },
        accounts: 2,
      });
    });

    it('has no accounts that cannot be listed', async () => {
      await using outlook = embeddedOutlook({ profiles: { Work: ['alice'] } });
      outlook.failNext('listAccounts', 0x8000_4005, 'Work');
      expect((await firstState())?.accounts).toBeUndefined();
    });

    it('is about none where there are no profiles', async () => {
      expect(await firstState()).toBeUndefined();
    });

    it('fails as the profile does', async () => {
      await using outlook = embeddedOutlook({ profiles: ['Work'] });
      outlook.failNext('open', 0x8007_000e, 'Work');
      outlook.failNext('open', 0x8007_000e, 'Work');
      await expect(firstState()).rejects.toMatchObject({ code: 'E_OUTOFMEMORY' });
    });
  });
});
