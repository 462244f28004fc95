import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openLoopbackRedirect } from '../../main/identity/loopback-redirect.ts';
import { renderResponsePage } from '../../main/identity/response-page.ts';
import { effort, seed, tried } from '../helpers/effort.ts';
import { createRandom } from '../helpers/repeatable-random.ts';
import { systemClock } from '../helpers/system-ports.ts';

const path = '/oauth2/callback';
const pages = (['signed-in', 'not-completed', 'unexpected'] as const).map(
  (outcome) => renderResponsePage(outcome, 'en').html,
);
const patience = { timeout: 10 * 60_000 };

async function open(state: string) {
  const redirect = await openLoopbackRedirect({
    ...{ host: '127.0.0.1', port: null, path, responseMode: 'query', state, clock: systemClock },
    page: (outcome) => renderResponsePage(outcome, 'en'),
  });
  onTestFinished(() => redirect.close());
  let arrived: URLSearchParams | null = null;
  void redirect.response.then((parameters) => (arrived = parameters));
  return { redirect, port: Number(new URL(redirect.redirectUri).port), arrived: () => arrived };
}

async function ask(port: number, target: string, method = 'GET', headers: Record<string, string> = {}) {
  const request = httpRequest({ host: '127.0.0.1', port, path: target, method, headers, agent: false });
  request.end();
  const [response] = await once(request, 'response');
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: Number(response.statusCode), text };
}

test(
  'a hundred connections that say nothing, junk or a letter at a time keep no sign-in waiting',
  patience,
  async () => {
    const { redirect, port, arrived } = await open('state-1');
    const junk = [
      '',
      '\0\0\0',
      'GET',
      'GET / HTTP/1.1\r\nX-',
      `\x16\x03\x01${'a'.repeat(200)}`,
      'POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n',
    ];
    const sockets = await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const socket = connect(port, '127.0.0.1');
        socket.on('error', () => undefined);
        await once(socket, 'connect');
        socket.write(junk[index % junk.length] ?? '');
        return socket;
      }),
    );
    onTestFinished(() => sockets.forEach((socket) => socket.destroy()));
    for (const letter of 'GET /oauth2/') for (const socket of sockets) socket.write(letter);
    expect(arrived()).toBeNull();
    const answer = ask(port, `${path}?state=state-1&code=mine`);
    expect((await redirect.response).get('code')).toBe('mine');
    redirect.answer('signed-in');
    expect((await answer).status).toBe(200);
    await redirect.close();
    tried(sockets.length);
  },
);

test('two sign-ins at once whose responses are exchanged take neither, and each its own afterwards', async () => {
  const [one, other] = await Promise.all([open('state-one'), open('state-other')]);
  expect((await ask(one.port, `${path}?state=state-other&code=other`)).status).toBe(400);
  expect((await ask(other.port, `${path}?state=state-one&code=one`)).status).toBe(400);
  expect([one.arrived(), other.arrived()]).toEqual([null, null]);
  const answers = [
    ask(other.port, `${path}?state=state-other&code=other`),
    ask(one.port, `${path}?state=state-one&code=one`),
  ];
  expect((await one.redirect.response).get('code')).toBe('one');
  expect((await other.redirect.response).get('code')).toBe('other');
  for (const { redirect } of [one, other]) redirect.answer('signed-in');
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200]);
  // A code that comes once more changes nothing.
  await ask(one.port, `${path}?state=state-one&code=replayed`);
  expect((await one.redirect.response).get('code')).toBe('one');
});

const requests = effort({ quick: 150, full: 5_000 });

test(
  `${requests.toLocaleString('en')} requests of others never count, and are told nothing they said`,
  patience,
  async () => {
    const { pick, chance, many, upTo } = createRandom(seed);
    const { port, arrived } = await open('state-1');
    const mark = 'canary"><script>alert(1)</script>';
    const paths = [
      path,
      path,
      path,
      `${path}/`,
      '/',
      '/..%2foauth2/callback',
      '//evil.test/oauth2/callback',
      `${path}%00`,
      '/OAUTH2/CALLBACK',
    ];
    const states = ['state-2', '', 'state-1 ', 'State-1', `state-1${mark}`, 'state', 'state-1%00', mark];
    const names = ['code', 'error', 'error_description', 'iss', 'session_state', 'client_info', mark];
    for (let number = 0; number < requests; number += 1) {
      const target = pick(paths);
      const query = [
        ...(chance(0.8) ? [`state=${encodeURIComponent(pick(states))}`] : []),
        ...many(
          upTo(3),
          () => `${encodeURIComponent(pick(names))}=${encodeURIComponent(pick([mark, 'c', '']))}`,
        ),
        // The right one counts only alone: of two nobody can say which one is meant.
        ...(chance(0.1) ? ['state=state-1', 'state=state-1'] : []),
      ].join('&');
      const method = pick(['GET', 'GET', 'GET', 'POST', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);
      const host = pick([
        `127.0.0.1:${port}`,
        `127.0.0.1:${port}`,
        `localhost:${port}`,
        'evil.test',
        `127.0.0.1.evil.test:${port}`,
        '',
      ]);
      const { status, text } = await ask(port, `${target}?${query}`, method, {
        Host: host,
        Origin: 'https://evil.test',
      });
      const shown = { seed, number, method, host, target, query, status, came: arrived() };
      expect({ ...shown, isRefused: status >= 400 && status < 500 }).toEqual({
        ...shown,
        came: null,
        isRefused: true,
      });
      expect({ ...shown, isPage: text === '' || pages.includes(text) || !text.includes('canary') }).toEqual({
        ...shown,
        isPage: true,
      });
    }
    tried(requests);
  },
);
