import { createSecretCutter } from '../secret-cutter.ts';
import { shownStart } from '../shown-text.ts';
import type { Authentication, SubmissionOutcome } from './submission.ts';

/**
 * Answers what takes the secret of an authentication out of a text, whichever mechanism has sent it.
 *
 * @see RFC 4616 §2, RFC 7628 §3.1
 */
export function cutterOf(authentication: Authentication): (text: string) => string {
  if (authentication.kind === 'none') return (text) => text;
  const { user } = authentication;
  if (authentication.kind === 'oauth') {
    const { accessToken } = authentication;
    return createSecretCutter([accessToken], [`user=${user}\u0001auth=Bearer ${accessToken}\u0001\u0001`]);
  }
  const { password } = authentication;
  return createSecretCutter([password], [`\0${user}\0${password}`, `${user}\0${user}\0${password}`]);
}

/** Answers the same for an authentication whose secret is read late: it is asked for with each text. */
export function lateCutterOf(authentication: Authentication): (text: string) => string {
  let known = '';
  let cut = (text: string) => text;
  return (text) => {
    const secret = secretOf(authentication);
    if (secret !== known) cut = cutterOf(authentication);
    known = secret;
    return cut(text);
  };
}

function secretOf(authentication: Authentication): string {
  if (authentication.kind === 'none') return '';
  return authentication.kind === 'oauth' ? authentication.accessToken : authentication.password;
}

/**
 * Answers an outcome whose replies do not repeat the secret, for some servers quote the command they refuse; and at most
 * 500 characters of each.
 */
export function withoutSecrets<Outcome extends SubmissionOutcome>(
  outcome: Outcome,
  authentication: Authentication,
): Outcome {
  return cleanOutcome(outcome, lateCutterOf(authentication));
}

/**
 * Answers the same where what takes the secret out is there already; making it takes longer than a small message.
 *
 * @param clean as `cutterOf` or `lateCutterOf` answers it
 */
export function cleanOutcome<Outcome extends SubmissionOutcome>(
  outcome: Outcome,
  clean: (text: string) => string,
): Outcome {
  const refusals = 'refused' in outcome ? outcome.refused : undefined;
  if (outcome.reply === undefined && refusals === undefined) return outcome;
  // Cut only now: the part of a secret that a cut leaves would not be found.
  const shown = (reply: string) => shownStart(clean(reply));
  const refused = refusals && {
    refused: refusals.map(({ address, reply }) => ({ address, reply: shown(reply) })),
  };
  return { ...outcome, ...refused, ...(outcome.reply !== undefined && { reply: shown(outcome.reply) }) };
}
