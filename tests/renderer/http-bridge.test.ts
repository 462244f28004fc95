import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { StateChange, StateSnapshot } from '../../shared/app-state.ts';
import { createEventStreamReader } from '../../renderer/event-stream.ts';
import { createHttpBridge, reconnectPauseMs } from '../../renderer/http-bridge.ts';
import { createFakeApp, fakeAccount } from '../helpers/fake-app.ts';

describe('the reader of the event stream', () => {
  const read = (pieces: readonly string[]) => {
    const data: string[] = [];
    const reader = createEventStreamReader((text) => data.push(text));
    for (const piece of pieces) reader.push(piece);
    return data;
  };

  test('puts events together from pieces of any size', () => {
    const text = 'data: {"a":1}\n\n: beat\n\ndata:two\r\ndata: lines\r\n\r\nevent: x\rdata: cr\r\r';
    const whole = ['{"a":1}', 'two\nlines', 'cr'];
    expect(read([`${text}\n`])).toEqual(whole);
    expect(read([...Array.from(text), '\n'])).toEqual(whole);
  });

  test('keeps an event back until it is complete', () => {
    expect(read(['data: half'])).toEqual([]);
    expect(read(['data: half', '\n'])).toEqual([]);
    expect(read(['data: half', '\n', '\n'])).toEqual(['half']);
  });
});

test('pauses between tries double up to ten seconds', () => {
  expect([1, 2, 3, 4, 5, 6, 20].map(reconnectPauseMs)).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
});

describe('the bridge over HTTP', () => {
  const closers: (() => void)[] = [];
  afterEach(() => {
    for (const close of closers.splice(0)) close();
  });

  async function startHost(token: string) {
    const app = createFakeApp();
    const streams = new Set<ServerResponse>();
    const authorized = (request: IncomingMessage) => request.headers.authorization === `Bearer ${token}`;
    const server = createServer((request, response) => {
      if (!authorized(request)) return response.writeHead(401).end('{"ok":false}');
      if (request.url === '/state') {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(`data: ${JSON.stringify({ revision: 1, state: app.state() })}\n\n`);
        streams.add(response);
        return undefined;
      }
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        const answer = async () => {
          const reply = await app.call(request.url?.replace('/call/', '') ?? '', JSON.parse(body));
          response.end(JSON.stringify(reply));
        };
        void answer();
      });
      return undefined;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    app.onPush((push) => {
      for (const stream of streams) stream.write(`data: ${JSON.stringify(push)}\n\n`);
    });
    closers.push(() => {
      server.close();
      server.closeAllConnections();
    });
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const dropStreams = () => {
      for (const stream of streams) stream.destroy();
      streams.clear();
    };
    return { app, origin, dropStreams };
  }

  function connect(origin: string, token: string) {
    const pauses: number[] = [];
    let goOn: (() => void) | null = null;
    const made = createHttpBridge({
      fetch: (input, init) => fetch(new URL(typeof input === 'string' ? input : '/', origin), init),
      token,
      pause: (ms) => {
        pauses.push(ms);
        return new Promise((resolve) => {
          goOn = resolve;
        });
      },
    });
    const pushes: (StateSnapshot | StateChange)[] = [];
    const watchers = new Set<() => void>();
    const seen = () => {
      for (const watcher of watchers) watcher();
    };
    made.bridge.onState((push) => {
      pushes.push(push);
      seen();
    });
    made.connection.subscribe(seen);
    const until = (isSo: () => boolean) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (!isSo()) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      });
    return { ...made, pauses, pushes, until, endPause: () => goOn?.() };
  }

  test('calls carry the token and answer what the app answers', async () => {
    const { app, origin } = await startHost('secret');
    const { bridge } = connect(origin, 'secret');
    const saved = await bridge.api.settingsSave({ retentionDays: 30 });
    expect(saved).toMatchObject({ ok: true, value: { retentionDays: 30 } });
    expect(app.state().settings.retentionDays).toBe(30);
  });

  test('state arrives as a snapshot and then as changes', async () => {
    const { app, origin } = await startHost('secret');
    const { pushes, until } = connect(origin, 'secret');
    await until(() => pushes.length === 1);
    app.changeAccounts([fakeAccount(3, {})]);
    await until(() => pushes.length === 2);
    expect(pushes[0]).toHaveProperty('state');
    expect(pushes[1]).toMatchObject({ revision: 2, accounts: { upserted: [{ id: 3 }] } });
  });

  test('a broken stream is seen at once and opened again with a fresh snapshot', async () => {
    const { app, origin, dropStreams } = await startHost('secret');
    const { connection, pushes, pauses, until, endPause } = connect(origin, 'secret');
    await until(() => pushes.length === 1);
    dropStreams();
    await until(() => connection.status() === 'lost');
    app.changeAccounts([fakeAccount(5, {})]);
    endPause();
    await until(() => connection.status() === 'open' && pushes.length === 2);
    expect(pushes[1]).toMatchObject({ state: { accounts: [{ id: 5 }] } });
    expect(pauses).toEqual([500]);
  });

  test('a page with the token of another start is refused and stops trying', async () => {
    const { origin } = await startHost('new');
    const { connection, pauses, until } = connect(origin, 'old');
    await until(() => connection.status() === 'refused');
    expect(pauses).toEqual([]);
  });
});
