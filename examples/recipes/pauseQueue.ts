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
  tap,
} from 'rxjs';
import { connectionStatus$, whileOnline } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';

/** Jobs in their order. One leaves the queue when it is done: what was interrupted is still the first. */
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

  /** Does one job after the other, those that come later too, for as long as it is subscribed. */
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

/** In place of a server: one that answers when it is told to. */
class Server {
  readonly asked$ = new ReplaySubject<string>();
  #answer: (() => void) | undefined;

  sync(job: string): Observable<never> {
    return new Observable((subscriber) => {
      this.#answer = () => subscriber.complete();
      this.asked$.next(job);
      return () => (this.#answer = undefined);
    });
  }

  answer(): void {
    this.#answer?.();
  }
}

const outlook = embeddedOutlook({ profiles: ['Work'] });
const server = new Server();
server.asked$.subscribe((job) => console.log(`${job}: begins`));
const queue = new SyncQueue((job) => server.sync(job));

const subscription = connectionStatus$('Work', { backend: 'embedded' })
  .pipe(whileOnline(() => queue.work()))
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
server.answer();

subscription.unsubscribe();
await outlook.settled();
console.log(`registrations left: ${outlook.registrations()}`);
outlook.close();
