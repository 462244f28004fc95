import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createSocketServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { submitByGmailApi } from '../../main/mail/gmail.ts';
import type { GmailSubmissionRequest } from '../../main/mail/gmail.ts';
import { createCertificateAuthority } from '../../sandbox/certificate-authority.ts';
import { startHttpProxy } from '../helpers/proxy-server.ts';
import { messageFile } from '../helpers/submission-request.ts';

const text = `Subject: hello\r\n\r\n${'Hello there\r\n'.repeat(20_000)}`;
const accessToken = 'canary-access-token-0123456789';

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

async function request(baseUrl: string, changes: Partial<GmailSubmissionRequest> = {}) {
  const endings: number[] = [];
  const stages: string[] = [];
  return {
    baseUrl,
    accessToken,
    envelope: { from: 'anna@example.com', to: ['ben@example.org', 'cleo@example.org'] },
    bcc: ['cleo@example.org'],
    message: await messageFile(text),
    certificateAuthorities: [],
    timeoutMs: 2_000,
    endingTimeoutMs: 2_000,
    signal: new AbortController().signal,
    onStage: (stage: string) => void stages.push(stage),
    onEnding: () => void endings.push(stages.length),
    endings,
    stages,
    ...changes,
  };
}

type Handler = (incoming: IncomingMessage, response: ServerResponse) => Promise<void> | void;
const handling = (handler: Handler) => (incoming: IncomingMessage, response: ServerResponse) =>
  void handler(incoming, response);
const serve = (handler: Handler) =>
  listen(createServer(handling(handler))).then((port) => `http://127.0.0.1:${port}`);

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

describe('a message', () => {
  test('arrives with the blind copies in its header, at the documented address', async () => {
    const seen: unknown[] = [];
    const baseUrl = await serve(async (incoming, response) => {
      const body = await bodyOf(incoming);
      const { authorization, 'content-type': type, 'content-length': length } = incoming.headers;
      seen.push(incoming.method, incoming.url, authorization, type, Number(length) === body.length, body);
      response.end(JSON.stringify({ id: '18c', threadId: 't' }));
    });
    const submission = await request(baseUrl);
    expect(await submitByGmailApi(submission)).toEqual({
      kind: 'accepted',
      reply: '200 18c',
      accepted: ['ben@example.org', 'cleo@example.org'],
      refused: [],
    });
    expect(seen).toEqual([
      'POST',
      '/upload/gmail/v1/users/me/messages/send?uploadType=media',
      `Bearer ${accessToken}`,
      'message/rfc822',
      true,
      `Bcc: cleo@example.org\r\n${text}`,
    ]);
    expect(submission.stages).toEqual(['connecting', 'message', 'ending']);
    expect(submission.endings).toEqual([2]);
  });

  test('goes by https with the certificates that were added, and with no others', async () => {
    const { certificatePem, serverCertificatePem, serverKeyPem } = await createCertificateAuthority();
    const server = createSecureServer(
      { key: serverKeyPem, cert: serverCertificatePem },
      handling(async (incoming, response) => {
        await bodyOf(incoming);
        response.end('{"id":"1"}');
      }),
    );
    const baseUrl = `https://localhost:${await listen(server)}/prefix`;
    expect(
      await submitByGmailApi(await request(baseUrl, { certificateAuthorities: [certificatePem] })),
    ).toMatchObject({
      kind: 'accepted',
    });
    expect(await submitByGmailApi(await request(baseUrl))).toMatchObject({
      kind: 'deferred',
      code: 'tls-failed',
    });
  });

  test('goes through a proxy, with and without TLS, and waits for its connection', async () => {
    const { certificatePem, serverCertificatePem, serverKeyPem } = await createCertificateAuthority();
    const answer = handling(async (incoming, response) => {
      await bodyOf(incoming);
      response.end('{"id":"1"}');
    });
    const tls = { key: serverKeyPem, cert: serverCertificatePem };
    const plainPort = await listen(createServer(answer));
    const securePort = await listen(createSecureServer(tls, answer));
    const proxy = await startHttpProxy();
    const proxyFor = async () => [proxy.way()];
    const message = await messageFile('Subject: x\r\n\r\nx\r\n');
    const more = { certificateAuthorities: [certificatePem], proxyFor, message, bcc: [] };
    for (const baseUrl of [`http://localhost:${plainPort}`, `https://localhost:${securePort}`]) {
      const submission = await request(baseUrl, more);
      expect(await submitByGmailApi(submission)).toMatchObject({ kind: 'accepted' });
      expect(submission.stages).toEqual(['connecting', 'message', 'ending']);
    }
    expect(proxy.asked()).toEqual([`localhost:${plainPort}`, `localhost:${securePort}`]);
    const untrusted = await request(`https://localhost:${securePort}`, {
      ...more,
      certificateAuthorities: [],
    });
    expect(await submitByGmailApi(untrusted)).toMatchObject({ kind: 'deferred', code: 'tls-failed' });
    expect(untrusted.endings).toEqual([]);
  });

  test.each([
    'http://gmail.example',
    'ftp://127.0.0.1',
    'http://127.0.0.1.example',
    'https://user:pass@localhost',
    'nonsense',
  ])('and its token never go to %s', async (baseUrl) => {
    expect(await submitByGmailApi(await request(baseUrl))).toEqual({ kind: 'rejected', code: 'tls-failed' });
  });

  test.each([
    [36_700_161, []],
    // The blind copies stand in its header only here.
    [36_700_160, ['x@example.org']],
  ] as const)(
    'above the limit of the interface is refused here: %i bytes, Bcc %j',
    async (sizeBytes, bcc) => {
      const message = { ...(await messageFile('x')), sizeBytes };
      expect(await submitByGmailApi(await request('http://127.0.0.1:1', { message, bcc }))).toEqual({
        kind: 'rejected',
        code: 'message-too-large',
      });
    },
  );

  test('whose file was cut short is never sent', async () => {
    const message = { ...(await messageFile('Subject: x')), sizeBytes: 99_999 };
    const baseUrl = await serve(async (incoming, response) => {
      await bodyOf(incoming).catch(() => '');
      response.end('{"id":"1"}');
    });
    expect(await submitByGmailApi(await request(baseUrl, { message }))).toEqual({
      kind: 'deferred',
      code: 'document-unreadable',
    });
  });
});

