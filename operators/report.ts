import { throwError } from 'rxjs';

/** Reports an error that no subscriber can receive, as RxJS reports what a subscriber throws. */
export function report(error: unknown): void {
  throwError(() => error).subscribe();
}

/** Runs a teardown, and reports what it throws. */
export function reporting(teardown: () => void): void {
  try {
    teardown();
  } catch (error) {
    report(error);
  }
}
