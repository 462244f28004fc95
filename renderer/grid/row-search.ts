/** Rows, and what all of them say in one text: side by side they are gone through in a third of the time. */
export interface Said<Row> {
  readonly rows: readonly Row[];
  readonly text: string;
  /** Where in the text each row begins, and at last where the text ends. */
  readonly starts: Uint32Array;
}

/** The rows that have some words. */
export interface Found<Row> {
  readonly rows: readonly Row[];
  readonly words: readonly string[];
  /** Which rows of the list they are. */
  readonly places: Uint32Array;
  /** Where in the text each of them has the last word for the first time. */
  readonly at: Uint32Array;
}

function standsAt(text: string, at: number, word: string, known: number): boolean {
  for (let letter = known; letter < word.length; letter += 1) {
    if (text.charCodeAt(at + letter) !== word.charCodeAt(letter)) return false;
  }
  return true;
}

function rowsAt<Row>(rows: readonly Row[], places: Uint32Array): readonly Row[] {
  const some: Row[] = [];
  for (const place of places) {
    const row = rows[place];
    if (row !== undefined) some.push(row);
  }
  return some;
}

/**
 * Answers which rows have one more word.
 *
 * @param known so many letters of it were looked for last; 0: it is a new word
 */
function having<Row>(said: Said<Row>, found: Found<Row>, word: string, known: number): Found<Row> {
  const { text, starts } = said;
  const size = found.places.length;
  let same = 0;
  if (known > 0) while (same < size && standsAt(text, found.at[same] ?? 0, word, known)) same += 1;
  if (same === size) return found;
  const places = new Uint32Array(size);
  const at = new Uint32Array(size);
  places.set(found.places.subarray(0, same));
  at.set(found.at.subarray(0, same));
  const letter = word.charAt(0);
  let count = same;
  // Where its first letter stands next, maybe some rows further down: one letter is what is looked for fastest.
  let next = -1;
  for (let index = same; index < size; index += 1) {
    const place = found.places[index] ?? 0;
    const end = starts[place + 1] ?? 0;
    // With more letters it stands where it stood with fewer, or further on.
    let from = (known > 0 ? found.at[index] : starts[place]) ?? 0;
    let tried = known;
    while (from < end && !(tried > 0 && standsAt(text, from, word, tried))) {
      from += Math.sign(tried);
      if (next < from) next = text.indexOf(letter, from);
      if (next < 0) next = text.length;
      from = next;
      tried = 1;
    }
    if (from < end) {
      places[count] = place;
      at[count] = from;
      count += 1;
    }
  }
  // The same list where no row is left out: whoever draws it has nothing to do.
  if (count === size) return { ...found, at };
  const kept = places.slice(0, count);
  return { ...found, rows: rowsAt(said.rows, kept), places: kept, at: at.slice(0, count) };
}

/** Answers the rows among those found that have other words: the same and more, or longer ones. */
export function narrowed<Row>(said: Said<Row>, from: Found<Row>, words: readonly string[]): Found<Row> {
  const found = words.reduce((among, word, index) => {
    const before = from.words[index] ?? '';
    return word === before ? among : having(said, among, word, before.length);
  }, from);
  return { ...found, words };
}
