import { throwError } from 'rxjs';

/** What nobody can be told of is reported as RxJS reports what a subscriber throws. */
export function report(error: unknown): void {
  throwError(() => error).subscribe();
}
