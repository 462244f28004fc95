import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Person } from '../../sandbox/people.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { followSignIn } from './follow-pages.ts';
import type { PersonAtPages } from './follow-pages.ts';

/** What the sandbox's policy file says of one provider. */
export interface ProviderEntry {
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly issuer: string;
  readonly authority: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly revocationEndpoint: string;
  readonly jwksUri: string;
  readonly gmailApi: string;
  readonly graphApi: string;
}

/** A token endpoint's answer. */
export interface TokenAnswer {
  readonly status: number;
  readonly body: Record<string, string | number | readonly number[] | undefined>;
}

/** Tokens, with the answer that they came in. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly idToken: string;
  readonly scope: string;
  readonly answer: TokenAnswer;
}

export const gmailSend = 'https://www.googleapis.com/auth/gmail.send';
export const gmailSmtp = 'https://mail.google.com/';
export const smtpSend = 'https://outlook.office.com/SMTP.Send';
export const graphMailSend = 'https://graph.microsoft.com/Mail.Send';

/** Reads the policy file as the app would. */
export const readProvider = async (
  sandbox: Pick<Sandbox, 'policyFile'>,
  provider: 'google' | 'microsoft',
): Promise<ProviderEntry> => JSON.parse(await readFile(sandbox.policyFile, 'utf8')).providers[provider];

/** Posts a form to a token endpoint. */
export const postToken = async (
  entry: ProviderEntry,
  fields: Readonly<Record<string, string>>,
): Promise<TokenAnswer> => {
  const response = await fetch(entry.tokenEndpoint, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: entry.clientId,
      ...(entry.clientSecret !== undefined && { client_secret: entry.clientSecret }),
      ...fields,
    }),
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
};

/** Puts an authorization URL together, with a PKCE pair. */
export const authorizationUrl = (
  entry: ProviderEntry,
  more: Readonly<Record<string, string>>,
): { readonly url: string; readonly verifier: string } => {
  const verifier = randomBytes(32).toString('base64url');
  const url = new URL(entry.authorizationEndpoint);
  url.search = new URLSearchParams({
    client_id: entry.clientId,
    response_type: 'code',
    state: 'state-1',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  }).toString();
  return { url: url.href, verifier };
};

const usualParameters = {
  google: {
    scope: `openid email ${gmailSend}`,
    redirect_uri: 'http://127.0.0.1:9/oauth',
    access_type: 'offline',
    prompt: 'consent',
  },
  microsoft: {
    scope: `openid profile email offline_access ${smtpSend}`,
    redirect_uri: 'http://localhost:9',
  },
};

const asTokens = (answer: TokenAnswer): Tokens => {
  if (answer.status !== 200) throw new Error(`no tokens: ${JSON.stringify(answer.body)}`);
  const { access_token, refresh_token, id_token, scope } = answer.body;
  return {
    accessToken: String(access_token ?? ''),
    refreshToken: String(refresh_token ?? ''),
    idToken: String(id_token ?? ''),
    scope: String(scope ?? ''),
    answer,
  };
};

/** Signs a person in without any library and answers the tokens. */
export const obtainTokens = async (
  sandbox: Pick<Sandbox, 'policyFile'>,
  person: Person,
  more: {
    readonly parameters?: Readonly<Record<string, string>>;
    readonly pages?: Partial<PersonAtPages>;
    readonly tokenScope?: string;
  } = {},
): Promise<Tokens> => {
  if (person.provider === 'none' || person.provider === 'custom')
    throw new Error(`${person.address} has no provider to sign in at`);
  const entry = await readProvider(sandbox, person.provider);
  const parameters = { ...usualParameters[person.provider], ...more.parameters };
  const { url, verifier } = authorizationUrl(entry, parameters);
  const { landedOn } = await followSignIn(url, { ...person, ...more.pages, visitRedirect: false });
  return asTokens(
    await postToken(entry, {
      grant_type: 'authorization_code',
      code: new URL(landedOn).searchParams.get('code') ?? '',
      code_verifier: verifier,
      redirect_uri: parameters.redirect_uri,
      ...(person.provider === 'microsoft' && { client_info: '1' }),
      ...(more.tokenScope !== undefined && { scope: more.tokenScope }),
    }),
  );
};

/** Redeems a refresh token; the answer may be an error. */
export const redeem = async (
  sandbox: Pick<Sandbox, 'policyFile'>,
  provider: 'google' | 'microsoft',
  refreshToken: string,
  scope?: string,
): Promise<TokenAnswer> =>
  postToken(await readProvider(sandbox, provider), {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    ...(scope !== undefined && { scope }),
  });

/** Redeems a refresh token that is good. */
export const refreshed = async (
  sandbox: Pick<Sandbox, 'policyFile'>,
  provider: 'google' | 'microsoft',
  refreshToken: string,
  scope?: string,
): Promise<Tokens> => asTokens(await redeem(sandbox, provider, refreshToken, scope));

/** Finds somebody of the sandbox. */
export const personOf = (sandbox: Pick<Sandbox, 'people'>, address: string): Person => {
  const person = sandbox.people.find((each) => each.address === address);
  if (person === undefined) throw new Error(`nobody here has the address ${address}`);
  return person;
};

/** The claims of a JWT, unverified. */
export const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
