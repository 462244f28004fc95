import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { submitByGmailApi } from '../../main/mail/gmail.ts';
import { submitBySmtp } from '../../main/mail/smtp.ts';
import { createProxiedFetch } from '../../main/network/proxied-fetch.ts';
import type { NetworkWay } from '../../main/ports.ts';
import { createCertificateAuthority } from '../../sandbox/certificate-authority.ts';
import { startMailServer } from '../helpers/mail-server.ts';
import { startHttpProxy, startSocksProxy } from '../helpers/proxy-server.ts';
import { submissionRequest } from '../helpers/submission-request.ts';
import { noFacts } from '../../shared/fix-cards/fill-in.ts';
import { fixCardFor } from '../../shared/fix-cards/fix-card.ts';

const password = { kind: 'password', user: 'anna@example.com', password: 'canary-password' } as const;
const secrets = { user: 'ben', password: 'canary-pröxy:secret' };
const through =
  (...ways: readonly NetworkWay[]) =>
  async () =>
    ways;
/** Nobody listens there. */
const gone: NetworkWay = { kind: 'http', host: '127.0.0.1', port: 1, credentials: secrets };

describe('a message', () => {
  it.each([
    ['CONNECT', startHttpProxy, {}, undefined],
    ['CONNECT with name and password', startHttpProxy, secrets, secrets],
    ['SOCKS 5', startSocksProxy, {}, undefined],
    ['SOCKS 5 with name and password', startSocksProxy, secrets, secrets],
  ] as const)(
    'goes by %s, STARTTLS and implicit TLS, and the proxy looks the name up',
    async (_name, start, behaviour, credentials) => {
      for (const tls of ['starttls', 'implicit'] as const) {
        const proxy = await start(behaviour);
        const server = await startMailServer({
          secure: tls === 'implicit',
          onAuth: ({ username }, _session, callback) => callback(null, { user: username }),
        });
        const request = await submissionRequest(server.port, {
          route: { host: 'localhost', port: server.port, tls, timeoutMs: 2_000 },
          authentication: password,
          certificateAuthorities: [server.certificateAuthority],
          proxyFor: through(proxy.way(credentials)),
        });
        expect(await submitBySmtp(request)).toMatchObject({ kind: 'accepted' });
        expect(server.taken()[0]?.raw.toString()).toBe('Subject: hello\r\n\r\nHello\r\n');
        expect(proxy.asked()).toEqual([`localhost:${server.port}`]);
      }
    },
  );

  it('goes through a proxy that is spoken to over TLS', async () => {
    const { certificatePem, serverCertificatePem, serverKeyPem } = await createCertificateAuthority();
    const proxy = await startHttpProxy({ tls: { key: serverKeyPem, cert: serverCertificatePem } });
    const server = await startMailServer();
    const request = await submissionRequest(server.port, {
      route: { host: 'localhost', port: server.port, tls: 'starttls', timeoutMs: 2_000 },
      certificateAuthorities: [server.certificateAuthority, certificatePem],
      proxyFor: through(proxy.way()),
    });
    expect(await submitBySmtp(request)).toMatchObject({ kind: 'accepted' });
    const { certificateAuthority } = server;
    const untrusted = { ...request, certificateAuthorities: [certificateAuthority] };
    expect(await submitBySmtp(untrusted)).toMatchObject({ kind: 'deferred' });
    expect(server.taken()).toHaveLength(1);
  });

  it('goes to an IPv6 address by both kinds of proxy', async () => {
    const server = await startMailServer();
    const [http, socks] = [await startHttpProxy(), await startSocksProxy()];
    for (const proxy of [http, socks]) {
      const request = await submissionRequest(server.port, {
        route: { host: '2001:db8::a:1', port: server.port, tls: 'none', timeoutMs: 2_000 },
        proxyFor: through(proxy.way()),
      });
      expect(await submitBySmtp(request)).toMatchObject({ kind: 'accepted' });
    }
    expect(http.asked()).toEqual([`[2001:db8::a:1]:${server.port}`]);
    expect(socks.asked()).toEqual([`32.1.13.184.0.0.0.0.0.0.0.0.0.10.0.1:${server.port}`]);
  });

  it('takes the next way of a PAC file where a proxy cannot be reached', async () => {
    const server = await startMailServer();
    const request = await submissionRequest(server.port, { proxyFor: through(gone, { kind: 'direct' }) });
    expect(await submitBySmtp(request)).toMatchObject({ kind: 'accepted' });
  });

  it.each([403, 405, 501, 502, 503])(
    'goes straight where the proxy answers %i, which it is not asked again',
    async (status) => {
      const server = await startMailServer();
      const proxy = await startHttpProxy({ answer: `HTTP/1.1 ${status} No\r\n\r\n` });
      const proxyFor = through(proxy.way());
      for (let turn = 0; turn < 2; turn += 1) {
        const request = await submissionRequest(server.port, { proxyFor });
        expect(await submitBySmtp(request)).toMatchObject({ kind: 'accepted' });
      }
      expect(proxy.asked()).toHaveLength(1);
    },
  );

  it('asks the proxy again once the straight way is gone', async () => {
    const proxy = await startHttpProxy({ answer: 'HTTP/1.1 403 No\r\n\r\n' });
    const proxyFor = through(proxy.way());
    let stop = async () => undefined as unknown;
    const server = await startMailServer({}, '127.0.0.1', (close) => (stop = close));
    const submit = async () => submitBySmtp(await submissionRequest(server.port, { proxyFor }));
    expect(await submit()).toMatchObject({ kind: 'accepted' });
    await stop();
    const named = /opens no connection to .* \(403\)\. Without it the server is not reached either\.$/;
    for (const asked of [1, 2]) {
      expect(await submit()).toMatchObject({ kind: 'deferred', reason: expect.stringMatching(named) });
      expect(proxy.asked()).toHaveLength(asked);
    }
  });

  it('by HTTPS does not go around a proxy that refuses it', async () => {
    const server = await startMailServer();
    const proxy = await startHttpProxy({ answer: 'HTTP/1.1 403 No\r\n\r\n' });
    const outcome = await submitByGmailApi({
      ...(await submissionRequest(server.port)),
      ...{ baseUrl: `https://localhost:${server.port}`, accessToken: 'token', bcc: [], timeoutMs: 2_000 },
      proxyFor: through(proxy.way()),
    });
    expect(outcome).toMatchObject({ kind: 'deferred', reason: expect.stringContaining('(403)') });
  });

  it('whose greeting comes together with the answer of the proxy loses nothing of it', async () => {
    const [server, proxy] = [await startMailServer(), await startHttpProxy({ together: true })];
    const request = await submissionRequest(server.port, { proxyFor: through(proxy.way()) });
    expect(await submitBySmtp(request)).toMatchObject({ kind: 'accepted' });
  });
});

