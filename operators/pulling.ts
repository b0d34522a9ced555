import { Observable } from 'rxjs';
import { report } from './report.js';

/** Gives values one after the other, on request. */
export interface Puller<T> {
  next(): PromiseLike<IteratorResult<T>>;
  /**
   * Called once, at the end of the subscription, even while `next` is pending. `isOver`: the source has
   * ended by itself. A rejection is reported.
   */
  leave(isOver: boolean): Promise<void>;
}

/** Pulls while subscribed, with a puller for each subscriber. */
export function pulling<T>(open: () => Puller<T>): Observable<T> {
  return new Observable<T>((subscriber) => {
    const puller = open();
    let isOver = false;

    function give(result: IteratorResult<T>): void {
      isOver = result.done === true;
      if (subscriber.closed) return; // unsubscribed during the await
      if (result.done === true) subscriber.complete();
      else subscriber.next(result.value);
    }

    async function pass(): Promise<void> {
      try {
        while (!subscriber.closed) give(await puller.next());
      } catch (error) {
        isOver = true;
        if (!subscriber.closed) subscriber.error(error);
      }
    }

    subscriber.add(() => {
      puller.leave(isOver).catch(report);
    });
    void pass();
  });
}
