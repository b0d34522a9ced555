import type { Backend } from './backend.js';
import type { Binary } from './binary.cjs';
import type { AnsweringBackend } from './types.js';

/** Returns the backend that answered: the way of that number, or `backend` itself. */
export function answeringBackend(
  { ways }: Binary,
  backend: Backend,
  way: number,
): AnsweringBackend | undefined {
  const name = backend.name === 'auto' ? ways[way - 1] : backend.name;
  return name as AnsweringBackend | undefined;
}

/** Whether the backend reports changes without polling. */
export function isPushed(name: AnsweringBackend | undefined): boolean {
  return name !== 'automation';
}

/**
 * Returns the backend that `'auto'` prefers to the polled one that answered; `undefined` where that one is not
 * polled. msmapi is none: whether it answers depends on the process, and does not change.
 */
export function betterBackend(
  { backends }: Binary,
  backend: Backend,
  answeredBy: AnsweringBackend | undefined,
): Backend | undefined {
  if (backend.name !== 'auto' || isPushed(answeredBy)) return undefined;
  return { name: 'bridge', index: backends.indexOf('bridge') };
}

/** Whether `'auto'` has another way to an Outlook whose add-in no longer answers. */
export function hasFallback(
  { ways }: Binary,
  backend: Backend,
  answeredBy: AnsweringBackend | undefined,
): boolean {
  return backend.name === 'auto' && answeredBy === 'bridge' && ways.includes('automation');
}