describe('a proxy that does not open the connection', () => {
  it('because it wants a name is not gone around', async () => {
    const [server, proxy] = [await startMailServer(), await startHttpProxy(secrets)];
    const request = await submissionRequest(server.port, { proxyFor: through(proxy.way()) });
    expect(await submitBySmtp(request)).toMatchObject({ kind: 'deferred', code: 'server-unreachable' });
    expect(server.taken()).toEqual([]);
  });

  it.each<[string, () => Promise<NetworkWay>, RegExp]>([
    ['is not there', async () => gone, /^The proxy http:\/\/127\.0\.0\.1:1 cannot be reached\.$/],
    [
      'wants a name',
      async () => (await startHttpProxy(secrets)).way(),
      /^The proxy http:\/\/127\.0\.0\.1:\d+ wants a name and password \(407\)\.$/,
    ],
    [
      'wants another password',
      async () => (await startHttpProxy(secrets)).way({ ...secrets, password: 'canary-wrong' }),
      /does not accept the name and password \(407\)/,
    ],
    [
      'forbids the port',
      async () => (await startHttpProxy({ answer: 'HTTP/1.1 403 Forbidden\r\n\r\n' })).way(),
      /opens no connection to smtp\.example\.com:587 \(403\)/,
    ],
    [
      'is none',
      async () => (await startHttpProxy({ answer: '220 mail ESMTP\r\n\r\n' })).way(),
      /is no HTTP proxy/,
    ],
    [
      'talks without end',
      async () => (await startHttpProxy({ answer: 'x'.repeat(20_000) })).way(),
      /no proxy of this kind/,
    ],
    ['says nothing', async () => (await startHttpProxy({ answer: '' })).way(), /does not answer/],
    [
      'closes the connection',
      async () => (await startHttpProxy({ answer: 'HTTP/1.1 2' })).way(),
      /closed the connection without an answer/,
    ],
    [
      'wants a name by SOCKS',
      async () => (await startSocksProxy(secrets)).way(),
      /wants a name and password/,
    ],
    [
      'wants another password by SOCKS',
      async () => (await startSocksProxy(secrets)).way({ ...secrets, password: 'canary-wrong' }),
      /does not accept the name and password/,
    ],
    [
      'forbids it by SOCKS',
      async () => (await startSocksProxy({ reply: 2 })).way(),
      /its rules forbid it \(2\)/,
    ],
    [
      'finds nobody by SOCKS',
      async () => (await startSocksProxy({ reply: 5 })).way(),
      /refused the connection \(5\)/,
    ],
    [
      'speaks HTTP where SOCKS is meant',
      async () => ({
        ...(await startHttpProxy({ answer: 'HTTP/1.1 400 Bad\r\n\r\n' })).way(),
        kind: 'socks5',
      }),
      /is no SOCKS 5 proxy/,
    ],
    [
      'gets a name too long for SOCKS',
      async () => (await startSocksProxy(secrets)).way({ ...secrets, user: 'x'.repeat(256) }),
      /1 to 255 bytes/,
    ],
  ])('because it %s keeps the message and says why, without a secret', async (_name, way, reason) => {
    const request = await submissionRequest(587, {
      route: { host: 'smtp.example.com', port: 587, tls: 'starttls', timeoutMs: 300 },
      authentication: password,
      proxyFor: through(await way()),
    });
    const outcome = await submitBySmtp(request);
    expect(outcome).toMatchObject({ kind: 'deferred', code: 'server-unreachable' });
    // The item of the outbox gets the card of the proxy, not of the server behind it.
    const card = fixCardFor(
      { code: 'server-unreachable', detail: 'detail' in outcome ? outcome.detail : {} },
      noFacts,
    );
    expect(['proxy-unreachable', 'proxy-setting-invalid', 'proxy-refuses', 'network-sign-in']).toContain(
      card.id,
    );
    expect('reason' in outcome && outcome.reason).toMatch(reason);
    expect(JSON.stringify(outcome)).not.toMatch(/canary|Y2FuYXJ5/);
    expect(request.stages).not.toContain('authenticating');
  });

  it('is let go of at once when the attempt is ended', async () => {
    const stop = new AbortController();
    const proxy = await startHttpProxy({ answer: '' });
    const request = await submissionRequest(587, {
      route: { host: 'smtp.example.com', port: 587, tls: 'none', timeoutMs: 60_000 },
      signal: stop.signal,
      proxyFor: through(proxy.way()),
    });
    const outcome = submitBySmtp(request);
    await expect.poll(proxy.asked).toHaveLength(1);
    stop.abort();
    expect(await outcome).toMatchObject({ kind: 'deferred', code: 'server-unreachable' });
  });
});

