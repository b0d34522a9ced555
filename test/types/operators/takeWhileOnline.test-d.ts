import { expectTypeOf } from 'expect-type';
import type { Observable } from 'rxjs';
import * as root from 'rx-outlook';
import { type ConnectionState, takeWhileOnline } from 'rx-outlook/operators';

declare const known: Observable<ConnectionState>;
declare const status$: Observable<root.ConnectionStatus>;
declare const words: Observable<string>;

// The values are those of the source.
expectTypeOf(words.pipe(takeWhileOnline(known))).toEqualTypeOf<Observable<string>>();
expectTypeOf(words.pipe(takeWhileOnline(status$))).toEqualTypeOf<Observable<string>>();
expectTypeOf(root.takeWhileOnline).toEqualTypeOf<typeof takeWhileOnline>();

// @ts-expect-error: the states are no option
takeWhileOnline();
// @ts-expect-error: these are no connection states
takeWhileOnline(words);
