import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { createCustomProvider } from '../../main/identity/custom.ts';
import { createGoogleProvider } from '../../main/identity/google.ts';
import { proxyFailure } from '../../main/network/proxy-failure.ts';
import type { IdentityProvider, ProviderDeps } from '../../main/identity/identity-provider.ts';
import { createMicrosoftProvider } from '../../main/identity/microsoft.ts';
import { createCertificateAuthority } from '../../sandbox/certificate-authority.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { systemClock } from '../helpers/system-ports.ts';
import {
  customAnswer,
  googleAnswer,
  microsoftAnswer,
  registrationsAt,
  responseWith,
} from './scripted-server.ts';

/** What a raw server does with the first request of a connection. */
type Answer = (socket: Socket, good: string) => void;

const http = (
  status: string,
  body: string | Buffer,
  headers: readonly string[] = ['Content-Type: application/json'],
) =>
  Buffer.concat([
    Buffer.from(
      [
        `HTTP/1.1 ${status}`,
        ...headers,
        `Content-Length: ${Buffer.byteLength(body)}`,
        'Connection: close',
        '',
        '',
      ].join('\r\n'),
    ),
    Buffer.from(body),
  ]);
const says =
  (bytes: (good: string) => Uint8Array | string): Answer =>
  (socket, good) =>
    void socket.end(bytes(good));
/** The good answer with other members; undefined takes one away. */
const changed = (changes: Record<string, unknown>) =>
  says((good) => http('200 OK', JSON.stringify({ ...JSON.parse(good), ...changes })));
const error = (status: string, body: object) => says(() => http(status, JSON.stringify(body)));
const page = '<!doctype html><title>Hotel</title>canary: please log in to the network';
const html = ['Content-Type: text/html'];

/** How it went: the code of the failure, or how long the token is taken for good, in seconds. */
type End = ErrorCode | { readonly fromSeconds: number; readonly toSeconds: number };
const anHour: End = { fromSeconds: 3500, toSeconds: 3700 };
/** Good for this one use: nobody knows for how long. */
const once: End = { fromSeconds: -Infinity, toSeconds: 120 };
const invalid: End = 'provider-response-invalid';
const unreachable: End = 'provider-unreachable';