describe('requests of plain Node', () => {
  async function startHttp(): Promise<{ readonly url: string; readonly port: number }> {
    const server = createHttpServer((request, response) => {
      let body = '';
      request.on('data', (bytes) => (body += bytes));
      request.on('end', () => {
        response.writeHead(request.url === '/away' ? 302 : 200, { location: '/', 'x-two': ['a', 'b'] });
        response.end(JSON.stringify({ host: request.headers.host, body, id: '<1@x>' }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    return { url: `http://localhost:${port}`, port };
  }

  it.each([
    ['CONNECT', startHttpProxy],
    ['SOCKS 5', startSocksProxy],
  ] as const)('go by %s and are answered as fetch answers', async (_name, start) => {
    const [{ url, port }, proxy] = [await startHttp(), await start(secrets)];
    const fetch = createProxiedFetch({
      proxyFor: through(proxy.way(secrets)),
      fetch: () => Promise.reject(new Error('the straight way')),
    });
    const answer = await fetch(`${url}/token`, { method: 'POST', body: new URLSearchParams({ a: 'ü' }) });
    expect(answer.headers.get('x-two')).toBe('a, b');
    expect(await answer.json()).toMatchObject({ host: `localhost:${port}`, body: 'a=%C3%BC' });
    const redirect = await fetch(new URL('/away', url), { redirect: 'manual' });
    expect(redirect.status).toBe(302);
    expect(proxy.asked()).toEqual([`localhost:${port}`, `localhost:${port}`]);
  });

  it('that need no proxy are made by fetch itself', async () => {
    const { url } = await startHttp();
    const fetch = createProxiedFetch({ proxyFor: through({ kind: 'direct' }), fetch: globalThis.fetch });
    const body = new Blob(['streamed']).stream();
    const answer = await fetch(url, { method: 'POST', body, ...{ duplex: 'half' } });
    expect(await answer.json()).toMatchObject({ body: 'streamed' });
  });

  it('fail with the name of what the proxy did', async () => {
    const proxy = await startHttpProxy(secrets);
    const fetch = createProxiedFetch({ proxyFor: through(proxy.way()), fetch: globalThis.fetch });
    await expect(fetch('https://login.example.com/token')).rejects.toMatchObject({
      code: 'ERR_PROXY_AUTH_REQUESTED',
    });
  });

  it('that upload a message go by the proxy too', async () => {
    const [{ url, port }, proxy] = [await startHttp(), await startHttpProxy(secrets)];
    const request = await submissionRequest(port);
    const outcome = await submitByGmailApi({
      ...request,
      ...{ baseUrl: url, accessToken: 'token', bcc: [], timeoutMs: 2_000 },
      proxyFor: through(proxy.way(secrets)),
    });
    expect(outcome.kind).toBe('accepted');
    expect(proxy.asked()).toEqual([`localhost:${port}`]);
    expect(request.stages).toEqual(['connecting', 'message', 'ending']);
  });
});
