import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { concat, config, firstValueFrom, NEVER, of, Subject, take, toArray } from 'rxjs';
import {
  bufferWhileOffline,
  toAsyncIterable,
  toObservable,
  whileOnline,
} from 'rx-outlook/operators';
import { expectRefusal, type StateMarble } from './marbles.js';

/** A stream of the web that gives what it is told to. */
function manual(end = () => Promise.resolve()) {
  const cancel = jest.fn(end);
  let controller!: ReadableStreamDefaultController<string>;
  const stream = new ReadableStream<string>({
    start: (given) => {
      controller = given;
    },
    cancel,
  });
  return { stream, cancel, controller };
}

/** Until what was rejected has been reported, which RxJS does by a timer. */
async function turn(): Promise<void> {
  await new Promise(setImmediate);
  await new Promise((resolve) => setTimeout(resolve, 1));
}

describe('toObservable: a ReadableStream', () => {
  const reported: unknown[] = [];
  beforeEach(() => {
    reported.length = 0;
    config.onUnhandledError = (error) => reported.push(error);
  });
  afterEach(() => {
    config.onUnhandledError = null;
  });

  test('is cancelled at once, and unlocked, while a read is pending', async () => {
    const { stream, cancel, controller } = manual();
    const seen: string[] = [];
    const subscription = toObservable<string>(stream).subscribe((value) => seen.push(value));
    expect(stream.locked).toBe(true);
    controller.enqueue('first');
    await turn();
    subscription.unsubscribe();
    expect([cancel.mock.calls.length, stream.locked]).toEqual([1, false]);
    subscription.unsubscribe();
    await turn();
    expect([seen, cancel.mock.calls.length, reported]).toEqual([['first'], 1, []]);
    await expect(stream.getReader().closed).resolves.toBeUndefined();
  });

  test('is cancelled inside next, by take', async () => {
    const { stream, cancel, controller } = manual();
    const all = firstValueFrom(toObservable(stream).pipe(take(2), toArray()));
    for (const value of ['one', 'two', 'three']) controller.enqueue(value);
    await expect(all).resolves.toEqual(['one', 'two']);
    expect([cancel.mock.calls.length, stream.locked]).toEqual([1, false]);
  });

  test('is unlocked and not cancelled when it has ended, or failed', async () => {
    const ending = manual();
    const ended = firstValueFrom(toObservable(ending.stream).pipe(toArray()));
    ending.controller.enqueue('last');
    ending.controller.close();
    await expect(ended).resolves.toEqual(['last']);
    const failing = manual();
    const failed = firstValueFrom(toObservable(failing.stream));
    failing.controller.error(new Error('reset'));
    await expect(failed).rejects.toThrow('reset');
    for (const { stream, cancel } of [ending, failing]) {
      expect([cancel.mock.calls.length, stream.locked]).toEqual([0, false]);
    }
  });

  test('that something else reads is an error that says so, for each who subscribes', async () => {
    const { stream, controller } = manual();
    const source$ = toObservable(stream);
    const first = firstValueFrom(source$);
    const error: unknown = await firstValueFrom(source$).catch((reason: unknown) => reason);
    expectRefusal(error, 'ERR_INVALID_ARG_VALUE', 'source');
    expect((error as Error).message).toMatch('ReadableStream that something else reads');
    controller.enqueue('unharmed');
    await expect(first).resolves.toBe('unharmed');
  });

  test('that failed before it was left is nobody’s uncaught error', async () => {
    const { stream, controller } = manual();
    const subscription = toObservable(stream).subscribe();
    controller.error(new DOMException('aborted', 'AbortError'));
    subscription.unsubscribe();
    await turn();
    expect([reported, stream.locked]).toEqual([[], false]);
  });

  test('whose cancelling fails has that reported, and is unlocked', async () => {
    const { stream } = manual(() => Promise.reject(new Error('does not end')));
    toObservable(stream).subscribe().unsubscribe();
    await turn();
    expect([reported, stream.locked]).toEqual([[new Error('does not end')], false]);
  });

  test('is cancelled by break from the loop over it', async () => {
    const { stream, cancel, controller } = manual();
    controller.enqueue('first');
    for await (const value of toAsyncIterable(stream)) {
      expect(value).toBe('first');
      break;
    }
    expect([cancel.mock.calls.length, stream.locked]).toEqual([1, false]);
  });

  test('with a reader that can do no more than RxJS’s types ask for is unlocked', async () => {
    const releaseLock = jest.fn();
    const read = () => new Promise<never>(() => undefined);
    toObservable({ getReader: () => ({ read, releaseLock }) } as never)
      .subscribe()
      .unsubscribe();
    await turn();
    expect([releaseLock.mock.calls.length, reported]).toEqual([1, []]);
  });
});

