import type { Explanation } from './binary.cjs';

/** Asks for an explanation; without memory for its text, the failure is reported without one. */
export function explained(ask: () => Explanation | undefined): Explanation | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
