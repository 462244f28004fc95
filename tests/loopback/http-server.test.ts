import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createPreviewServer } from '../../main/loopback/http-server.ts';
import { createFakeAppPort } from '../helpers/fake-app-port.ts';
import { heardAt, otherAddresses } from '../helpers/other-addresses.ts';
import { systemClock } from '../helpers/system-ports.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const token = 'T'.repeat(43);
const bearer = { authorization: `Bearer ${token}` };
const json = { 'content-type': 'application/json' };

async function serve(heartbeatMs = 60_000) {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'secret.json'), 'not of the page');
  const rendererFolder = join(folder, 'renderer');
  await mkdir(join(rendererFolder, 'assets'), { recursive: true });
  await writeFile(
    join(rendererFolder, 'index.html'),
    '<meta nonce="__CSP_NONCE__"><style nonce="__CSP_NONCE__">',
  );
  await writeFile(join(rendererFolder, 'assets', 'main-1.js'), 'export {};');
  await writeFile(join(rendererFolder, '.env'), 'hidden');
  await writeFile(join(rendererFolder, 'main.ts'), 'source');
  const calls: unknown[] = [];
  const session = createFakeAppPort({
    accountsResolve: (input, caller) => {
      calls.push(input);
      return { input, caller };
    },
  });
  const server = await createPreviewServer({
    session,
    rendererFolder,
    token,
    port: 0,
    clock: systemClock,
    log: () => undefined,
    heartbeatMs,
  });
  onTestFinished(server.close);
  const { origin, port } = new URL(server.url);
  return { server, session, calls, origin, port: Number(port) };
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** As a browser cannot: any path and header. */
function ask(
  port: number,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
  body = '',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => void (text += chunk.toString()));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const call = (port: number, headers: Record<string, string>, body = '{}', method = 'POST') =>
  ask(port, '/call/accountsResolve', headers, method, body);

test('the address carries the bearer where no server ever sees it', async () => {
  const { server } = await serve();
  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=T{43}$/);
});

test('a ticket leads to the address with the bearer once, and never shows it', async () => {
  const { server, port } = await serve();
  const issued = await ask(port, '/ticket', { ...bearer, ...json }, 'POST', '{}');
  const { url } = (JSON.parse(issued.body) as { value: { url: string } }).value;
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/open\/[\w-]{43}$/);
  const { pathname } = new URL(url);
  expect((await ask(port, pathname, {}, 'HEAD')).status).toBe(405);
  const first = await ask(port, pathname);
  expect([first.status, first.headers.location, first.headers['cache-control']]).toEqual([
    303,
    server.url,
    'no-store',
  ]);
  for (const path of [pathname, '/open/none']) {
    const { status, headers, body } = await ask(port, path);
    expect([status, headers.location]).toEqual([403, undefined]);
    expect(body).toBe('This link was used before, or is too old. Open the address that the program printed.');
  }
});

test('only who has the bearer gets a ticket', async () => {
  const { port } = await serve();
  const statuses = await Promise.all([
    ask(port, '/ticket', json, 'POST', '{}'),
    ask(port, '/ticket', bearer, 'GET'),
    ask(port, '/ticket', { ...bearer, 'content-type': 'text/plain' }, 'POST'),
  ]);
  expect(statuses.map(({ status }) => status)).toEqual([401, 405, 415]);
});

test('a call with the bearer is answered as a call of a person', async () => {
  const { port } = await serve();
  const { status, body, headers } = await call(port, { ...bearer, ...json }, '{"records":[]}');
  expect(status).toBe(200);
  expect(JSON.parse(body)).toEqual({
    ok: true,
    value: { input: { records: [] }, caller: { origin: 'user' } },
  });
  expect(headers['cache-control']).toBe('no-store');
});

