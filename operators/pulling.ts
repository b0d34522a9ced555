import { Observable } from 'rxjs';
import { report } from './report.js';

/** Gives values one after the other, when it is asked. */
export interface Puller<T> {
  next(): PromiseLike<IteratorResult<T>>;
  /**
   * Called once, at the end of the subscription, also while `next` is pending. `isOver`: it has ended by itself.
   * A rejection is reported.
   */
  leave(isOver: boolean): Promise<void>;
}

/** Pulls for as long as somebody is subscribed; anew for each subscriber. */
export function pulling<T>(open: () => Puller<T>): Observable<T> {
  return new Observable<T>((subscriber) => {
    const puller = open();
    let isOver = false;

    function give(result: IteratorResult<T>): void {
      isOver = result.done === true;
      if (subscriber.closed) return; // left while this was awaited
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
