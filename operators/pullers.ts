import { invalidArgValue } from '../lib/errors.js';
import { hasMethod } from './checks.js';
import type { Puller } from './pulling.js';

/** RxJS's types have the first two only; a reader of a WHATWG `ReadableStream` has all. */
interface Reader<T> {
  read(): PromiseLike<IteratorResult<T>>;
  releaseLock(): void;
  cancel?(): Promise<void>;
  readonly closed?: Promise<unknown>;
}

export interface Stream<T> {
  readonly locked?: boolean;
  getReader(): Reader<T>;
}

/**
 * Reads with a reader of its own: cancelling the reader ends a pending read, while `return()` of the
 * stream's own iterator waits for it.
 */
export function readerOf<T>(stream: Stream<T>): Puller<T> {
  if (stream.locked === true) {
    const reason =
      'is a ReadableStream that something else reads. Subscribe once and share() that, or read a part of its tee()';
    throw invalidArgValue('source', reason, stream);
  }
  const reader = stream.getReader();
  let hasFailed = false;
  reader.closed?.catch(() => {
    hasFailed = true;
  });
  return {
    next: () => reader.read(),
    async leave(isOver) {
      let cancelled: Promise<void> | undefined;
      try {
        if (!isOver) cancelled = reader.cancel?.();
      } finally {
        reader.releaseLock();
      }
      try {
        await cancelled;
      } catch (error) {
        // A stream that failed before rejects with the same error; the subscriber has already received it.
        if (!hasFailed) throw error;
      }
    },
  };
}

export function iteratorOf<T>(source: AsyncIterable<T>): Puller<T> {
  const iterator = source[Symbol.asyncIterator]();
  return {
    next: () => iterator.next(),
    async leave(isOver) {
      if (isOver) return;
      // The iterator of a Node.js stream is an async generator: its return() waits for the next chunk.
      if (hasMethod(source, 'destroy') && hasMethod(source, 'pipe')) source.destroy();
      await iterator.return?.();
    },
  };
}
