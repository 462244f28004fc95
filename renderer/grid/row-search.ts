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
  /** Before where they have it no second time, be it in another row; null: nobody has looked. */
  readonly again: Uint32Array | null;
}

const rowsInStep = 500;

function standsAt(text: string, at: number, word: string, known: number): boolean {
  for (let letter = known; letter < word.length; letter += 1) {
    if (text.charCodeAt(at + letter) !== word.charCodeAt(letter)) return false;
  }
  return true;
}

/** Where the first letter of a word stands next, maybe some rows further down: one letter is what is looked for fastest. */
interface Hop {
  next: number;
}

/** Answers where a word stands at or after `from`; where it does not before `end`, that is some place after it. */
function placeOf(text: string, word: string, hop: Hop, from: number, end: number): number {
  let at = from;
  while (at < end) {
    if (hop.next < at) hop.next = text.indexOf(word.charAt(0), at);
    if (hop.next < 0) hop.next = text.length;
    if (hop.next >= end || standsAt(text, hop.next, word, 1)) return hop.next;
    at = hop.next + 1;
  }
  return at;
}

function rowsAt<Row>(rows: readonly Row[], places: Uint32Array): readonly Row[] {
  const some: Row[] = [];
  // By number: what is done once in a while is not compiled, and an iterator would make an object for each row.
  for (let index = 0; index < places.length; index += 1) {
    const row = rows[places[index] ?? 0];
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
  const places = new Uint32Array(size);
  const at = new Uint32Array(size);
  const hop: Hop = { next: -1 };
  let count = 0;
  let isSame = known > 0;
  // One loop for every letter, so that it is compiled by the time a letter leaves rows out and draws others.
  for (let index = 0; index < size; index += 1) {
    const place = found.places[index] ?? 0;
    const end = starts[place + 1] ?? 0;
    let from = (known > 0 ? found.at[index] : starts[place]) ?? 0;
    // With more letters it stands where it stood with fewer, or further on.
    if (known === 0) from = placeOf(text, word, hop, from, end);
    else if (!standsAt(text, from, word, known)) {
      isSame = false;
      from = placeOf(text, word, hop, found.again?.[index] ?? from + 1, end);
    }
    if (from < end) {
      places[count] = place;
      at[count] = from;
      count += 1;
    }
  }
  if (isSame) return found;
  // The same list where no row is left out: whoever draws it has nothing to do.
  if (count === size) return { ...found, at, again: null };
  const kept = places.slice(0, count);
  return { ...found, rows: rowsAt(said.rows, kept), places: kept, at: at.slice(0, count), again: null };
}

/** Answers the rows among those found that have other words: the same and more, or longer ones. */
export function narrowed<Row>(said: Said<Row>, from: Found<Row>, words: readonly string[]): Found<Row> {
  const found = words.reduce((among, word, index) => {
    const before = from.words[index] ?? '';
    return word === before ? among : having(said, among, word, before.length);
  }, from);
  return { ...found, words };
}

/** Answers the same rows with where their last word stands again, some of them with each step: the next letter asks for that. */
export function* lookedAhead<Row>(said: Said<Row>, found: Found<Row>): Generator<void, Found<Row>> {
  const { places, at, words } = found;
  const again = new Uint32Array(places.length);
  const word = words.at(-1) ?? '';
  const hop: Hop = { next: -1 };
  for (let index = 0; index < places.length; index += 1) {
    const end = said.starts[(places[index] ?? 0) + 1] ?? 0;
    again[index] = placeOf(said.text, word, hop, (at[index] ?? 0) + 1, end);
    if (index % rowsInStep === 0) yield;
  }
  return { ...found, again };
}
