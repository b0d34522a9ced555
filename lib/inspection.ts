/** The method of an object that Node's `inspect` calls, and so `console.log`. */
export const inspection: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never;

/** The arguments of that call: the depth left, the options, and `inspect` itself. */
export type InspectArguments = readonly [
  depth: number,
  options: object,
  inspect: (value: unknown, options: object) => string,
];

/** Shows an object's name with values from accessors or private fields, which Node would not show. */
export function inspected(
  name: string,
  fields: object,
  ...[depth, options, inspect]: InspectArguments
): string {
  return depth < 0 ? `[${name}]` : `${name} ${inspect(fields, options)}`;
}