describe('toObservable: what idles', () => {
  let server: Server;
  let url: string;
  /** Resolves when the server has seen the connection close. */
  let closed: Promise<unknown>;
  beforeEach(async () => {
    server = createServer((_, response) => {
      closed = once(response, 'close');
      response.write('first'); // and no end
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  test('is closed: the body of a response of fetch', async () => {
    const { body } = await fetch(url);
    const chunks$ = new Subject<Uint8Array>();
    const first = firstValueFrom(chunks$);
    const subscription = toObservable(body!).subscribe(chunks$);
    expect(Buffer.from(await first).toString()).toBe('first');
    subscription.unsubscribe();
    await closed;
  });

  test('is closed: a response of node:http', async () => {
    const [response] = (await once(get(url), 'response')) as [IncomingMessage];
    const chunks$ = new Subject<Buffer>();
    const first = firstValueFrom(chunks$);
    const subscription = toObservable<Buffer>(response).subscribe(chunks$);
    expect((await first).toString()).toBe('first');
    subscription.unsubscribe();
    await closed;
    expect(response.destroyed).toBe(true);
  });

  test('is closed: what the project of whileOnline returns, by going offline', async () => {
    const { body } = await fetch(url);
    const state$ = new Subject<StateMarble>();
    const chunks$ = new Subject<Uint8Array>();
    const first = firstValueFrom(chunks$);
    const subscription = state$.pipe(whileOnline(() => body!)).subscribe(chunks$);
    state$.next('online');
    await first;
    state$.next('offline');
    await closed;
    subscription.unsubscribe();
  });

  test('is closed: what the project of bufferWhileOffline returns, by unsubscribing', async () => {
    const { body } = await fetch(url);
    const chunks$ = new Subject<Uint8Array>();
    const first = firstValueFrom(chunks$);
    const options = { maxSize: 1, overflow: 'error' } as const;
    const subscription = of('value')
      .pipe(bufferWhileOffline(concat(of('online' as const), NEVER), options, () => body!))
      .subscribe(chunks$);
    await first;
    subscription.unsubscribe();
    await closed;
  });

  test('is returned at once: an iterator that a project returns', () => {
    const state$ = new Subject<StateMarble>();
    const end = jest.fn(() => Promise.resolve({ done: true as const, value: undefined }));
    const idle = {
      [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => 0), return: end }),
    };
    const subscription = state$.pipe(whileOnline(() => idle)).subscribe();
    state$.next('online');
    state$.next('offline');
    expect(end).toHaveBeenCalledTimes(1);
    subscription.unsubscribe();
  });

  test('is not waited for: a generator that awaits what never comes', () => {
    const log: string[] = [];
    async function* waiting(): AsyncGenerator {
      yield await new Promise(() => undefined);
    }
    const subscription = toObservable(waiting()).subscribe();
    subscription.add(() => log.push('what else was to be let go'));
    subscription.unsubscribe();
    expect(log).toEqual(['what else was to be let go']);
  });

  test('is closed, though its iterator waits: a stream of Node’s', async () => {
    const stream = new PassThrough();
    const closing = once(stream, 'close');
    toObservable(stream).subscribe().unsubscribe();
    expect(stream.destroyed).toBe(true);
    await closing;
  });
});
