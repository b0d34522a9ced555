import { createInterface } from 'node:readline';
import { Observable } from 'rxjs';

/** The lines of standard input; completes at its end. */
export function input$(): Observable<string> {
  return new Observable((subscriber) => {
    const { stdin } = process;
    const lines = createInterface({ input: stdin, terminal: false });
    lines.on('line', (line) => {
      subscriber.next(line);
    });
    const end = (): void => {
      subscriber.complete();
    };
    lines.on('close', end);
    // A terminal that goes away is no failure of ours: SIGHUP says so too.
    stdin.on('error', end);
    return () => {
      lines.close();
      // What is never read again must keep nobody waiting.
      stdin.destroy();
    };
  });
}
