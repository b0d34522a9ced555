// Send when back online, at most once: node dist/examples/recipes/sendOnce.js
import {
  catchError,
  defer,
  distinct,
  filter,
  firstValueFrom,
  lastValueFrom,
  map,
  Observable,
  of,
  ReplaySubject,
  Subject,
} from 'rxjs';
import { bufferWhileOffline, connectionStatus$, shareConnectionState } from 'rx-outlook';
import { embeddedOutlook } from 'rx-outlook/testing';

interface Mail {
  /** Made with the mail: two clicks send one mail. */
  readonly id: number;
  readonly text: string;
}

/**
 * Sends each mail once, whatever the result: after a failed sending no one knows whether the mail has
 * arrived, so it is shown to its author and never retried. A program that may end meanwhile stores the id
 * before it sends, and does not send a mail with a stored id.
 */
function sentOnce(mail: Mail, send: (mail: Mail) => Observable<unknown>): Observable<string> {
  return send(mail).pipe(
    map(() => `${mail.text}: sent`),
    catchError((error: Error) => of(`${mail.text}: perhaps not sent (${error.message})`)),
  );
}

const outlook = embeddedOutlook({ profiles: ['Work'] });
const work$ = connectionStatus$('Work', { backend: 'embedded' }).pipe(shareConnectionState());

// Replaces a server: the connection is lost during the second mail.
const send = ({ text }: Mail): Observable<unknown> =>
  defer(() => {
    console.log(`${text}: begun`);
    return text === 'second' ? lostLine : of('250 OK');
  });
const lostLine = new Observable((subscriber) => {
  void outlook.setState('Work', 'offline').then(() => {
    subscriber.error(new Error('the connection was lost'));
  });
});

const outbox = new Subject<Mail>();
const result$ = new ReplaySubject<string>();
result$.subscribe((result) => console.log(result));

await outlook.setState('Work', 'offline');
outbox
  .pipe(
    // It keeps every id. A program that runs for weeks passes a stream that empties it, as the second
    // argument.
    distinct(({ id }) => id),
    bufferWhileOffline(work$, { maxSize: 1_000, overflow: 'error', flushConcurrency: 1 }, (mail) =>
      sentOnce(mail, send),
    ),
  )
  .subscribe(result$);

const mails = ['first', 'second', 'third'].map((text, id) => ({ id, text }));
for (const mail of [...mails, ...mails]) outbox.next(mail);
outbox.complete();
await outlook.settled();
console.log('Work is offline, three mails wait');
await outlook.setState('Work', 'online');
await firstValueFrom(result$.pipe(filter((result) => result.startsWith('second'))));
console.log('Work is offline again, one mail waits');
await outlook.setState('Work', 'online');
await lastValueFrom(result$);

await outlook.settled();
console.log(`registrations left: ${outlook.registrations()}`);
outlook.close();
