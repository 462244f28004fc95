import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { connect, createServer as createTcpServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openLoopbackRedirect } from '../../main/identity/loopback-redirect.ts';
import { bindLoopback } from '../../main/identity/loopback-sockets.ts';
import { renderResponsePage } from '../../main/identity/response-page.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { heardAt, otherAddresses } from '../helpers/other-addresses.ts';
import { systemClock } from '../helpers/system-ports.ts';

const hasIpv6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === '::1'),
);
const page = (outcome: 'signed-in' | 'not-completed' | 'unexpected') => renderResponsePage(outcome, 'en');

type Options = Partial<Parameters<typeof openLoopbackRedirect>[0]>;

async function open(options: Options = {}) {
  const redirect = await openLoopbackRedirect({
    host: '127.0.0.1',
    port: null,
    path: '/oauth2/callback',
    responseMode: 'query',
    state: 'state-1',
    page,
    clock: systemClock,
    ...options,
  });
  onTestFinished(() => redirect.close());
  return { redirect, port: Number(new URL(redirect.redirectUri).port) };
}

interface Asked {
  readonly host?: string;
  readonly port: number;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** One request, as a browser or anybody else on this computer could make it. */
async function ask({
  host = '127.0.0.1',
  port,
  path = '/',
  method = 'GET',
  headers,
  body,
}: Asked): Promise<Answered> {
  const request = httpRequest({ host, port, path, method, headers: { ...headers }, agent: false });
  request.end(body);
  const [response] = await once(request, 'response');
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode, headers: response.headers, text };
}

const form = (fields: Record<string, string>) => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
});

describe('the redirect URI', () => {
  it('is on a free port of this computer, with the path', async () => {
    const { redirect } = await open();
    expect(redirect.redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/oauth2\/callback$/);
  });

  it('has no path where none is registered', async () => {
    const { redirect } = await open({ host: 'localhost', path: '/' });
    expect(redirect.redirectUri).toMatch(/^http:\/\/localhost:\d+$/);
  });

  it('can be on the port that the client is registered with', async () => {
    const { redirect, port } = await open();
    await redirect.close();
    expect((await open({ port })).port).toBe(port);
  });

  it.each(['127.0.0.1', 'localhost'] as const)(
    'is unavailable on %s while somebody has that port, and the error names it',
    async (host) => {
      const { port } = await open();
      await expect(open({ host, port })).rejects.toMatchObject({
        code: 'redirect-unavailable',
        message: expect.stringContaining(`port ${port} `),
        detail: { systemCode: 'EADDRINUSE', port },
      });
    },
  );
});

describe('an authorization response', () => {
  it('by query is taken, and the browser gets its page once the outcome is known', async () => {
    const { redirect, port } = await open();
    const answer = ask({ port, path: '/oauth2/callback?state=state-1&code=canary-code&iss=x' });
    const parameters = await redirect.response;
    expect(parameters.get('code')).toBe('canary-code');
    redirect.answer('signed-in');
    const { status, text, headers } = await answer;
    expect(status).toBe(200);
    expect(text).toContain('You can close this tab');
    expect(text).not.toContain('canary');
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      connection: 'close',
    });
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it('by form is taken where a form is awaited', async () => {
    const { redirect, port } = await open({ host: 'localhost', path: '/', responseMode: 'form_post' });
    const answer = ask({
      port,
      ...form({ state: 'state-1', code: 'code-1', client_info: 'info' }),
      headers: { ...form({}).headers, Host: `localhost:${port}` },
    });
    expect(Object.fromEntries(await redirect.response)).toEqual({
      state: 'state-1',
      code: 'code-1',
      client_info: 'info',
    });
    redirect.answer('not-completed');
    expect((await answer).text).toContain('Sign-in was not completed');
  });

  it('counts once; a reload is told the same', async () => {
    const { redirect, port } = await open();
    const path = '/oauth2/callback?state=state-1&code=';
    const first = ask({ port, path: `${path}first` });
    await redirect.response;
    const second = ask({ port, path: `${path}second` });
    redirect.answer('signed-in');
    expect((await redirect.response).get('code')).toBe('first');
    expect((await first).text).toContain('Signed in');
    expect((await second).text).toContain('Signed in');
    expect((await ask({ port, path: `${path}third` })).text).toContain('Signed in');
  });

  it('can be awaited in peace after somebody tried a wrong state', async () => {
    const { redirect, port } = await open();
    for (const query of ['state=guess&code=c', 'code=c', 'state=state-1&state=state-1&code=c', '']) {
      const refused = await ask({ port, path: `/oauth2/callback?${query}` });
      expect(refused.status).toBe(400);
      expect(refused.text).toContain('belongs to no sign-in');
    }
    const answer = ask({ port, path: '/oauth2/callback?state=state-1&error=access_denied' });
    expect((await redirect.response).get('error')).toBe('access_denied');
    redirect.answer('not-completed');
    expect((await answer).status).toBe(200);
  });

  it('survives a browser that does not wait for its page', async () => {
    const { redirect, port } = await open();
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET /oauth2/callback?state=state-1&code=c HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    expect((await redirect.response).get('code')).toBe('c');
    socket.destroy();
    redirect.answer('signed-in');
    await redirect.close();
  });
});