test.for([
  ['no bearer', json],
  ['a wrong bearer', { ...json, authorization: `Bearer ${'U'.repeat(43)}` }],
  ['a bearer that is longer', { ...json, authorization: `Bearer ${token}x` }],
  ['another scheme', { ...json, authorization: `Basic ${token}` }],
] as const)('a call with %s never reaches the app', async ([, headers]) => {
  const { port, calls } = await serve();
  const { status, body } = await call(port, headers);
  expect(status).toBe(401);
  expect(JSON.parse(body)).toMatchObject({ ok: false, error: { code: 'invalid-request' } });
  expect(body).not.toContain(token);
  expect(calls).toEqual([]);
});

test('the state is not for strangers either', async () => {
  const { port } = await serve();
  expect((await ask(port, '/state')).status).toBe(401);
  expect((await ask(port, '/state', bearer, 'POST')).status).toBe(405);
});

test.for([
  ['/', {}],
  ['/call/accountsResolve', { ...bearer, ...json }],
  ['/state', bearer],
] as const)('%s answers only at its own address and to its own page', async ([path, headers]) => {
  const { port } = await serve();
  const method = path.startsWith('/call') ? 'POST' : 'GET';
  const strangers = [
    { host: 'evil.example' },
    { host: `evil.example:${port}` },
    { host: '127.0.0.1' },
    { host: `127.0.0.1:${port}.evil.example` },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:1' },
    { host: `localhost:${port}`, origin: `http://127.0.0.1:${port}` },
  ];
  for (const stranger of strangers) {
    const { status } = await ask(port, path, { ...headers, ...stranger }, method, '');
    expect([stranger, status]).toEqual([stranger, 403]);
  }
});

test('localhost is this computer too', async () => {
  const { port } = await serve();
  const headers = { ...bearer, ...json, host: `localhost:${port}`, origin: `http://localhost:${port}` };
  expect((await call(port, headers)).status).toBe(200);
});

test('a socket of a page of another site is opened nowhere, and one of our own neither', async () => {
  const { port, calls } = await serve();
  const wish = {
    ...{ connection: 'Upgrade', upgrade: 'websocket' },
    ...{ 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' },
  };
  for (const path of ['/', '/state', '/call/accountsResolve', '/ticket']) {
    const foreign = await ask(port, path, { ...bearer, ...wish, origin: 'https://evil.example' });
    expect([path, foreign.status]).toEqual([path, 403]);
    const own = await ask(port, path, { ...wish, origin: `http://127.0.0.1:${port}` });
    expect([path, own.status]).toEqual([path, path === '/' ? 200 : 401]);
  }
  expect(calls).toEqual([]);
});

test('nobody reaches it from another computer', async () => {
  const { port } = await serve();
  expect(await heardAt(['127.0.0.1', ...otherAddresses()], port)).toEqual(['127.0.0.1']);
});

test.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)(
  'a ticket that another user of the computer brings lets nobody in, and stays good (needs root)',
  async () => {
    const { server, port } = await serve();
    const issued = await ask(port, '/ticket', { ...bearer, ...json }, 'POST', '{}');
    const { url } = (JSON.parse(issued.body) as { value: { url: string } }).value;
    const script = `fetch(process.argv[1], { redirect: 'manual' }).then(({ status }) => console.log(status))`;
    const stranger = spawn(process.execPath, ['-e', script, url], { uid: 12_345, gid: 12_345, cwd: '/' });
    let said = '';
    stranger.stdout.on('data', (chunk: Buffer) => void (said += chunk.toString()));
    await once(stranger, 'close');
    expect(said).toBe('403\n');
    const { status, headers } = await ask(port, new URL(url).pathname);
    expect([status, headers.location]).toEqual([303, server.url]);
  },
);

test('a call that a form of another page could send is refused', async () => {
  const { port, calls } = await serve();
  expect((await call(port, { ...bearer, 'content-type': 'text/plain' })).status).toBe(415);
  expect((await call(port, bearer)).status).toBe(415);
  expect((await call(port, { ...bearer, ...json }, '', 'GET')).status).toBe(405);
  expect((await call(port, { ...bearer, ...json }, '', 'OPTIONS')).status).toBe(405);
  expect(calls).toEqual([]);
});

