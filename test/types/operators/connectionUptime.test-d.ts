import { expectTypeOf } from 'expect-type';
import { asyncScheduler, type Observable } from 'rxjs';
import * as root from 'rx-outlook';
import {
  type ConnectionState,
  connectionUptime,
  type ConnectionUptime,
  type ConnectionUptimeOptions,
} from 'rx-outlook/operators';

declare const known: Observable<ConnectionState>;
declare const status$: Observable<root.ConnectionStatus>;
declare const words: Observable<string>;

expectTypeOf(known.pipe(connectionUptime({ window: 5 }))).toEqualTypeOf<
  Observable<ConnectionUptime>
>();
expectTypeOf(
  status$.pipe(connectionUptime({ window: 5, every: 1, scheduler: asyncScheduler })),
).toEqualTypeOf<Observable<ConnectionUptime>>();
expectTypeOf<ConnectionUptime['share']>().toEqualTypeOf<number | undefined>();
expectTypeOf(root.connectionUptime).toEqualTypeOf<typeof connectionUptime>();
expectTypeOf<root.ConnectionUptime>().toEqualTypeOf<ConnectionUptime>();
expectTypeOf<root.ConnectionUptimeOptions>().toEqualTypeOf<ConnectionUptimeOptions>();

// @ts-expect-error: the window is needed
connectionUptime({});
// @ts-expect-error: these are no connection states
words.pipe(connectionUptime({ window: 5 }));