describe('the last byte', () => {
  /** A server that counts body bytes and answers when it has them all. */
  async function counting() {
    let received = 0;
    const baseUrl = await serve((incoming, response) => {
      incoming.on('data', (chunk: Buffer) => (received += chunk.length));
      incoming.on('end', () => response.end('{"id":"1"}'));
      incoming.on('error', () => {});
    });
    return { baseUrl, received: () => received };
  }

  test('leaves only after its record was written', async () => {
    for (const body of [text, 'Subject: small\r\n\r\nx\r\n']) {
      const server = await counting();
      const whole = Buffer.byteLength(body) + 'Bcc: cleo@example.org\r\n'.length;
      const early: boolean[] = [];
      const submission = await request(server.baseUrl, {
        message: await messageFile(body),
        onEnding: () => void early.push(server.received() >= whole),
      });
      expect(await submitByGmailApi(submission)).toMatchObject({ kind: 'accepted' });
      expect([early, server.received()]).toEqual([[false], whole]);
    }
  });

  test('stays here when its record cannot be written', async () => {
    const server = await counting();
    const submission = await request(server.baseUrl, {
      onEnding: () => {
        throw new AppError('storage-full', 'no space');
      },
    });
    expect(await submitByGmailApi(submission)).toEqual({ kind: 'deferred', code: 'storage-full' });
    expect(server.received()).toBeLessThan(text.length);
  });
});

describe('an answer', () => {
  test('that comes before the end of the message stops it', async () => {
    const baseUrl = await serve((_incoming, response) => {
      response.writeHead(401, { connection: 'close' });
      response.end(JSON.stringify({ error: { code: 401, message: `Invalid ${accessToken}`, errors: [] } }));
    });
    const message = await messageFile(text.repeat(40));
    const submission = await request(baseUrl, { message });
    const outcome = await submitByGmailApi(submission);
    expect(outcome).toMatchObject({
      kind: 'authentication-rejected',
      tokenMayBeStale: true,
      reply: '401 Invalid …',
    });
    expect(submission.endings).toEqual([]);
  });

  test.each(['end', 'destroy'] as const)('that is cut off by %s decides nothing', async (close) => {
    const whole = 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{"id":"1"}';
    for (let length = 0; length < whole.length; length += 7) {
      const server = createSocketServer((socket) => {
        let received = '';
        socket.on('data', (chunk: Buffer) => {
          received += chunk.toString();
          if (!received.endsWith('last\r\n')) return;
          socket.write(whole.slice(0, length), () => socket[close]());
        });
      });
      const baseUrl = `http://127.0.0.1:${await listen(server)}`;
      const submission = await request(baseUrl, { message: await messageFile('Subject: x\r\n\r\nlast\r\n') });
      expect([length, await submitByGmailApi(submission)]).toEqual([length, { kind: 'unconfirmed' }]);
    }
  });

  test('that is longer than any of Gmail is none, whatever it says', async () => {
    const url = await serve(async (incoming, response) => {
      await bodyOf(incoming);
      response.end(`{"id": "18c"}${' '.repeat(300_000)}`);
    });
    expect(await submitByGmailApi(await request(url))).toEqual({ kind: 'unconfirmed' });
  });

  test('that never comes is waited for no longer than allowed', async () => {
    const baseUrl = await serve(() => {});
    const outcome = await submitByGmailApi(await request(baseUrl, { endingTimeoutMs: 50 }));
    expect(outcome).toEqual({ kind: 'unconfirmed' });
  });

  test('that never comes before the end defers the message', async () => {
    const silent = createSocketServer((socket) => socket.pause());
    const baseUrl = `http://127.0.0.1:${await listen(silent)}`;
    const message = await messageFile(text.repeat(60));
    expect(await submitByGmailApi(await request(baseUrl, { message, timeoutMs: 100 }))).toMatchObject({
      kind: 'deferred',
      code: 'server-unreachable',
    });
    expect(await submitByGmailApi(await request('http://127.0.0.1:1'))).toEqual({
      kind: 'deferred',
      code: 'server-unreachable',
      detail: { networkCode: 'ECONNREFUSED' },
    });
  });
});

test('an attempt that was ended is deferred before the end, and open after it', async () => {
  const baseUrl = await serve(() => {});
  const before = new AbortController();
  before.abort();
  expect(await submitByGmailApi(await request(baseUrl, { signal: before.signal }))).toMatchObject({
    kind: 'deferred',
  });
  const after = new AbortController();
  const submission = await request(baseUrl, {
    signal: after.signal,
    onStage: (stage) => void (stage === 'ending' && setImmediate(() => after.abort())),
  });
  expect(await submitByGmailApi(submission)).toEqual({ kind: 'unconfirmed' });
});

test('a small message that finds no server is deferred: none of it has left', async () => {
  const submission = await request('http://127.0.0.1:1', {
    bcc: [],
    message: await messageFile('Subject: x'),
  });
  expect(await submitByGmailApi(submission)).toMatchObject({ kind: 'deferred', code: 'server-unreachable' });
  expect(submission.endings).toEqual([]);
});
