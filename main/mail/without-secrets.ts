import type { Authentication, SubmissionOutcome } from './submission.ts';

function secretsOf(authentication: Authentication): readonly string[] {
  if (authentication.kind === 'none') return [];
  const secret = authentication.kind === 'oauth' ? authentication.accessToken : authentication.password;
  const encoded = Buffer.from(secret).toString('base64').replace(/=+$/, '');
  return [secret, encoded].filter((text) => text.length > 3);
}

/** Answers an outcome whose replies do not repeat the secret: some servers quote the command they refuse. */
export function withoutSecrets<Outcome extends SubmissionOutcome>(
  outcome: Outcome,
  authentication: Authentication,
): Outcome {
  const secrets = secretsOf(authentication);
  if (secrets.length === 0) return outcome;
  const clean = (reply: string) =>
    secrets.reduce(
      (text, secret) => text.replaceAll(secret, '…'),
      // A quoted initial response hides the secret in base64 together with the user, at any of three offsets.
      reply.replace(/[A-Za-z0-9+/=_.-]{60,}/g, '…'),
    );
  const refused =
    'refused' in outcome && outcome.refused
      ? { refused: outcome.refused.map(({ address, reply }) => ({ address, reply: clean(reply) })) }
      : {};
  return { ...outcome, ...refused, ...(outcome.reply !== undefined && { reply: clean(outcome.reply) }) };
}