test('a body that is not JSON, or too long, is answered with a clear failure', async () => {
  const { port, calls } = await serve();
  const broken = await call(port, { ...bearer, ...json }, '{"records":');
  expect([broken.status, JSON.parse(broken.body)]).toMatchObject([
    400,
    { error: { message: 'The request is not JSON.' } },
  ]);
  const long = await call(port, { ...bearer, ...json }, JSON.stringify('x'.repeat(25 * 1024 * 1024)));
  expect([long.status, JSON.parse(long.body)]).toMatchObject([
    413,
    { error: { message: 'The request is too long.' } },
  ]);
  expect(calls).toEqual([]);
});

test('the page has a fresh nonce in its policy and its text at every load, and is not kept', async () => {
  const { port } = await serve();
  const nonces = await Promise.all(
    ['/', '/index.html'].map(async (path) => {
      const { status, body, headers } = await ask(port, path);
      const nonce = /<meta nonce="([\w-]{22})"><style nonce="\1">/.exec(body)?.[1] ?? '';
      expect(status).toBe(200);
      expect(headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(headers['content-security-policy']).toBe(
        `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self'; ` +
          "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
      return nonce;
    }),
  );
  expect(new Set(nonces).size).toBe(2);
});

test('files of the page come with their types', async () => {
  const { port } = await serve();
  const { status, headers, body } = await ask(port, '/assets/main-1.js?v=1');
  expect([status, headers['content-type'], body]).toEqual([
    200,
    'text/javascript; charset=utf-8',
    'export {};',
  ]);
  const head = await ask(port, '/assets/main-1.js', {}, 'HEAD');
  expect([head.status, head.headers['content-length'], head.body]).toEqual([200, '10', '']);
});

test.for([
  '/../secret.json',
  '/assets/../../secret.json',
  '/%2e%2e/secret.json',
  '/..%2fsecret.json',
  '/..\\secret.json',
  '//etc/passwd',
  '/.env',
  '/main.ts',
  '/assets',
  '/assets/none.js',
  '/call/',
  '/call/a/b',
  '/state/',
  '/%',
])('%s is no file of the page', async (path) => {
  const { port } = await serve();
  const { status, body } = await ask(port, path);
  expect([status, body]).toEqual([404, 'There is no such page.']);
});

test('the state is a stream of the snapshot, the changes and a heartbeat, and ends with its reader', async () => {
  const { session, origin } = await serve(20);
  const reading = new AbortController();
  const response = await fetch(`${origin}/state`, { headers: bearer, signal: reading.signal });
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const until = async (part: string) => {
    while (!text.includes(part)) text += (await reader?.read())?.value ?? '';
  };
  await until('"revision":1');
  session.change({ problems: [] });
  await until('data: {"revision":2,"slices":{"problems":[]}}\n\n');
  await until(': beat\n\n');
  expect(session.listeners()).toBe(1);
  reading.abort();
  await expect.poll(() => session.listeners()).toBe(0);
});

test('closing ends open streams and frees the port', async () => {
  const { server, origin, port } = await serve();
  const response = await fetch(`${origin}/state`, { headers: bearer });
  const text = response.text().catch(() => 'cut');
  await server.close();
  expect(await text).toBe('cut');
  const refused = new Promise((resolve) =>
    connect(port, '127.0.0.1').once('error', () => resolve('refused')),
  );
  expect(await refused).toBe('refused');
});

test('a port that is taken is named', async () => {
  const { port, session } = await serve();
  const again = { session, rendererFolder: '/none', token, port, clock: systemClock, log: () => undefined };
  await expect(createPreviewServer(again)).rejects.toMatchObject({
    code: 'setting-invalid',
    field: 'port',
    message: `Port ${port} cannot be used.`,
  });
});
