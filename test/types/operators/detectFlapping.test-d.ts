import { expectTypeOf } from 'expect-type';
import { asyncScheduler, type Observable } from 'rxjs';
import * as root from 'rx-outlook';
import {
  type ConnectionState,
  detectFlapping,
  type DetectFlappingOptions,
  type FlappingState,
} from 'rx-outlook/operators';

declare const known: Observable<ConnectionState>;
declare const perhaps: Observable<ConnectionState | 'unknown'>;
declare const status$: Observable<root.ConnectionStatus>;
declare const words: Observable<string>;

const options: DetectFlappingOptions = { window: 1, transitions: 1, settle: 1 };

// 'unknown' is neither added nor taken away; of a status it is the state.
expectTypeOf(known.pipe(detectFlapping(options))).toEqualTypeOf<
  Observable<FlappingState<ConnectionState>>
>();
expectTypeOf(perhaps.pipe(detectFlapping(options))).toEqualTypeOf<Observable<FlappingState>>();
expectTypeOf(status$.pipe(detectFlapping(options))).toEqualTypeOf<Observable<FlappingState>>();
expectTypeOf(root.detectFlapping).toEqualTypeOf<typeof detectFlapping>();
expectTypeOf<root.DetectFlappingOptions>().toEqualTypeOf<DetectFlappingOptions>();
expectTypeOf<root.FlappingState>().toEqualTypeOf<FlappingState>();

detectFlapping({ ...options, scheduler: asyncScheduler });
// @ts-expect-error: all three are needed
detectFlapping({ window: 1, transitions: 1 });
// @ts-expect-error: these are no connection states
words.pipe(detectFlapping(options));
