/** Shorter texts stand in any reply by chance. */
const minLength = 4;
/** A server may quote a part of what it refuses: so many characters in base64, or in clear, are no chance. */
const encodedWindow = 8;
const clearWindow = 16;
const piecesWithoutIndex = 1_000;
const base64Run = /[A-Za-z0-9+/=_-]{4,}/g;
/** No word of a person is so long. */
const longRun = /[A-Za-z0-9+/=_.-]{60,}/g;

/** Base64 without what depends on the bytes before and after, for each place in a group of three bytes. */
function atAnyPlace(secret: string): readonly string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    const whole = Math.floor((bytes.length * 8) / 6);
    return bytes.toString('base64').slice(Math.ceil((before * 8) / 6), whole);
  });
}

/** A secret as it is, as it stands in a form or a URL, and as it stands in JSON. */
function spellingsOf(secret: string): readonly string[] {
  const inForm = new URLSearchParams({ x: secret }).toString().slice(2);
  const spellings = [secret, encodeURIComponent(secret.toWellFormed()), inForm];
  return [...new Set([...spellings, JSON.stringify(secret).slice(1, -1)])];
}

function windowsOf(texts: readonly string[], length: number): ReadonlySet<string> {
  return new Set(
    texts.flatMap((text) =>
      Array.from({ length: Math.max(0, text.length - length + 1) }, (_, at) => text.slice(at, at + length)),
    ),
  );
}

interface PieceFinder {
  /** Another reply begins. */
  readonly begin: () => void;
  /** Says whether a run of characters has such a piece. */
  readonly quotes: (run: string) => boolean;
}

/**
 * Answers who says whether a text has a piece of one of these texts that is so many characters long.
 *
 * Most replies are short: each of their pieces is looked for. An index of all pieces takes milliseconds where a token is long,
 * and pays only for a long reply.
 */
function pieceFinder(texts: readonly string[], length: number): PieceFinder {
  let lookedFor = 0;
  let index: ReadonlySet<string> | null = null;
  const stands = (piece: string): boolean => {
    lookedFor += 1;
    if (lookedFor <= piecesWithoutIndex) return texts.some((text) => text.includes(piece));
    index ??= windowsOf(texts, length);
    return index.has(piece);
  };
  return {
    begin: () => void (lookedFor = 0),
    quotes: (run) => {
      for (let at = 0; at + length <= run.length; at += 1) {
        if (stands(run.slice(at, at + length))) return true;
      }
      return false;
    },
  };
}

/**
 * Answers what takes secrets out of a text: in clear, as in a form, in base64 at any place of it, also where only a part of one
 * is quoted; and whatever is so long that it can only be a token.
 *
 * @param sent texts that went out in base64 with a secret inside: parts of them are cut too
 */
export function createSecretCutter(
  secrets: readonly string[],
  sent: readonly string[] = [],
): (text: string) => string {
  const long = secrets.filter((secret) => secret.length >= minLength);
  const clear = [...new Set(long.flatMap(spellingsOf))].sort((a, b) => b.length - a.length);
  const forms = [
    ...sent.map((text) => Buffer.from(text).toString('base64').replace(/=+$/, '')),
    ...secrets.flatMap(atAnyPlace).filter((text) => text.length >= minLength),
  ];
  const encoded = pieceFinder(forms, encodedWindow);
  const inClear = pieceFinder(clear, clearWindow);
  const standard = (run: string) => run.replaceAll('-', '+').replaceAll('_', '/');
  const hides = (run: string) => forms.some((form) => run.includes(form)) || encoded.quotes(run);
  return (text) => {
    for (const finder of [encoded, inClear]) finder.begin();
    return clear
      .reduce((rest, spelling) => rest.replaceAll(spelling, '…'), text)
      .replace(longRun, '…')
      .replace(/\S+/g, (word) => (inClear.quotes(word) ? '…' : word))
      .replace(base64Run, (run) => (hides(standard(run)) ? '…' : run));
  };
}
