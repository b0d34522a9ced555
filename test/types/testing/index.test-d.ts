// Compiled by `npm run test:types`, never run.
import { expectTypeOf } from 'expect-type';
import {
  embeddedOutlook,
  type Counters,
  type EmbeddedOutlook,
  type Flood,
} from 'rx-outlook/testing';

declare const outlook: EmbeddedOutlook;
expectTypeOf(embeddedOutlook({ profiles: ['Work'] })).toEqualTypeOf<EmbeddedOutlook>();
expectTypeOf(outlook.registrations()).toBeNumber();
expectTypeOf(outlook.counters('Work')).toEqualTypeOf<Counters>();
expectTypeOf(outlook.setState('Work', 'offline')).resolves.toBeVoid();
expectTypeOf(outlook.flood('Work')).toEqualTypeOf<Flood>();
expectTypeOf(outlook.flood('Work').done).resolves.toBeNumber();
expectTypeOf(outlook).toExtend<Disposable>();

// @ts-expect-error -- profiles are named
embeddedOutlook({ profiles: [1] });
// @ts-expect-error -- no such call
outlook.failNext('nap', 0x80004005);
// @ts-expect-error -- a server is there or not
void outlook.setState('Work', 'unknown');
