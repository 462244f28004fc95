/** Random choices that are the same for the same seed. */
export function createRandom(seed: number) {
  let state = seed;

  /** Mulberry32: a number in [0, 1). */
  function fraction(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 to `most`. */
  const upTo = (most: number) => Math.floor(fraction() * (most + 1));
  return {
    upTo,
    chance: (likelihood: number) => fraction() < likelihood,
    pick: <Value>(values: readonly Value[]): Value => values[upTo(values.length - 1)] as Value,
    many: <Value>(count: number, make: (index: number) => Value): Value[] =>
      Array.from({ length: count }, (_, index) => make(index)),
  };
}