const misbehaviours: readonly (readonly [name: string, answer: Answer, end: End])[] = [
  // The four grant errors, and nothing else, ask for a sign-in.
  ['invalid_grant', error('400 Bad Request', { error: 'invalid_grant' }), 'grant-revoked'],
  ['interaction_required', error('400 Bad Request', { error: 'interaction_required' }), 'grant-revoked'],
  ['login_required', error('400 Bad Request', { error: 'login_required' }), 'grant-revoked'],
  ['consent_required', error('400 Bad Request', { error: 'consent_required' }), 'consent-required'],
  // Errors of the client and of the request.
  ['400 without a body', says(() => http('400 Bad Request', '')), invalid],
  ['400 with an unknown error', error('400 Bad Request', { error: 'strange words' }), invalid],
  ['400 with an error of another type', error('400 Bad Request', { error: { code: 400 } }), invalid],
  [
    '400 in HTML that names invalid_grant',
    says(() => http('400 Bad Request', '<p>invalid_grant</p>', html)),
    invalid,
  ],
  ['400 invalid_request', error('400 Bad Request', { error: 'invalid_request' }), 'client-rejected'],
  ['400 invalid_scope', error('400 Bad Request', { error: 'invalid_scope' }), 'client-rejected'],
  ['401 invalid_client', error('401 Unauthorized', { error: 'invalid_client' }), 'client-rejected'],
  [
    '401 without a body',
    says(() => http('401 Unauthorized', '', ['WWW-Authenticate: Basic realm="canary"'])),
    invalid,
  ],
  ['403 of a blocking proxy', says(() => http('403 Forbidden', page, html)), invalid],
  ['404', says(() => http('404 Not Found', page, html)), invalid],
  // Busy, or not the server at all.
  ['407 of a proxy', says(() => http('407 Proxy Authentication Required', page, html)), unreachable],
  ['408', says(() => http('408 Request Timeout', '')), unreachable],
  ['429', error('429 Too Many Requests', { error: 'invalid_grant' }), unreachable],
  ['429 in HTML', says(() => http('429 Too Many Requests', page, html)), unreachable],
  [
    '500 that says invalid_grant',
    error('500 Internal Server Error', { error: 'invalid_grant' }),
    unreachable,
  ],
  ['502 of a gateway', says(() => http('502 Bad Gateway', page, html)), unreachable],
  ['503', says(() => http('503 Service Unavailable', page, html)), unreachable],
  [
    '511 of a captive portal',
    says(() => http('511 Network Authentication Required', page, html)),
    unreachable,
  ],
  ['temporarily_unavailable', error('400 Bad Request', { error: 'temporarily_unavailable' }), unreachable],
  ['server_error', error('400 Bad Request', { error: 'server_error' }), unreachable],
  // Redirects carry no token anywhere.
  ['301', says(() => http('301 Moved Permanently', '', ['Location: http://127.0.0.1:1/canary'])), invalid],
  ['307', says(() => http('307 Temporary Redirect', '', ['Location: http://127.0.0.1:1/canary'])), invalid],
  ['308 to itself', says(() => http('308 Permanent Redirect', '', ['Location: /token'])), invalid],
  ['304', says(() => 'HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n'), invalid],
  // 200 with something else.
  ['a log-in page of a network', says(() => http('200 OK', page, html)), invalid],
  ['nothing in it', says(() => http('200 OK', '')), invalid],
  ['204', says(() => 'HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n'), invalid],
  ['JSON cut off', says((good) => http('200 OK', good.slice(0, good.length / 2))), invalid],
  ['JSON twice', says((good) => http('200 OK', good + good)), invalid],
  ['an array', says((good) => http('200 OK', `[${good}]`)), invalid],
  ['null', says(() => http('200 OK', 'null')), invalid],
  ['an error with 200', error('200 OK', { error: 'invalid_grant' }), invalid],
  ['a form instead of JSON', says(() => http('200 OK', 'access_token=canary&expires_in=3600')), invalid],
  ['UTF-16', says((good) => http('200 OK', Buffer.from(good, 'utf16le'))), invalid],
  ['an endless answer', says((good) => http('200 OK', good + ' '.repeat(300_000))), invalid],
  // Members that are missing or wrong.
  ['no access_token', changed({ access_token: undefined }), invalid],
  ['an access_token that is a number', changed({ access_token: 7 }), invalid],
  ['an empty access_token', changed({ access_token: '' }), invalid],
  ['another token_type', changed({ token_type: 'canary' }), invalid],
  ['no expires_in', changed({ expires_in: undefined }), once],
  ['a negative expires_in', changed({ expires_in: -3600 }), once],
  ['expires_in 0', changed({ expires_in: 0 }), once],
  ['a huge expires_in', changed({ expires_in: 1e15 }), { fromSeconds: 3500, toSeconds: 604_860 }],
  ['expires_in as a text', changed({ expires_in: '3600' }), anHour],
  ['expires_in that is no number', changed({ expires_in: 'canary' }), once],
  // Odd, and good all the same.
  ['a byte order mark', says((good) => http('200 OK', `\uFEFF${good}`)), anHour],
  ['another content type', says((good) => http('200 OK', good, ['Content-Type: text/plain'])), anHour],
  ['no content type', says((good) => http('200 OK', good, [])), anHour],
  [
    'members twice, the last one good',
    says((good) => http('200 OK', `{"access_token":"old",${good.slice(1)}`)),
    anHour,
  ],
  ['members that nobody knows', changed({ canary: { deep: [1, 2, 3] } }), anHour],
  [
    'one byte after the other',
    (socket, good) => {
      socket.setNoDelay(true);
      for (const byte of http('200 OK', good)) socket.write(Buffer.from([byte]));
      socket.end();
    },
    anHour,
  ],
  // No answer at all.
  ['a reset', (socket) => void socket.resetAndDestroy(), unreachable],
  ['an end without an answer', (socket) => void socket.end(), unreachable],
  ['an end in the middle of the header', says(() => 'HTTP/1.1 200 OK\r\nContent-Ty'), unreachable],
  ['an end in the middle of the body', says((good) => http('200 OK', good).subarray(0, -20)), unreachable],
  ['something else than HTTP', says(() => '220 mail.example.com ESMTP\r\n'), unreachable],
  ['a status that is none', says(() => 'HTTP/1.1 abc\r\n\r\n'), unreachable],
];

type Name = 'google' | 'microsoft' | 'custom';
const kinds: Readonly<
  Record<
    Name,
    {
      readonly create: (deps: ProviderDeps) => IdentityProvider;
      readonly answer: typeof googleAnswer;
      readonly way: 'smtp' | 'api';
    }
  >
> = {
  google: { create: createGoogleProvider, answer: googleAnswer, way: 'api' },
  microsoft: { create: createMicrosoftProvider, answer: microsoftAnswer, way: 'smtp' },
  custom: { create: createCustomProvider, answer: customAnswer, way: 'smtp' },
};

let answer: Answer = () => {};
let good = '';
let requests = 0;
const listener = (socket: Socket) => {
  socket.on('error', () => {});
  socket.once('data', () => {
    requests += 1;
    answer(socket, good);
  });
};
const server = createServer(listener);
let origin = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const noName = () =>
  new TypeError('fetch failed', {
    cause: Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }),
  });

/** A provider with a grant that was really redeemed. */
async function startWithGrant(name: Name, more: Partial<ProviderDeps> = {}) {
  const { create, answer: answerOf, way } = kinds[name];
  const registration = registrationsAt(origin)[name];
  const provider = create({ registration, sendThrough: way, fetch, clock: systemClock, ...more });
  good = JSON.stringify(answerOf(origin));
  answer = says((text) => http('200 OK', text));
  const { state } = await create({
    registration,
    sendThrough: way,
    fetch,
    clock: more.clock ?? systemClock,
  }).redeem({
    response: responseWith('canary-code'),
    redirectUri: 'http://127.0.0.1:1/oauth2/callback',
    codeVerifier: 'canary-verifier-0123456789012345678901234567890',
    nonce: 'nonce',
  });
  requests = 0;
  return { state, renew: () => provider.accessToken(state, { force: true, minimumValidityMs: 60_000 }) };
}

