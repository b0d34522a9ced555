import { expectTypeOf } from 'expect-type';
import { asyncScheduler, type Observable } from 'rxjs';
import * as root from 'rx-outlook';
import {
  type ConnectionState,
  type StateWithDuration,
  withDuration,
  type WithDurationOptions,
} from 'rx-outlook/operators';

declare const known: Observable<ConnectionState>;
declare const status$: Observable<root.ConnectionStatus>;
declare const words: Observable<string>;

// 'unknown' is neither added nor taken away; of a status it is the state.
expectTypeOf(known.pipe(withDuration())).toEqualTypeOf<
  Observable<StateWithDuration<ConnectionState>>
>();
expectTypeOf(status$.pipe(withDuration({ scheduler: asyncScheduler }))).toEqualTypeOf<
  Observable<StateWithDuration>
>();
expectTypeOf(root.withDuration).toEqualTypeOf<typeof withDuration>();
expectTypeOf<root.WithDurationOptions>().toEqualTypeOf<WithDurationOptions>();
expectTypeOf<root.StateWithDuration>().toEqualTypeOf<StateWithDuration>();

// @ts-expect-error: no scheduler
withDuration({ scheduler: setTimeout });
// @ts-expect-error: these are no connection states
words.pipe(withDuration());
