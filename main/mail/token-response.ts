import type { TokenMechanism } from './submission.ts';

/** What shows an access token to an SMTP server. */
export interface TokenResponse {
  /** Base64, the argument of AUTH. */
  readonly initial: string;
  /** What answers a 334, which carries the reason of a refusal; then the refusal comes. */
  readonly afterRefusal: string;
}

interface Shown {
  readonly mechanism: TokenMechanism;
  readonly user: string;
  readonly accessToken: string;
  readonly host: string;
  readonly port: number;
}

const separator = '\u0001';
const base64 = (text: string) => Buffer.from(text).toString('base64');

/**
 * Answers what a client sends to show its access token.
 *
 * @see https://developers.google.com/workspace/gmail/imap/xoauth2-protocol
 * @see RFC 7628 §3.1 and §3.2.3, RFC 5801 §4 for the escaped user
 */
export function tokenResponse({ mechanism, user, accessToken, host, port }: Shown): TokenResponse {
  const bearer = `auth=Bearer ${accessToken}`;
  if (mechanism === 'XOAUTH2') {
    return { initial: base64([`user=${user}`, bearer, '', ''].join(separator)), afterRefusal: '' };
  }
  const name = user.replaceAll('=', '=3D').replaceAll(',', '=2C');
  const pairs = [`n,a=${name},`, `host=${host}`, `port=${port}`, bearer, '', ''];
  return { initial: base64(pairs.join(separator)), afterRefusal: base64(separator) };
}