const asksForSignIn = new Set<ErrorCode>(['grant-revoked', 'consent-required', 'sign-in-required']);

describe.each(['google', 'microsoft', 'custom'] as const)('the token endpoint of %s', (name) => {
  it.each(misbehaviours)('that answers %s', async (what, misbehave, end) => {
    const { renew } = await startWithGrant(name);
    answer = misbehave;
    const got = await renew().catch((thrown: unknown) => thrown);
    expect(requests).toBe(1);
    if (typeof end === 'string') {
      expect(got).toBeInstanceOf(AppError);
      expect(got).toMatchObject({ code: end });
      expect(inspect(got, { depth: 10, showHidden: true })).not.toContain('canary');
    } else {
      const { expiresAtMs, accessToken } = got as {
        readonly expiresAtMs: number;
        readonly accessToken: string;
      };
      const seconds = (expiresAtMs - Date.now()) / 1000;
      expect(accessToken).toBe('canary-access-1');
      expect(seconds).toBeGreaterThanOrEqual(end.fromSeconds);
      expect(seconds).toBeLessThanOrEqual(end.toSeconds);
    }
    const isGrantError = /^(invalid_grant|interaction_required|login_required|consent_required)$/.test(what);
    expect(got instanceof AppError && asksForSignIn.has(got.code)).toBe(isGrantError);
  });

  it.each(['canary-refresh-1', 'canary-refresh', 'no canary-refresh-1 here'])(
    'that names its error by the token it was sent, as %s',
    async (quoted) => {
      const { renew } = await startWithGrant(name);
      const members = { error: quoted, suberror: quoted, error_subtype: quoted, correlation_id: quoted };
      answer = error('400 Bad Request', { ...members, error_description: 'Refused.' });
      const got = await renew().catch((thrown: unknown) => thrown);
      expect(got).toMatchObject({ code: 'provider-response-invalid' });
      expect(inspect(got, { depth: 10, showHidden: true })).not.toContain('canary');
    },
  );

  it('that says nothing for half a minute, or stops in the middle', async () => {
    for (const start of ['', 'HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{"access_token":']) {
      const clock = createFakeClock();
      const { renew } = await startWithGrant(name, { clock });
      const asked = Promise.withResolvers<void>();
      answer = (socket) => {
        socket.write(start);
        asked.resolve();
      };
      const ended = expect(renew()).rejects.toMatchObject({ code: 'provider-unreachable' });
      await asked.promise;
      await clock.advance(30_000);
      await ended;
    }
  });

  it.each([
    // As Node's `fetch` says it; a real look-up would wait for the network of whoever runs this.
    ['nobody knows the name', () => Promise.reject(noName()), 'ENOTFOUND'],
    [
      'the network of Electron is offline',
      () => Promise.reject(new Error('net::ERR_INTERNET_DISCONNECTED')),
      'ERR_INTERNET_DISCONNECTED',
    ],
    ['nobody listens', () => fetch('http://127.0.0.1:1'), undefined],
    [
      'the proxy wants a name',
      () => Promise.reject(proxyFailure('ERR_PROXY_AUTH_REQUESTED', 'x')),
      'ERR_PROXY_AUTH_REQUESTED',
    ],
  ])('where %s', async (_what, ask, networkCode = expect.any(String)) => {
    const { renew } = await startWithGrant(name, { fetch: ask });
    const got = await renew().catch((thrown: unknown) => thrown);
    expect(got).toMatchObject({ code: 'provider-unreachable', detail: { networkCode } });
  });

  it('whose certificate nobody trusts, or that speaks no TLS', async () => {
    const { serverCertificatePem, serverKeyPem } = await createCertificateAuthority();
    const secure = createTlsServer({ cert: serverCertificatePem, key: serverKeyPem }, listener);
    secure.on('tlsClientError', () => {});
    await new Promise<void>((resolve) => void secure.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void secure.close());
    const { port } = secure.address() as AddressInfo;
    for (const other of [`https://127.0.0.1:${port}`, origin.replace('http:', 'https:')]) {
      const { renew } = await startWithGrant(name, {
        fetch: (_url, init) => fetch(`${other}/token`, init),
      });
      answer = (socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
      await expect(renew()).rejects.toMatchObject({
        code: 'provider-unreachable',
        detail: { networkCode: expect.stringMatching(/^(UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|ERR_SSL)/) },
      });
    }
  });
});

it('has sixty ways to misbehave, and four of them are the grant’s', () => {
  expect(misbehaviours.length).toBeGreaterThan(55);
  expect(misbehaviours.filter(([, , end]) => typeof end === 'string' && asksForSignIn.has(end))).toHaveLength(
    4,
  );
});
