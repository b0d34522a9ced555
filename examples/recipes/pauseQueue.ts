// Pause a sync queue while offline: node dist/examples/recipes/pauseQueue.js
import {
  defer,
  EMPTY,
  endWith,
  exhaustMap,
  expand,
  filter,
  firstValueFrom,
  Observable,
  ReplaySubject,
  startWith,
  Subject,
  type Subscriber,
  tap,
} from 'rxjs';
import { connectionStatus$, retryWhenOnline, shareConnectionState, whileOnline } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';

/** Jobs in their order. A job leaves the queue when it is done: an interrupted one is still the first. */
class SyncQueue {
  readonly #jobs: string[] = [];
  readonly #added = new Subject<void>();
  readonly #sync: (job: string) => Observable<never>;

  constructor(sync: (job: string) => Observable<never>) {
    this.#sync = sync;
  }

  add(...jobs: readonly string[]): void {
    this.#jobs.push(...jobs);
    this.#added.next();
  }

  /** Does one job after the other while subscribed, later ones included. */
  work(): Observable<string> {
    const next = defer(() => {
      const [job] = this.#jobs;
      if (job === undefined) return EMPTY;
      return this.#sync(job).pipe(
        endWith(job),
        tap(() => this.#jobs.shift()),
      );
    });
    return this.#added.pipe(
      startWith(undefined),
      exhaustMap(() => next.pipe(expand(() => next))),
    );
  }
}

/** Replaces a server: it answers on demand. */
class Server {
  readonly asked$ = new ReplaySubject<string>();
  #asking: Subscriber<never> | undefined;

  sync(job: string): Observable<never> {
    return new Observable((subscriber) => {
      this.#asking = subscriber;
      this.asked$.next(job);
    });
  }

  answer(): void {
    this.#asking?.complete();
  }

  fail(): void {
    this.#asking?.error(new Error('503'));
  }
}

const outlook = embeddedOutlook({ profiles: ['Work'] });
const server = new Server();
server.asked$.subscribe((job) => console.log(`${job}: begins`));
const queue = new SyncQueue((job) => server.sync(job));

const work$ = connectionStatus$('Work', { backend: 'embedded' }).pipe(shareConnectionState());
const subscription = work$
  // A job that fails while online is retried: at once, then at most every minute.
  .pipe(whileOnline(() => queue.work().pipe(retryWhenOnline(work$, { backoff: 1_000 }))))
  .subscribe((job) => console.log(`${job}: done`));

queue.add('calendar', 'contacts');
await firstValueFrom(server.asked$.pipe(filter((job) => job === 'calendar')));
server.answer();
await outlook.setState('Work', 'offline');
console.log('Work is offline');
queue.add('tasks');
await outlook.setState('Work', 'online');
console.log('Work is online');
server.answer();
server.answer();
queue.add('notes');
server.fail();
server.answer();

subscription.unsubscribe();
await outlook.settled();
console.log(`registrations left: ${outlook.registrations()}`);
outlook.close();
