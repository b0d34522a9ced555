/** Keeps messages readable, whatever was passed. */
const longest = 40;

export function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** Describes a received value for a message: short, and without running code of the value. */
export function received(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value.length > longest
        ? `a string of ${String(value.length)} characters`
        : JSON.stringify(value);
    case 'object':
      if (value === null) return 'null';
      return isArray(value) ? 'an array' : 'an object';
    case 'function':
      return 'a function';
    case 'undefined':
      return 'undefined';
    case 'bigint':
      // Does not convert a large number to digits.
      return BigInt.asIntN(64, value) === value
        ? `type bigint (${String(value)})`
        : 'type bigint (of more than 64 bits)';
    default:
      return `type ${typeof value} (${shortened(String(value))})`;
  }
}

/** Catches the exception of a revoked proxy. */
function isArray(value: object): boolean {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}
