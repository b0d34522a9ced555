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
  /** Made where the mail is: whoever clicks twice sends one mail. */
  readonly id: number;
  readonly text: string;
}

/**
 * What was begun is begun once, whatever becomes of it: of a mail whose sending failed nobody knows whether it
 * has arrived, so it is shown to its author and never tried again. A program that may be ended meanwhile writes
 * the id down before it sends, and does not send what is written down.
 */
function sentOnce(mail: Mail, send: (mail: Mail) => Observable<unknown>): Observable<string> {
  return send(mail).pipe(
    map(() => `${mail.text}: sent`),
    catchError((error: Error) => of(`${mail.text}: perhaps not sent (${error.message})`)),
  );
}

const outlook = embeddedOutlook({ profiles: ['Work'] });
const work$ = connectionStatus$('Work', { backend: 'embedded' }).pipe(shareConnectionState());

// In place of a server: one that loses the line in the middle of the second mail.
const send = ({ text }: Mail): Observable<unknown> =>
  defer(() => {
    console.log(`${text}: begun`);
    return text === 'second' ? lostLine : of('250 OK');
  });
const lostLine = new Observable((subscriber) => {
  void outlook.setState('Work', 'offline').then(() => {
    subscriber.error(new Error('the line was lost'));
  });
});

const outbox = new Subject<Mail>();
const result$ = new ReplaySubject<string>();
result$.subscribe((result) => console.log(result));

await outlook.setState('Work', 'offline');
outbox
  .pipe(
    // It keeps every id. What runs for weeks gives it, as its second argument, a stream that empties it.
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
