import { shortestPassphrase } from '../../shared/transfer.ts';

/** How hard a passphrase is to guess. */
export type PassphraseStrength = 'short' | 'weak' | 'fair' | 'strong';

const fairBits = 45;
const strongBits = 70;
/** A word is chosen among some thousands that a person would think of. */
const bitsPerWord = 12.5;
/** Letters of a word follow each other: six of them are worth about three. */
const wordShare = 0.55;
/** Words and rows of keys that lists of stolen passwords are full of. */
const common =
  /password|passwort|passphrase|welcome|letmein|qwert|asdf|zxcv|abc|admin|secret|iloveyou|monkey|dragon|summer|winter|123|(.)\1\1/gi;

/**
 * Estimates how hard a passphrase is to guess: a hint for the person, not a guarantee.
 *
 * What is on every list, repeats and runs such as `1234` count as one character.
 */
export function passphraseStrength(passphrase: string): PassphraseStrength {
  if (passphrase.length < shortestPassphrase) return 'short';
  const bits = guessableBits(passphrase);
  if (bits < fairBits) return 'weak';
  return bits < strongBits ? 'fair' : 'strong';
}

function guessableBits(passphrase: string): number {
  const words = passphrase.split(/[\s-]+/).filter(Boolean);
  const isWords = words.length > 1 && words.every((word) => /^\p{L}+$/u.test(word));
  const letters = Array.from(passphrase.replaceAll(common, 'a'));
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u];
  const sizes = [26, 26, 10, 20];
  const alphabet = sizes.reduce((sum, size, index) => sum + (kinds[index]?.test(passphrase) ? size : 0), 0);
  const fresh = letters.filter((letter, index) => {
    const before = letters[index - 1];
    const step = before === undefined ? 2 : (letter.codePointAt(0) ?? 0) - (before.codePointAt(0) ?? 0);
    return Math.abs(step) > 1;
  });
  // What comes again is no longer for it.
  const counted = Math.min(fresh.length, new Set(letters).size * 2);
  const byLetters = counted * Math.log2(alphabet) * (/^[\p{L}\s-]+$/u.test(passphrase) ? wordShare : 1);
  return isWords ? Math.min(byLetters, new Set(words).size * bitsPerWord) : byLetters;
}
