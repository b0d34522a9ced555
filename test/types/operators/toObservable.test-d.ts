import { expectTypeOf } from 'expect-type';
import type { InteropObservable, Observable } from 'rxjs';
import * as root from 'rx-outlook';
import { type ObservableSource, type PushedSource, toObservable } from 'rx-outlook/operators';

declare const native: {
  subscribe(
    observer?: { next?: (value: number) => void; complete?: () => void },
    options?: { signal?: AbortSignal },
  ): undefined;
};
declare const interop: InteropObservable<number>;
declare const generator: AsyncGenerator<number>;
declare const stream: ReadableStream<number>;

expectTypeOf(toObservable(interop)).toEqualTypeOf<Observable<number>>();
expectTypeOf(toObservable(generator)).toEqualTypeOf<Observable<number>>();
expectTypeOf(toObservable(Promise.resolve(1))).toEqualTypeOf<Observable<number>>();
expectTypeOf(toObservable([1, 2])).toEqualTypeOf<Observable<number>>();
expectTypeOf(toObservable(new Set([1]))).toEqualTypeOf<Observable<number>>();
expectTypeOf(toObservable<number>(native)).toEqualTypeOf<Observable<number>>();
expectTypeOf(toObservable<number>(stream)).toEqualTypeOf<Observable<number>>();
expectTypeOf<Observable<number>>().toExtend<PushedSource<number>>();
expectTypeOf<number[]>().not.toExtend<PushedSource<number>>();
expectTypeOf<number[]>().toExtend<ObservableSource<number>>();
expectTypeOf(root.toObservable).toEqualTypeOf<typeof toObservable>();

// @ts-expect-error: nothing comes from a number
toObservable(1);
// @ts-expect-error: nor from a function
toObservable(() => interop);
