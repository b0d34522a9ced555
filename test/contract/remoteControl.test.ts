import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { placeOfBinary } from './built.js';
import type { Channel } from './channel.js';
import { farSide, serve } from './controlServer.js';
import { contract } from './index.js';
import { Remote, remoteControl, settleByListing } from './remoteControl.js';
import { runCase } from './runCase.js';
import type { ContractCase } from './types.js';

const place = placeOfBinary('');

/** An end that carries text alone, as a pipe or a child process does. */
const textOver = (port: MessagePort): Channel => ({
  post: (message) => port.postMessage(JSON.stringify(message)),
  onMessage: (listener) =>
    port.on('message', (text: string) => listener(JSON.parse(text) as unknown)),
});

describe('the control of a far side', () => {
  let near: MessagePort;
  let side: ReturnType<typeof farSide>;
  let far: Remote<ReturnType<typeof farSide>>;

  beforeEach(() => {
    const { port1, port2 } = new MessageChannel();
    near = port1;
    side = farSide();
    serve(textOver(port2), side);
    far = new Remote(textOver(port1));
  });
  // Not over the channel, which a test may have lost: profiles are the process's, and a jest worker
  // hands its binary on to the next test file.
  afterEach(async () => {
    await side.close();
    near.close();
  });

  async function run(one: ContractCase): Promise<void> {
    await far.call('open', ['Work', 'Home']);
    try {
      const control = remoteControl(far, () => settleByListing('embedded'));
      await runCase(one, { ...place, backend: 'embedded', control });
    } finally {
      await far.call('close');
    }
  }

  // What these two points do has every method in it: floods, holds, failures, raw notifications.
  test.each(contract.filter(({ point }) => point === 2 || point === 3))(
    'serves: $title',
    run,
    90_000,
  );

  it('rejects with what happened there', async () => {
    const code = 'ERR_INVALID_ARG_VALUE';
    await expect(far.call('setState', 'Work', 'offline')).rejects.toThrow('open() them first');
    await far.call('open', ['Work']);
    await expect(far.call('setState', 'Nobody', 'offline')).rejects.toMatchObject({
      name: 'TypeError',
      code,
      message: expect.stringContaining("must be one of this embeddedOutlook's") as string,
    });
    await expect(far.call('open', [''])).rejects.toThrow('must not be empty');
    await expect(far.call('releaseHold', 7)).rejects.toThrow('no number 7');
    await far.call('close');
  });

  it('knows no method but those it has, whatever it is asked for', async () => {
    for (const method of ['constructor', 'toString', 'nothing']) {
      await expect(far.call(method as 'open', [])).rejects.toThrow(`knows no "${method}"`);
    }
  });

  it('rejects what waits, and what is asked later, when the far side is lost', async () => {
    await far.call('open', ['Lost']);
    const hold = await far.call('planHold', 'change');
    const entered = far.call('holdEntered', hold);
    far.lost(new Error('it has ended'));
    await expect(entered).rejects.toThrow('it has ended');
    await expect(far.call('counters')).rejects.toThrow('it has ended');
  });
});
