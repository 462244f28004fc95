/** Shorter texts stand in any reply by chance. */
const minLength = 4;
/** A server may quote a part of what it refuses: so many characters in base64, or in clear, are no chance. */
const encodedWindow = 8;
const clearWindow = 16;
const piecesWithoutSieve = 100;
const textsWithoutSieve = 10;
const gramLength = 3;
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

/** The number of three characters, by the last six bits of each; texts that agree in them mostly agree. */
const gramOf = (one: number, two: number, three: number): number =>
  ((one & 63) << 12) | ((two & 63) << 6) | (three & 63);
const gramAt = (text: string, at: number): number =>
  gramOf(text.charCodeAt(at), text.charCodeAt(at + 1), text.charCodeAt(at + 2));

/** Answers who says whether three characters stand in one of these texts, by their number. */
function createGrams(texts: readonly string[]): (gram: number) => boolean {
  const bits = new Uint8Array(64 ** gramLength / 8);
  for (const text of texts) {
    for (let at = 0; at + gramLength <= text.length; at += 1) {
      const gram = gramAt(text, at);
      bits[gram >> 3] = (bits[gram >> 3] ?? 0) | (1 << (gram & 7));
    }
  }
  return (gram) => ((bits[gram >> 3] ?? 0) & (1 << (gram & 7))) !== 0;
}

/** Two spellings of base64 are one. */
const standard = (run: string) => run.replaceAll('-', '+').replaceAll('_', '/');
const [plus, minus, slash, lowLine] = [43, 45, 47, 95];
const standardCode = (code: number): number => {
  if (code === minus) return plus;

  return code === lowLine ? slash : code;
};

/**
 * Answers who says, in one pass over a text, whether a piece of these texts may stand there that is at least so long.
 *
 * Replies are many, and mostly nothing of a secret is in them: no three characters in a row are of the secret.
 */
function createOutlook(secrets: readonly string[], pieceLength: number): (text: string) => boolean {
  if (pieceLength < gramLength) return () => true;
  const isKnown = createGrams(secrets.map(standard));
  return (text) => {
    let known = 0;
    let [one, two] = [standardCode(text.charCodeAt(0)), standardCode(text.charCodeAt(1))];
    for (let at = 2; at < text.length; at += 1) {
      const three = standardCode(text.charCodeAt(at));
      known = isKnown(gramOf(one, two, three)) ? known + 1 : 0;
      if (known + gramLength > pieceLength) return true;
      [one, two] = [two, three];
    }
    return false;
  };
}

/** Answers who says, by each three characters of it, whether a piece may stand in one of these texts; mostly it may not. */
function createSieve(texts: readonly string[]): (piece: string) => boolean {
  const isKnown = createGrams(texts);
  return (piece) => {
    for (let at = 0; at + gramLength <= piece.length; at += 1) {
      if (!isKnown(gramAt(piece, at))) return false;
    }
    return true;
  };
}

/**
 * Answers who says whether a text has a piece of one of these texts that is so many characters long.
 *
 * Each piece is looked for. Most could not stand there, which a sieve knows at once; to make one pays after some replies.
 */
function pieceFinder(texts: readonly string[], length: number): (text: string) => boolean {
  let lookedFor = 0;
  let mayStand: ((piece: string) => boolean) | null = null;
  const stands = (piece: string): boolean => {
    lookedFor += 1;
    if (lookedFor > piecesWithoutSieve) mayStand ??= createSieve(texts);
    return (mayStand === null || mayStand(piece)) && texts.some((text) => text.includes(piece));
  };
  return (text) => {
    for (let at = 0; at + length <= text.length; at += 1) {
      if (stands(text.slice(at, at + length))) return true;
    }
    return false;
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
  const quotesEncoded = pieceFinder(forms, encodedWindow);
  const quotesClear = pieceFinder(clear, clearWindow);
  const hides = (run: string) => forms.some((form) => run.includes(form)) || quotesEncoded(run);
  const cut = (text: string) =>
    clear
      .reduce((rest, spelling) => rest.replaceAll(spelling, '…'), text)
      .replace(longRun, '…')
      .replace(/\S+/g, (word) => (quotesClear(word) ? '…' : word))
      .replace(base64Run, (run) => (hides(standard(run)) ? '…' : run));

  const lengths = [...clear, ...forms].map((each) => each.length);
  const pieceLength = Math.min(encodedWindow, clearWindow, ...lengths);
  let seen = 0;
  let mayHide: ((text: string) => boolean) | null = null;
  return (text) => {
    seen += 1;
    if (seen > textsWithoutSieve) mayHide ??= createOutlook([...clear, ...forms], pieceLength);
    return mayHide === null || mayHide(text) ? cut(text) : text.replace(longRun, '…');
  };
}
