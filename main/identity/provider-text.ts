import * as z from 'zod';
import { createSecretCutter } from '../secret-cutter.ts';
import { shownLine, shownStart } from '../shown-text.ts';
import { late } from '../../shared/late-schema.ts';

/** Where servers put the sentence for people: OAuth, Google's interfaces, gateways in front of them. */
const sentence = late(() =>
  z.union([
    z.object({ error_description: z.string().min(1) }).transform((body) => body.error_description),
    z.object({ error: z.object({ message: z.string().min(1) }) }).transform((body) => body.error.message),
    z.object({ message: z.string().min(1) }).transform((body) => body.message),
    // A name with words in it is a sentence.
    z.object({ error: z.string().regex(/\s/) }).transform((body) => body.error),
  ]),
);
const pageTitle = /<title[^>]*>([^<]{1,1000})<\/title>/i;

/**
 * Answers what an authorization server, or whatever answered in its place, says for people: one paragraph of at most 500
 * characters without control characters and secrets; empty: nothing.
 *
 * @param body the answer as JSON, or its parameters; null: it is none
 * @param text the answer as it came, for the title of a page
 * @param secrets what the request held: a server may repeat it
 */
export function providerText(body: unknown, text: string, secrets: readonly string[]): string {
  const said = sentence.safeParse(body);
  const words = said.success ? said.data : body === null ? (pageTitle.exec(text)?.[1] ?? '') : '';
  return words === '' ? '' : shownStart(createSecretCutter(secrets)(shownLine(words)));
}

/** Members of a form that are no secrets, and may well be repeated: among them is the correlation ID. */
const publicMember =
  /^(grant_type|response_type|client_id|client_info|client_assertion_type|redirect_uri|scope|resource|audience|token_type_hint|claims|client-request-id|x-[a-z-]+)$/i;

/** Answers the secrets of a request: whatever its form, its URL or its Authorization field holds that is not known to be public. */
export function secretsOfRequest(url: string | URL, headers: Headers, body: string | undefined): string[] {
  const parameters = [...new URL(url).searchParams, ...new URLSearchParams(body ?? '')];
  const credentials = (headers.get('authorization') ?? '').split(' ').slice(1);
  // RFC 6749 §2.3.1: client ID and secret, each as in a form.
  const inside = credentials.flatMap((text) => {
    const [, ...secret] = Buffer.from(text, 'base64').toString().split(':');
    return [secret.join(':'), decoded(secret.join(':'))];
  });
  return [
    ...parameters.flatMap(([name, value]) => (publicMember.test(name) ? [] : value)),
    ...credentials,
    ...inside,
  ].filter((secret) => secret !== '');
}

function decoded(text: string): string {
  return new URLSearchParams(`x=${text}`).get('x') ?? '';
}

/** So short a piece of a secret stands in a text by chance. */
const minPieceLength = 8;

/** Says whether a name that a server answered is one of these secrets, holds one or is a piece of one. */
export function quotesSecret(name: string, secrets: readonly string[]): boolean {
  return secrets.some(
    (secret) =>
      name.length >= minPieceLength &&
      (secret.includes(name) || (secret.length >= minPieceLength && name.includes(secret))),
  );
}
