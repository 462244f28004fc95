/** Shorter secrets are found only where they stand alone: else nearly every text would hold one. */
const shortLength = 8;

/** Things that look like secrets of others than this vault's. */
const tokenLike =
  /eyJ[\w-]{16,}\.[\w-]{16,}\.[\w-]{8,}|\bya29\.[\w-]{20,}|\b1\/\/[\w-]{20,}|-----BEGIN [A-Z ]*PRIVATE KEY/;

/**
 * Answers every spelling in which a secret may stand in a text.
 *
 * Base64 depends on where the secret begins in what was encoded; the inside of each of the three cases stays the same.
 */
export function spellingsOf(secret: string): readonly string[] {
  if (secret.length < shortLength) return [secret];
  const bytes = Buffer.from(secret);
  const encoded = [0, 1, 2].map((before) => insideBase64(bytes, before));
  const hex = bytes.toString('hex');
  const all = [
    secret,
    encodeURIComponent(secret.toWellFormed()),
    new URLSearchParams({ x: secret }).toString().slice(2),
    JSON.stringify(secret).slice(1, -1),
    ...encoded,
    ...encoded.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    hex,
    hex.toUpperCase(),
  ];
  return [...new Set(all)].filter((text) => text.length >= shortLength);
}

/** The characters of base64 that depend on the secret alone, when so many bytes stand before it in the last group of three. */
function insideBase64(secret: Buffer, before: number): string {
  const encoded = Buffer.concat([Buffer.alloc(before), secret]).toString('base64');
  const bitsBefore = before * 8;
  return encoded.slice(Math.ceil(bitsBefore / 6), Math.floor((bitsBefore + secret.length * 8) / 6));
}

/**
 * Answers where a value holds one of the secrets, or what looks like a token; null: nowhere. The answer names the place and never
 * the secret.
 *
 * Names of members are ours and are not searched.
 */
export function findSecret(value: unknown, secrets: readonly string[]): string | null {
  const leaves = leavesOf(value, '');
  const like = leaves.find(({ text }) => tokenLike.test(text));
  if (like) return like.place;
  const whole = leaves.map(({ text }) => text).join('\0');
  const mayHold = createFilter(whole);
  for (const secret of new Set(secrets)) {
    if (secret === '') continue;
    for (const spelling of spellingsOf(secret)) {
      if (!mayHold(spelling)) continue;
      const found = leaves.find(({ text }) => holds(text, spelling));
      if (found) return found.place;
    }
  }
  return null;
}

function holds(text: string, spelling: string): boolean {
  return spelling.length >= shortLength ? text.includes(spelling) : placeAlone(text, spelling) >= 0;
}

/** Answers where a short secret stands alone; -1: nowhere. */
function placeAlone(text: string, secret: string): number {
  for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1)) {
    const around = `${text[at - 1] ?? ''}${text[at + secret.length] ?? ''}`;
    if (!/[\p{L}\p{N}]/u.test(around)) return at;
  }
  return -1;
}

/** Says whether a secret is so short that everyday words may be the same. */
export function isShort(secret: string): boolean {
  return secret.length < shortLength;
}

const cut = '…';

/**
 * Answers a value without the short ones of these secrets: a password may be an everyday word, and a bundle that is refused for
 * one would be refused for ever. Names of members stay.
 */
export function cutShortSecrets<Value>(value: Value, secrets: readonly string[]): Value;
export function cutShortSecrets(value: unknown, secrets: readonly string[]): unknown {
  const whole = leavesOf(value, '')
    .map(({ text }) => text)
    .join('\0');
  // The longest first: what is left of one could be another.
  const short = [...new Set(secrets)]
    .filter((secret) => secret !== '' && isShort(secret) && whole.includes(secret))
    .toSorted((a, b) => b.length - a.length);
  return short.length === 0 ? value : withoutSecrets(value, short);
}

function withoutSecrets(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'number') return secrets.includes(String(value)) ? cut : value;
  if (typeof value === 'string') return cutText(value, secrets);
  if (Array.isArray(value)) return value.map((each) => withoutSecrets(each, secrets));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, withoutSecrets(each, secrets)]),
  );
}

function cutText(text: string, secrets: readonly string[]): string {
  let rest = text;
  // Ends: every cut leaves fewer other characters.
  for (let before = ''; before !== rest;) {
    before = rest;
    for (const secret of secrets) {
      const at = placeAlone(rest, secret);
      if (at >= 0) rest = `${rest.slice(0, at)}${cut}${rest.slice(at + secret.length)}`;
    }
  }
  return rest;
}

interface Leaf {
  readonly place: string;
  readonly text: string;
}

function leavesOf(value: unknown, place: string): readonly Leaf[] {
  if (typeof value === 'string') return [{ place, text: value }];
  if (typeof value === 'number') return [{ place, text: String(value) }];
  if (Array.isArray(value)) return value.flatMap((each, index) => leavesOf(each, `${place}[${index}]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    leavesOf(each, place === '' ? name : `${place}.${name}`),
  );
}

const filterBits = 24;
const factor = 31;

/**
 * Answers a quick "certainly not": ten thousand secrets in some spellings each would take minutes to look for one by one.
 *
 * A bit is set for every eight characters in a row of the text.
 */
function createFilter(text: string): (spelling: string) => boolean {
  const bits = new Uint8Array(2 ** (filterBits - 3));
  const leading = factor ** (shortLength - 1);
  const mask = 2 ** filterBits - 1;
  let hash = 0;
  for (let at = 0; at < text.length; at += 1) {
    // Exact below 2^53: eight characters times 31^7 stay far under it.
    if (at >= shortLength) hash -= text.charCodeAt(at - shortLength) * leading;
    hash = hash * factor + text.charCodeAt(at);
    if (at >= shortLength - 1) {
      const bit = hash % (mask + 1);
      bits[bit >> 3] = (bits[bit >> 3] ?? 0) | (1 << (bit & 7));
    }
  }
  const isThere = (spelling: string, start: number): boolean => {
    let wanted = 0;
    for (let at = start; at < start + shortLength; at += 1)
      wanted = wanted * factor + spelling.charCodeAt(at);
    const bit = wanted % (mask + 1);
    return ((bits[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0;
  };
  return (spelling) => {
    const last = spelling.length - shortLength;
    for (let start = 0; start < last; start += shortLength) if (!isThere(spelling, start)) return false;
    return last < 0 || isThere(spelling, last);
  };
}
