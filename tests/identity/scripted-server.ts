import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { validateAuthorizationResponse } from '../../main/identity/authorization-response.ts';
import { defaultSettings } from '../../shared/settings.ts';
import type { CustomProvider } from '../../shared/settings.ts';
import { createRegistrations } from '../../main/identity/registrations.ts';
import type { Registration } from '../../main/identity/registration.ts';

/** One request that the server got. */
export interface SeenRequest {
  readonly method: string;
  readonly url: URL;
  readonly form: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

/** How the server answers; `destroy` resets the connection. */
export type Script = (request: SeenRequest) =>
  | {
      readonly status?: number;
      readonly type?: string;
      readonly body: unknown;
      readonly headers?: Record<string, string>;
    }
  | 'destroy'
  | 'stall';

/** An authorization server that answers what a test says. */
export interface ScriptedServer {
  readonly origin: string;
  readonly seen: SeenRequest[];
  script: Script;
}

/** Starts a server on a free port that ends with the test. */
export async function startScriptedServer(script: Script = () => ({ body: {} })): Promise<ScriptedServer> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => void answer(request, response));
  const scripted: ScriptedServer = { origin: '', seen, script };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const got: SeenRequest = {
      method: request.method ?? '',
      url: new URL(request.url ?? '', 'http://localhost'),
      form: new URLSearchParams(Buffer.concat(chunks).toString()),
      headers: request.headers,
    };
    seen.push(got);
    const said = scripted.script(got);
    if (said === 'stall') return;
    if (said === 'destroy') return void request.socket.destroy();
    const text = typeof said.body === 'string' ? said.body : JSON.stringify(said.body);
    response.writeHead(said.status ?? 200, {
      'Content-Type': said.type ?? 'application/json',
      ...said.headers,
    });
    response.end(text);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return Object.assign(scripted, { origin: `http://127.0.0.1:${port}` });
}

/** A custom provider with a secret, all of whose endpoints lie at `origin`. */
export const customProviderAt = (origin: string): CustomProvider => ({
  id: 'custom',
  name: 'Fabrikam',
  issuer: origin,
  authorizationEndpoint: `${origin}/auth`,
  tokenEndpoint: `${origin}/token`,
  revocationEndpoint: `${origin}/revoke`,
  scopes: 'mail.send openid email offline_access',
  clientId: 'client-c',
  clientAuthentication: 'basic',
  mechanism: 'OAUTHBEARER',
  smtp: { host: 'mail.fabrikam.example', port: 587, tlsMethod: 'starttls' },
  redirectPort: null,
  redirectPath: '/oauth2/callback',
});

/** Registrations with a client, all of whose endpoints lie at `origin`. */
export function registrationsAt(origin: string): {
  google: Registration;
  microsoft: Registration;
  custom: Registration;
} {
  const policies = {
    google: {
      clientId: 'client-g',
      clientSecret: 'canary-client-secret',
      issuer: origin,
      authorizationEndpoint: `${origin}/auth`,
      tokenEndpoint: `${origin}/token`,
      revocationEndpoint: `${origin}/revoke`,
    },
    microsoft: {
      clientId: 'client-m',
      authority: `${origin.replace('http:', 'https:')}/organizations`,
      issuer: `${origin}/{tenantid}/v2.0`,
      authorizationEndpoint: `${origin}/authorize`,
      tokenEndpoint: `${origin}/token`,
      jwksUri: `${origin}/keys`,
    },
  };
  const settings = { ...defaultSettings, customProviders: [customProviderAt(origin)] };
  const [google, microsoft, custom] = createRegistrations(policies, { settings, isLocked: () => false });
  if (!google || !microsoft || !custom) throw new Error('two providers are built in');
  return { google, microsoft, custom: { ...custom, clientSecret: 'canary-client-secret' } };
}

/** A token that says what it is told to; nobody signed it. */
export function unsignedToken(claims: unknown): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(claims)}.`;
}

/** A token with the form of a signed one; the TLS connection says who made it, so nobody looks at the signature. */
export function signedLookingToken(claims: unknown): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part(claims)}.${Buffer.from('signature').toString('base64url')}`;
}

/** A response that passed validation, as a provider takes it. */
export function responseWith(code: string, more: { readonly iss?: string } = {}) {
  const parameters = new URLSearchParams({ state: 'state', code, ...more });
  return validateAuthorizationResponse(parameters, { state: 'state', issuer: more.iss ?? 'unused' });
}

const hour = 3600;
const claims = (nonce: string) => ({
  exp: Math.trunc(Date.now() / 1000) + hour,
  iat: Math.trunc(Date.now() / 1000),
  nonce,
});

/** The good answer of a Google. */
export function googleAnswer(origin: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    access_token: 'canary-access-1',
    refresh_token: 'canary-refresh-1',
    expires_in: hour,
    token_type: 'Bearer',
    scope: 'openid https://www.googleapis.com/auth/userinfo.email https://www.googleapis.com/auth/gmail.send',
    id_token: unsignedToken({
      ...claims('nonce'),
      iss: origin,
      aud: 'client-g',
      sub: '1001',
      email: 'anna@example.com',
      hd: 'example.com',
    }),
    ...changes,
  };
}

/** The good answer of a custom provider. */
export function customAnswer(origin: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  const content = { iss: origin, aud: 'client-c', sub: '2002', email: 'anna@example.com' };
  return {
    access_token: 'canary-access-1',
    refresh_token: 'canary-refresh-1',
    expires_in: hour,
    token_type: 'Bearer',
    scope: 'mail.send openid email',
    id_token: signedLookingToken({ ...claims('nonce'), ...content }),
    ...changes,
  };
}

/** The good answer of a Microsoft. */
export function microsoftAnswer(
  origin: string,
  changes: Record<string, unknown> = {},
): Record<string, unknown> {
  const [oid, tid] = ['oid-anna', 'tenant-1'];
  return {
    access_token: 'canary-access-1',
    refresh_token: 'canary-refresh-1',
    expires_in: hour,
    token_type: 'Bearer',
    scope: 'https://outlook.office.com/SMTP.Send',
    client_info: Buffer.from(JSON.stringify({ uid: oid, utid: tid })).toString('base64url'),
    id_token: unsignedToken({
      ...claims('nonce'),
      iss: `${origin}/${tid}/v2.0`,
      aud: 'client-m',
      sub: 'pairwise',
      oid,
      tid,
      preferred_username: 'anna@corp.local',
      email: 'anna@corp.example',
      ver: '2.0',
    }),
    ...changes,
  };
}
