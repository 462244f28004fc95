import { normalizeKeyPart } from '../../shared/key-part.ts';

/** Answers what stands under a part of a key, however it is spelled. */
export type KeyPartTable<Value> = (part: string) => Value | undefined;

/** Words of 32 bits that a place has at most: half of what a processor fetches at once. */
const mostWords = 8;
/** The first byte of a place is the length. */
const mostLetters = mostWords * 4 - 1;

/**
 * Makes a table that finds one of many parts; among 100,000 it takes less than half of what a `Map` does.
 *
 * Reading a place of the memory that was not read lately takes longer than all else. So a part lies where its hash says, as
 * numbers of four letters each, and is compared there: one such reading, where a `Map` needs one for each of its place, its text
 * and its letters. Parts with other letters than the plain ones, or too many, are in a `Map`.
 *
 * @param entries by normalised part
 */
export function createKeyPartTable<Value>(entries: ReadonlyMap<string, Value>): KeyPartTable<Value> {
  let places = 1;
  // A fifth of them stay free, so that most parts lie where they should.
  while (places < entries.size * 1.25) places *= 2;
  // No wider than the parts are: what lies in fewer pages of the memory is read sooner.
  let placeWords = 1;
  for (const part of entries.keys())
    if (part.length <= mostLetters) placeWords = Math.max(placeWords, wordsOf(part));
  const words = new Int32Array(places * placeWords);
  const values = Array.from({ length: places }, (): Value | undefined => undefined);
  const others = new Map<string, Value>();

  const placeAfter = (place: number) => (place + 1) & (places - 1);
  for (const [part, value] of entries) {
    const hash = pack(part);
    if (hash === null) {
      others.set(part, value);
      continue;
    }
    let place = hash & (places - 1);
    while (words[place * placeWords] !== 0) place = placeAfter(place);
    words.set(packed.subarray(0, wordsOf(part)), place * placeWords);
    values[place] = value;
  }

  function find(hash: number, count: number): Value | undefined {
    if (count > placeWords) return undefined;
    for (let place = hash & (places - 1); ; place = placeAfter(place)) {
      const start = place * placeWords;
      if (words[start] === 0) return undefined;
      let same = 0;
      while (same < count && words[start + same] === packed[same]) same += 1;
      if (same === count) return values[place];
    }
  }

  return (part) => {
    const hash = pack(part);
    if (hash !== null) return find(hash, wordsOf(part));
    const normal = normalizeKeyPart(part);
    const hashOfNormal = pack(normal);
    return hashOfNormal === null ? others.get(normal) : find(hashOfNormal, wordsOf(normal));
  };
}

const space = 0x20;
const lastPlain = 0x7e;
const upperA = 0x41;
const upperZ = 0x5a;
const toLower = 0x20;

/** What was packed last; a fresh one for each lookup would cost as much as the lookup. */
const packed = new Int32Array(mostWords);

function wordsOf({ length }: string): number {
  return (length + 4) >> 2;
}

/**
 * Packs the length and the lower-cased letters of a part into words, and answers their hash; null: normalising it takes more than
 * lower-casing plain letters, or there is no room for it.
 */
function pack(part: string): number | null {
  const { length } = part;
  if (length === 0 || length > mostLetters) return null;
  if (part.charCodeAt(0) === space || part.charCodeAt(length - 1) === space) return null;
  let hash = 0;
  let word = length;
  let at = 0;
  for (let index = 0; index < length; index += 1) {
    const code = part.charCodeAt(index);
    if (code < space || code > lastPlain) return null;
    const letter = code >= upperA && code <= upperZ ? code | toLower : code;
    const shift = ((index + 1) & 3) << 3;
    if (shift === 0) {
      packed[at] = word;
      at += 1;
      hash = mixed(hash, word);
      word = letter;
    } else word |= letter << shift;
  }
  packed[at] = word;
  return mixed(hash, word) & mostHash;
}

/** As large as numbers can be that V8 keeps without a place of their own. */
const mostHash = 0x3fffffff;
/** 2³² by the golden ratio, as in Knuth's multiplicative hashing. */
const factor = 0x9e3779b1;

/** The low bits choose the place, and a product alone would keep the high ones of the word from them. */
function mixed(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, factor);
  return Math.imul(product ^ (product >>> 15), factor) ^ (product >>> 13);
}
