/** What calls Node's `inspect`, and so `console.log`, of an object. */
export const inspection: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never;

/** How that calls it: how much deeper it may go, its options, and itself. */
export type InspectArguments = readonly [
  depth: number,
  options: object,
  inspect: (value: unknown, options: object) => string,
];

/** A name, and what an object has behind accessors or in private, of which Node would show nothing. */
export function inspected(
  name: string,
  fields: object,
  ...[depth, options, inspect]: InspectArguments
): string {
  return depth < 0 ? `[${name}]` : `${name} ${inspect(fields, options)}`;
}
