import { environment } from '../../lib/environment.js';
import { Checker } from './checker.js';
import { inspect } from './inspect.js';
import { Load } from './load.js';
import { Random } from './random.js';
import { embedded } from './rooms/places.js';
import { Stage } from './stage.js';

jest.mock('../bridge/childProcess.js', () => ({}));

/** The real package, and defects that a test puts into it or into what is believed of it. */
describe('an inspection', () => {
  let found: string[];
  let stage: Stage;

  beforeEach(async () => {
    found = [];
    const checker = new Checker((what) => found.push(what));
    stage = new Stage(embedded, {
      random: new Random(1),
      checker,
      load: new Load(),
      note: () => undefined,
    });
    await stage.raise();
  });
  afterEach(async () => {
    for (const { streams } of stage.profiles.values()) for (const one of streams) one.end();
    await stage.host.end();
  });

  const work = () => stage.profile('Work');
  async function inspected(): Promise<string> {
    await inspect(stage);
    return found.join('\n');
  }

  it('finds nothing where all is well', async () => {
    const [first] = [stage.watchState(work()), stage.watchOnce(work()), stage.watchChanges(work())];
    await stage.quiet();
    work().change('offline');
    await stage.control.setState('Work', 'offline');
    expect(await inspected()).toBe('');
    first.end();
    expect(await inspected()).toBe('');
    for (const stream of work().live()) stream.end();
    expect(await inspected()).toBe('');
    const looked = stage.checker.results().filter(({ times }) => times > 0);
    expect(looked.map(({ invariant }) => invariant)).toEqual(
      expect.arrayContaining(['registrations', 'pairs', 'references', 'lastState', 'nothingLost']),
    );
  });

  it('finds an unsubscribe() whose Unadvise is lost', async () => {
    const stream = stage.watchState(work());
    await stage.quiet();
    const { binary } = environment();
    const lost: Parameters<typeof binary.unsubscribe>[] = [];
    const unsubscribe = jest.spyOn(binary, 'unsubscribe').mockImplementation((...args) => {
      lost.push(args);
      return true;
    });
    stream.end();
    const what = await inspected();
    expect(what).toContain('embedded Work, registrations: is 1, must be 0');
    expect(what).toContain('embedded Work, Advise and Unadvise: is [1,0], must be [1,1]');
    expect(what).toContain('embedded Work, references: is 1, must be 0');
    unsubscribe.mockRestore();
    for (const args of lost) binary.unsubscribe(...args);
  });

  it('finds a second Advise of one subscription', async () => {
    stage.watchState(work());
    work().advises -= 1;
    expect(await inspected()).toContain('Advise and Unadvise: is [1,0], must be [0,-1]');
  });

  it('finds a state that a subscriber was not given', async () => {
    stage.watchState(work());
    await stage.quiet();
    await stage.control.setRawState('Work', 1); // it notifies nobody
    work().change('offline');
    const what = await inspected();
    expect(what).toContain('embedded Work, a stream: is "online", must be "offline"');
  });

  it('finds a notification that has not arrived', async () => {
    stage.watchChanges(work());
    await stage.quiet();
    await stage.control.setState('Work', 'offline');
    work().change('offline');
    work().notified += 1;
    expect(await inspected()).toContain('embedded Work, notifications: is 3, must be 4');
  });

  it('knows of registrations that the offline object keeps, since their Unadvise has failed', async () => {
    const stream = stage.watchState(work());
    await stage.quiet();
    await stage.control.failNext('unadvise', 0x8000_4005, 'Work');
    stream.end();
    work().stuck += 1;
    expect(await inspected()).toBe('');
  });
});
