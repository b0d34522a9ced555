import { expectTypeOf } from 'expect-type';
import { type Observable, of } from 'rxjs';
import * as root from 'rx-outlook';
import { type ConnectionState, whileOnline } from 'rx-outlook/operators';

declare const known: Observable<ConnectionState>;
declare const perhaps: Observable<ConnectionState | 'unknown'>;
declare const status$: Observable<root.ConnectionStatus>;
declare const words: Observable<string>;

// States, with and without 'unknown', and statuses; the values are those of what runs.
expectTypeOf(known.pipe(whileOnline(() => of(1)))).toEqualTypeOf<Observable<number>>();
expectTypeOf(perhaps.pipe(whileOnline(() => Promise.resolve('a')))).toEqualTypeOf<
  Observable<string>
>();
expectTypeOf(status$.pipe(whileOnline((index) => [index]))).toEqualTypeOf<Observable<number>>();
expectTypeOf(root.whileOnline).toEqualTypeOf<typeof whileOnline>();

// @ts-expect-error: what runs is returned by a function
whileOnline(of(1));
// @ts-expect-error: it returns something to subscribe
whileOnline(() => 5);
// @ts-expect-error: these are no connection states
words.pipe(whileOnline(() => of(1)));