describe('everything else that comes to the port', () => {
  it.each<[string, Omit<Asked, 'port'>, number]>([
    ['the icon that browsers ask for', { path: '/favicon.ico' }, 404],
    ['another path', { path: '/' }, 404],
    ['a longer path', { path: '/oauth2/callback/more?state=state-1&code=c' }, 404],
    [
      'a form where a query is awaited',
      { path: '/oauth2/callback', ...form({ state: 'state-1', code: 'c' }) },
      405,
    ],
    ['HEAD', { path: '/oauth2/callback?state=state-1&code=c', method: 'HEAD' }, 405],
    ['a preflight', { path: '/oauth2/callback', method: 'OPTIONS' }, 405],
    [
      'another name (DNS rebinding)',
      { path: '/oauth2/callback?state=state-1&code=c', headers: { Host: 'evil.example' } },
      400,
    ],
    [
      'another name for this computer',
      { path: '/oauth2/callback?state=state-1&code=c', headers: { Host: 'localhost' } },
      400,
    ],
  ])('%s is refused', async (_name, asked, status) => {
    const { redirect, port } = await open();
    let came = false;
    void redirect.response.then(() => (came = true));
    const answered = await ask({ port, ...asked });
    expect(answered.status).toBe(status);
    expect(answered.headers['cache-control']).toBe('no-store');
    expect(answered.headers['access-control-allow-origin']).toBeUndefined();
    expect(came).toBe(false);
  });

  it.each<[string, Partial<Asked>, number]>([
    ['a query where a form is awaited', { method: 'GET', path: '/?state=state-1&code=c' }, 405],
    ['JSON', { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } }, 415],
    ['a form without a type', { method: 'POST', body: 'state=state-1' }, 415],
    ['a form of 100 KB', form({ state: 'state-1', code: 'x'.repeat(100_000) }), 413],
    ['a form of another attempt', form({ state: 'state-2', code: 'c' }), 400],
  ])('%s is refused', async (_name, asked, status) => {
    const { port } = await open({ host: 'localhost', path: '/', responseMode: 'form_post' });
    const headers = { ...asked.headers, Host: `localhost:${port}` };
    expect((await ask({ port, ...asked, headers })).status).toBe(status);
  });
});

it.each([
  ['the query', `?state=state-1&code=${'x'.repeat(100_000)}`, ''],
  ['a header field', '?state=state-1&code=c', `Cookie: ${'x'.repeat(100_000)}\r\n`],
])('a request whose %s has 100 KB never counts, and the sign-in goes on', async (_what, query, field) => {
  const { redirect, port } = await open();
  const socket = connect(port, '127.0.0.1');
  let heard = '';
  socket.on('data', (chunk: Buffer) => void (heard += chunk.toString()));
  // Whoever sends more than anybody reads may hear of a reset only.
  socket.on('error', () => undefined);
  socket.write(`GET /oauth2/callback${query} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${field}\r\n`);
  await new Promise((resolve) => socket.once('close', resolve));
  expect(heard).toMatch(/^(HTTP\/1\.1 431 [^x]*)?$/);
  const answer = ask({ port, path: '/oauth2/callback?state=state-1&code=mine' });
  expect((await redirect.response).get('code')).toBe('mine');
  redirect.answer('signed-in');
  expect((await answer).status).toBe(200);
});

