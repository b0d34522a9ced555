// The handles by which a reader moves the marbles of the inputs.

const words = { n: 'online', f: 'offline', u: 'unknown', '#': 'error', '|': 'complete' };

/** The meaning of a letter, in a word or two. */
export function wordOf(letter, values) {
  const value = values[letter];
  if (Array.isArray(value)) return value.join(' and ');
  return words[letter] ?? letter;
}

/** The letters that a reader can add to an input; of an alphabet, the next one alone. */
export function lettersFor({ values }, attempts) {
  const letters = Object.keys(values);
  const isAlphabet = letters.every((letter) => values[letter] === letter);
  const used = attempts.flat().map(({ letter }) => letter);
  const next = letters.find((letter) => !used.includes(letter)) ?? letters[0];
  return [...(isAlphabet ? [next] : letters), '#', '|'];
}

/**
 * Each marble that was run with its coordinates in the picture. A cold stream has its marbles once for each
 * subscription; later ones than its end have no handle, except the selected one, so that a drag can return it.
 */
export function handlesOf({ diagram, places, subscribed, lines }, selected) {
  return Object.entries(diagram.inputs).flatMap(([name, input], row) => {
    const attempts = lines[name];
    const isCold = Array.isArray(input.marbles);
    const spans = isCold ? subscribed[name] : [{ from: 0, to: Infinity }];
    return spans.flatMap(({ from, to }, i) => {
      const attempt = Math.min(i, attempts.length - 1);
      return attempts[attempt]
        .filter(({ id, at }) => at + from <= to || id === selected)
        .map((marble) => ({
          ...{ key: `${name} ${i} ${marble.id}`, name, attempt, marble, from },
          x: places.x(marble.at + from),
          y: places.inputRows[row],
          word: wordOf(marble.letter, input.values),
        }));
    });
  });
}
