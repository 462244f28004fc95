import { shownStart } from './smtp-reply.ts';
import type { Authentication, SubmissionOutcome } from './submission.ts';

/** Shorter texts stand in any reply by chance. */
const minLength = 4;
/** A server may quote a part of what it refuses: so many characters in base64, or in clear, are no chance. */
const encodedWindow = 8;
const clearWindow = 16;
const piecesWithoutIndex = 1_000;
const base64Run = /[A-Za-z0-9+/=_-]{4,}/g;
/** No word of a person is so long. */
const longRun = /[A-Za-z0-9+/=_.-]{60,}/g;

type Known = Exclude<Authentication, { kind: 'none' }>;

const secretOf = (known: Known) => (known.kind === 'oauth' ? known.accessToken : known.password);

/** Base64 without what depends on the bytes before and after, for each place in a group of three bytes. */
function atAnyPlace(secret: string): readonly string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    const whole = Math.floor((bytes.length * 8) / 6);
    return bytes.toString('base64').slice(Math.ceil((before * 8) / 6), whole);
  });
}

/**
 * What the mechanisms send in base64: the whole of it, too.
 *
 * @see RFC 4616 §2, RFC 7628 §3.1
 */
function encodedForms(known: Known): readonly string[] {
  const secret = secretOf(known);
  const sent =
    known.kind === 'oauth'
      ? [`user=${known.user}\u0001auth=Bearer ${secret}\u0001\u0001`]
      : [`\0${known.user}\0${secret}`, `${known.user}\0${known.user}\0${secret}`];
  return [
    ...sent.map((text) => Buffer.from(text).toString('base64').replace(/=+$/, '')),
    ...atAnyPlace(secret).filter((text) => text.length >= minLength),
  ];
}

function windowsOf(texts: readonly string[], length: number): ReadonlySet<string> {
  return new Set(
    texts.flatMap((text) =>
      Array.from({ length: Math.max(0, text.length - length + 1) }, (_, at) => text.slice(at, at + length)),
    ),
  );
}

/**
 * Answers who says whether a text has a piece of one of these texts that is so many characters long.
 *
 * Most replies are short: each of their pieces is looked for. An index of all pieces takes milliseconds where a token is long,
 * and pays only for a long reply.
 */
function pieceFinder(texts: readonly string[], length: number): (text: string) => boolean {
  let lookedFor = 0;
  let index: ReadonlySet<string> | null = null;
  const stands = (piece: string): boolean => {
    lookedFor += 1;
    if (lookedFor <= piecesWithoutIndex) return texts.some((text) => text.includes(piece));
    index ??= windowsOf(texts, length);
    return index.has(piece);
  };
  return (text) => {
    for (let at = 0; at + length <= text.length; at += 1) {
      if (stands(text.slice(at, at + length))) return true;
    }
    return false;
  };
}

/** Answers what takes the secret out of a text: in clear, in base64 at any place of it, also where only a part is quoted. */
function cleanerOf(known: Known): (text: string) => string {
  const secret = secretOf(known);
  const forms = encodedForms(known);
  const quotesEncoded = pieceFinder(forms, encodedWindow);
  const quotesClear = pieceFinder([secret], clearWindow);
  const standard = (run: string) => run.replaceAll('-', '+').replaceAll('_', '/');
  const hides = (run: string) => forms.some((form) => run.includes(form)) || quotesEncoded(run);
  return (text) =>
    (secret.length >= minLength ? text.replaceAll(secret, '…') : text)
      .replace(longRun, '…')
      .replace(/\S+/g, (word) => (quotesClear(word) ? '…' : word))
      .replace(base64Run, (run) => (hides(standard(run)) ? '…' : run));
}

/**
 * Answers an outcome whose replies do not repeat the secret, for some servers quote the command they refuse; and at most
 * 500 characters of each.
 */
export function withoutSecrets<Outcome extends SubmissionOutcome>(
  outcome: Outcome,
  authentication: Authentication,
): Outcome {
  const refusals = 'refused' in outcome ? outcome.refused : undefined;
  if (outcome.reply === undefined && refusals === undefined) return outcome;
  const clean = authentication.kind === 'none' ? (text: string) => text : cleanerOf(authentication);
  // Cut only now: the part of a secret that a cut leaves would not be found.
  const shown = (reply: string) => shownStart(clean(reply));
  const refused = refusals && {
    refused: refusals.map(({ address, reply }) => ({ address, reply: shown(reply) })),
  };
  return { ...outcome, ...refused, ...(outcome.reply !== undefined && { reply: shown(outcome.reply) }) };
}