describe('nobody but this computer', () => {
  it.each(['127.0.0.1', 'localhost'] as const)('reaches the port of %s', async (host) => {
    const { port } = await open({ host });
    expect(await heardAt(['127.0.0.1', ...otherAddresses()], port)).toEqual(['127.0.0.1']);
  });
});

describe('closing', () => {
  it('lets the waiting browser have its page', async () => {
    const { redirect, port } = await open();
    const answer = ask({ port, path: '/oauth2/callback?state=state-1&code=c' });
    await redirect.response;
    await redirect.close();
    expect((await answer).text).toContain('Sign-in was not completed');
  });

  it('frees the port, also while a browser holds a connection without a word', async () => {
    const { redirect, port } = await open();
    const idle = connect(port, '127.0.0.1');
    await once(idle, 'connect');
    idle.on('error', () => undefined);
    await redirect.close();
    await redirect.close();
    await expect(ask({ port })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('waits two seconds at most for a browser that does not read', async () => {
    const clock = createFakeClock();
    const { redirect, port } = await open({
      clock,
      page: () => ({ html: 'x'.repeat(30_000_000), contentSecurityPolicy: "default-src 'none'" }),
    });
    const socket = connect(port, '127.0.0.1');
    socket.pause();
    socket.on('error', () => undefined);
    socket.write(`GET /oauth2/callback?state=state-1&code=c HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    await redirect.response;
    const closed = redirect.close();
    await clock.advance(2_000);
    await closed;
    socket.destroy();
  });
});

describe('localhost', () => {
  it('is heard on both of its addresses', async ({ skip }) => {
    skip(!hasIpv6, 'this computer has no IPv6');
    const { redirect, port } = await open({ host: 'localhost', path: '/' });
    const headers = { Host: `localhost:${port}` };
    expect((await ask({ port, host: '127.0.0.1', headers })).status).toBe(400);
    const answer = ask({ port, host: '::1', path: '/?state=state-1&code=c', headers });
    expect((await redirect.response).get('code')).toBe('c');
    redirect.answer('signed-in');
    expect((await answer).status).toBe(200);
    await redirect.close();
    await expect(ask({ port, host: '::1', headers })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('moves on to another port where somebody else has ::1', async ({ skip }) => {
    skip(!hasIpv6, 'this computer has no IPv6');
    const squatters: ReturnType<typeof createTcpServer>[] = [];
    let made = 0;
    const bound = await bindLoopback(
      () => {
        made += 1;
        const server = createServer();
        if (made > 1) return server;
        // The first port that is offered gets a squatter on ::1 before the second address is tried.
        const address = server.address.bind(server);
        server.address = () => {
          const found = address();
          if (squatters.length === 0 && typeof found === 'object' && found) {
            const squatter = createTcpServer();
            squatter.listen(found.port, '::1');
            squatters.push(squatter);
          }
          return found;
        };
        return server;
      },
      { host: 'localhost', port: null },
    );
    const squatted = squatters[0]?.address();
    expect(typeof squatted === 'object' && squatted?.port).not.toBe(bound.port);
    expect(bound.servers).toHaveLength(2);
    for (const server of [...bound.servers, ...squatters]) server.close();
  });

  it('is IPv4 alone on a computer without IPv6', async () => {
    let made = 0;
    const bound = await bindLoopback(
      () => {
        made += 1;
        const server = createServer();
        if (made === 2) {
          server.listen = () => {
            queueMicrotask(() =>
              server.emit('error', Object.assign(new Error('none'), { code: 'EADDRNOTAVAIL' })),
            );
            return server;
          };
        }
        return server;
      },
      { host: 'localhost', port: null },
    );
    expect(bound.servers).toHaveLength(1);
    bound.servers[0]?.close();
  });
});
