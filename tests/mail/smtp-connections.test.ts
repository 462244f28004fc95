import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createSubmitToServers } from '../../main/mail/alternate-server.ts';
import { createSmtpConnections } from '../../main/mail/smtp-connections.ts';
import type { ConnectionOwner, SubmissionRequest } from '../../main/mail/submission.ts';
import { createCertificateAuthority } from '../../sandbox/certificate-authority.ts';
import { startSmtpScript } from '../helpers/smtp-script.ts';
import type { RunningScript, SmtpScript } from '../helpers/smtp-script.ts';
import { messageFile, submissionRequest } from '../helpers/submission-request.ts';

const password = { kind: 'password', user: 'anna@example.com', password: 'canary-password' } as const;

const ownerOf = (accountId: number, changes: Partial<ConnectionOwner> = {}): ConnectionOwner => ({
  ...{ accountId, mailbox: 'anna@example.com', connections: null, isCurrent: () => true },
  ...changes,
});

/** Connections of a test, and how it sends over them. */
function pool(options: Parameters<typeof createSmtpConnections>[0] = {}) {
  const connections = createSmtpConnections(options);
  onTestFinished(connections.stop);
  const send = async (server: RunningScript, changes: Partial<SubmissionRequest> = {}) => {
    const request = await submissionRequest(server.port, {
      ...{ authentication: password, owner: ownerOf(1) },
      ...changes,
    });
    return { request, outcome: await connections.submit(request) };
  };
  return { ...connections, send };
}

const verbs = (server: RunningScript) => server.commands().map((line) => line.split(/[ :]/)[0]);

/** Answers a verb in another way than politely at one of its turns. */
const atTurn = (turn: number, reply: string | null, polite: string) => {
  let turns = 0;
  return () => {
    turns += 1;
    return turns === turn ? reply : polite;
  };
};

const envelope = ['MAIL', 'RCPT', 'DATA'];
const begin = ['EHLO', 'AUTH'];

describe('an open connection', () => {
  test('takes the next message of its account, without a new sign-in', async () => {
    const server = await startSmtpScript();
    const { send } = pool();
    for (let number = 0; number < 3; number += 1) {
      expect((await send(server)).outcome).toMatchObject({ kind: 'accepted' });
    }
    expect(verbs(server)).toEqual([...begin, ...envelope, ...envelope, ...envelope]);
    expect([server.connections(), server.messages().length]).toEqual([1, 3]);
  });

  test('serves no other account', async () => {
    const server = await startSmtpScript();
    const { send } = pool();
    for (const accountId of [1, 2, 1, 2]) await send(server, { owner: ownerOf(accountId) });
    expect(server.connections()).toBe(2);
  });

  test('is for one message where nobody owns it', async () => {
    const server = await startSmtpScript();
    const { submit } = pool();
    await submit(await submissionRequest(server.port));
    await expect.poll(() => verbs(server).at(-1)).toBe('QUIT');
  });

  test.each<[string, Partial<SubmissionRequest>]>([
    ['another password', { authentication: { ...password, password: 'changed-password' } }],
    ['another user', { authentication: { ...password, user: 'ben@example.com' } }],
    ['no sign-in', { authentication: { kind: 'none' } }],
    ['another trust', { certificateAuthorities: ['another'] }],
  ])('is not used with %s: it is ended and a new one opened', async (_name, changes) => {
    const server = await startSmtpScript();
    const { send } = pool();
    await send(server);
    expect((await send(server, changes)).outcome).toMatchObject({ kind: 'accepted' });
    expect(server.connections()).toBe(2);
    await expect.poll(() => verbs(server).filter((verb) => verb === 'QUIT')).toHaveLength(1);
  });

  test('is not used for another server, and nothing of the sign-in goes there', async () => {
    const [first, second] = [await startSmtpScript(), await startSmtpScript()];
    const { send } = pool();
    await send(first);
    await send(second, { authentication: { kind: 'none' } });
    expect(second.received().toString()).not.toContain('AUTH');
    await expect.poll(() => verbs(first).at(-1)).toBe('QUIT');
  });

  test('is not used with a renewed access token', async () => {
    const { serverKeyPem, serverCertificatePem, certificatePem } = await createCertificateAuthority();
    const server = await startSmtpScript({ tls: { key: serverKeyPem, cert: serverCertificatePem } });
    const { send } = pool();
    for (const accessToken of ['token-one', 'token-one', 'token-two']) {
      const { outcome } = await send(server, {
        authentication: { kind: 'oauth', user: 'anna@example.com', accessToken },
        certificateAuthorities: [certificatePem],
        route: { host: 'localhost', port: server.port, tls: 'implicit', timeoutMs: 2_000 },
      });
      expect(outcome).toMatchObject({ kind: 'accepted' });
    }
    const tokens = server.commands().flatMap((line) => /^AUTH XOAUTH2 (.*)/.exec(line)?.[1] ?? []);
    expect(tokens.map((token) => Buffer.from(token, 'base64').toString().includes('token-two'))).toEqual([
      false,
      true,
    ]);
  });

  test('is ended with QUIT when nothing comes for a while', async () => {
    const server = await startSmtpScript();
    const { send } = pool({ idleMs: 10 });
    await send(server);
    await expect.poll(() => verbs(server).at(-1)).toBe('QUIT');
    expect((await send(server)).outcome).toMatchObject({ kind: 'accepted' });
    expect(server.connections()).toBe(2);
  });

  test('is ended after so many messages', async () => {
    const server = await startSmtpScript();
    const { send } = pool({ maxMessages: 2 });
    for (let number = 0; number < 4; number += 1) await send(server);
    expect(server.connections()).toBe(2);
  });

  test.each(['none', 'implicit'] as const)('keeps no process alive: TLS %s', async (tls) => {
    const { serverKeyPem, serverCertificatePem, certificatePem } = await createCertificateAuthority();
    const certificate = { key: serverKeyPem, cert: serverCertificatePem };
    const server = await startSmtpScript({
      onConnection: (socket) => void socket.unref(),
      ...(tls === 'implicit' && { tls: certificate }),
    });
    const { send } = pool();
    const held = () => process.getActiveResourcesInfo().filter((name) => /TCPSocket|TLS/.test(name)).length;
    const before = held();
    await send(server, {
      certificateAuthorities: [certificatePem],
      route: { host: 'localhost', port: server.port, tls, timeoutMs: 2_000 },
    });
    expect(held()).toBeLessThanOrEqual(before);
    expect(verbs(server).at(-1)).toBe('DATA');
  });
});

describe('the connection of an account that changed', () => {
  test('is ended at once where it waits; others stay', async () => {
    const server = await startSmtpScript();
    const { send, close } = pool();
    await send(server);
    await send(server, { owner: ownerOf(2) });
    close(({ accountId }) => accountId === 1);
    await expect.poll(() => verbs(server).filter((verb) => verb === 'QUIT')).toHaveLength(1);
    await send(server, { owner: ownerOf(2) });
    expect(server.connections()).toBe(2);
  });

  test('is ended after the message that it is sending', async () => {
    const connections = pool();
    const server = await startSmtpScript({
      answers: {
        message: () => {
          connections.close(({ accountId }) => accountId === 1);
          return '250 OK';
        },
      },
    });
    expect((await connections.send(server)).outcome).toMatchObject({ kind: 'accepted' });
    await expect.poll(() => verbs(server).at(-1)).toBe('QUIT');
  });

  test('is not kept where the account is another one than the one that proved itself', async () => {
    const server = await startSmtpScript();
    const { send } = pool();
    await send(server, { owner: ownerOf(1, { isCurrent: () => false }) });
    await expect.poll(() => verbs(server).at(-1)).toBe('QUIT');
  });

  test('is ended with the app, also where a message is under way', async () => {
    const connections = pool();
    const server = await startSmtpScript();
    await connections.send(server);
    const slow = await startSmtpScript({
      answers: {
        message: () => {
          connections.stop();
          return '250 OK';
        },
      },
    });
    await connections.send(slow, { owner: ownerOf(2) });
    await expect.poll(() => [verbs(server).at(-1), verbs(slow).at(-1)]).toEqual(['QUIT', 'QUIT']);
  });
});

describe('a mailbox with so many connections', () => {
  test('never has more, those that wait counted in', async () => {
    const open = new Set<Socket>();
    let most = 0;
    const server = await startSmtpScript({
      onConnection: (socket) => {
        most = Math.max(most, open.add(socket).size);
        socket.once('end', () => open.delete(socket));
      },
    });
    const { send } = pool();
    for (const accountId of [1, 2, 3, 1, 2, 3]) {
      await send(server, { owner: ownerOf(accountId, { connections: 2 }) });
      // Another mailbox is not concerned.
      await expect.poll(() => open.size).toBeLessThanOrEqual(2);
    }
    expect(most).toBeLessThanOrEqual(3);
  });

  test('no server has more than eight that wait', async () => {
    const server = await startSmtpScript();
    const { send } = pool();
    for (let accountId = 1; accountId <= 10; accountId += 1) {
      await send(server, { owner: ownerOf(accountId, { mailbox: `mailbox ${accountId}` }) });
    }
    await expect.poll(() => verbs(server).filter((verb) => verb === 'QUIT')).toHaveLength(2);
  });
});

describe('a server that ends a connection between two messages', () => {
  test.each<[string, (socket: Socket) => unknown]>([
    ['FIN', (socket) => socket.end()],
    ['a reset', (socket) => socket.resetAndDestroy()],
    ['421', (socket) => socket.end('421 4.4.2 Idle for too long\r\n')],
    ['421, and leaves it open', (socket) => socket.write('421 4.4.2 Idle for too long\r\n')],
  ])('by %s fails no message', async (_name, close) => {
    const sockets: Socket[] = [];
    const server = await startSmtpScript({ onConnection: (socket) => void sockets.push(socket) });
    const { send } = pool();
    await send(server);
    const [socket] = sockets;
    if (!socket) throw new Error('nobody came');
    // Said and arrived before the next message, or crossing it on the way: both are the server's right.
    for (const wait of [true, false]) {
      const last = sockets.at(-1) ?? socket;
      close(last);
      if (wait && !last.writable) await once(last, 'close').catch(() => {});
      const { outcome, request } = await send(server);
      expect(outcome).toMatchObject({ kind: 'accepted' });
      expect(request.endings).toHaveLength(1);
    }
    expect([server.connections(), server.messages().length]).toEqual([3, 3]);
  });

  test.each([
    ['MAIL', '421 4.7.0 Too many messages on this connection', '250 OK'],
    ['RCPT', '421 4.7.0 Too many recipients on this connection', '250 OK'],
    ['DATA', '421 4.7.0 Too many messages on this connection', '354 Go'],
    ['MAIL', '530 5.7.57 Client not authenticated to send mail', '250 OK'],
  ])('by its reply to %s of "%s" fails no message', async (verb, reply, polite) => {
    for (const offers of [['PIPELINING', 'AUTH PLAIN'], ['AUTH PLAIN']]) {
      const server = await startSmtpScript({ offers, answers: { [verb]: atTurn(2, reply, polite) } });
      const { send } = pool();
      await send(server);
      expect((await send(server)).outcome).toMatchObject({ kind: 'accepted' });
      expect([server.connections(), server.messages().length]).toEqual([2, 2]);
    }
  });

  test('by not answering fails no message: silence is waited for once', async () => {
    const server = await startSmtpScript({ answers: { MAIL: atTurn(2, null, '250 OK') } });
    const { send } = pool();
    const route = { host: '127.0.0.1', port: server.port, tls: 'none', timeoutMs: 60 } as const;
    await send(server, { route });
    expect((await send(server, { route })).outcome).toMatchObject({ kind: 'accepted' });
  });

  test('and is down then is no server that has answered: the alternate one is asked', async () => {
    const sockets: Socket[] = [];
    const first = await startSmtpScript({ onConnection: (socket) => void sockets.push(socket) });
    const second = await startSmtpScript();
    const connections = pool();
    const submit = createSubmitToServers({
      ...{ nowMs: () => 0, onAlternate: () => {}, submit: connections.submit },
    });
    const routeTo = (port: number) => ({ host: '127.0.0.1', port, tls: 'none', timeoutMs: 2_000 }) as const;
    const send = async () => {
      const { route: _, ...request } = await submissionRequest(0, { owner: ownerOf(1) });
      return submit({
        ...{ ...request, accountId: 1, leftOut: '' },
        routes: [routeTo(first.port), routeTo(second.port)],
      });
    };
    await send();
    const closed = first.close();
    expect(await send()).toMatchObject({ kind: 'accepted' });
    await closed;
    expect([first.messages().length, second.messages().length]).toEqual([1, 1]);
  });
});

describe('the second message on a connection', () => {
  test.each(['end', 'resetAndDestroy'] as const)(
    'is unconfirmed where the connection goes (%s) after its last byte; it goes nowhere else',
    async (close) => {
      const sockets: Socket[] = [];
      let messages = 0;
      const server = await startSmtpScript({
        onConnection: (socket) => void sockets.push(socket),
        answers: {
          message: () => {
            messages += 1;
            if (messages === 1) return '250 OK';
            sockets[0]?.[close]();
            return null;
          },
        },
      });
      const { send } = pool();
      await send(server);
      const { outcome, request } = await send(server);
      expect(outcome).toEqual({ kind: 'unconfirmed' });
      expect(request.endings).toHaveLength(1);
      expect([server.connections(), server.messages().length]).toEqual([1, 2]);
    },
  );

  test.each([
    ['MAIL', '550 5.7.60 SendAsDenied', '250 OK', 'sender-rejected'],
    ['message', '554 5.6.0 No', '250 OK', 'message-rejected'],
  ])('refused at %s by "%s" is refused', async (verb, reply, polite, code) => {
    const server = await startSmtpScript({ answers: { [verb]: atTurn(2, reply, polite) } });
    const { send } = pool();
    await send(server);
    expect((await send(server)).outcome).toEqual({ kind: 'rejected', code, reply });
    expect((await send(server)).outcome).toMatchObject({ kind: 'accepted' });
  });

  test('is given up where the person gave it up: no new connection', async () => {
    const controller = new AbortController();
    const abort = () => {
      setImmediate(() => controller.abort());
      return null;
    };
    let mails = 0;
    const server = await startSmtpScript({
      answers: {
        MAIL: () => {
          mails += 1;
          return mails === 1 ? '250 OK' : abort();
        },
      },
    });
    const { send } = pool();
    await send(server);
    const { outcome } = await send(server, { signal: controller.signal });
    expect(outcome).toMatchObject({ kind: 'deferred', code: 'server-unreachable' });
    expect(server.connections()).toBe(1);
  });
});

describe('after a message that nobody may get', () => {
  test.each([
    ['with pipelining', ['PIPELINING', 'AUTH PLAIN']],
    ['without pipelining', ['AUTH PLAIN']],
  ])('the connection begins anew with RSET, %s', async (_name, offers) => {
    let rcpts = 0;
    const server = await startSmtpScript({
      offers,
      answers: {
        RCPT: () => {
          rcpts += 1;
          return rcpts === 1 ? '550 5.1.1 Who?' : '250 OK';
        },
        DATA: () => (rcpts === 1 ? '554 5.5.1 No valid recipients' : '354 Go'),
      },
    });
    const { send } = pool();
    expect((await send(server)).outcome).toMatchObject({ kind: 'rejected', code: 'recipient-rejected' });
    expect((await send(server)).outcome).toMatchObject({ kind: 'accepted' });
    expect(server.connections()).toBe(1);
    expect(verbs(server).slice(-4)).toEqual(['RSET', ...envelope]);
  });

  test('a server that wants it all the same is left', async () => {
    const server = await startSmtpScript({ answers: { RCPT: atTurn(1, '550 5.1.1 Who?', '250 OK') } });
    const { send } = pool();
    expect((await send(server)).outcome).toMatchObject({ kind: 'rejected' });
    expect((await send(server)).outcome).toMatchObject({ kind: 'accepted' });
    expect([server.connections(), server.messages().length]).toEqual([2, 1]);
  });

  test('a server that does not know RSET is left', async () => {
    const server = await startSmtpScript({
      answers: { DATA: atTurn(1, '451 4.3.0 Later', '354 Go'), RSET: '502 5.5.1 What?' },
    });
    const { send } = pool();
    expect((await send(server)).outcome).toMatchObject({ kind: 'deferred' });
    expect((await send(server)).outcome).toMatchObject({ kind: 'accepted' });
    expect(server.connections()).toBe(2);
  });
});

describe('a message that stands ready behind another one of its account', () => {
  /** Messages in line; what the server had got when it was about to answer each. */
  async function inLine(
    script: SmtpScript,
    count: number,
    changes: (number: number) => Partial<SubmissionRequest> = () => ({}),
  ) {
    const heard: number[] = [];
    let replies = 0;
    const server: RunningScript = await startSmtpScript({
      ...script,
      answers: {
        ...script.answers,
        message: (line) => {
          heard.push(server.received().toString().split('MAIL FROM').length - 1);
          replies += 1;
          const answer = script.answers?.[`message ${replies}`];
          if (answer === undefined) return '250 OK';
          return typeof answer === 'string' ? answer : answer(line);
        },
      },
    });
    const connections = pool();
    const messages = await Promise.all(
      Array.from({ length: count }, (_, number) => messageFile(`Subject: number ${number}\r\n\r\nHello\r\n`)),
    );
    const sent = messages.map((message, number) => connections.send(server, { message, ...changes(number) }));
    const subjects = () =>
      server
        .messages()
        .map((text) => /number (\d)/.exec(text.toString())?.[1])
        .join('');
    return {
      server,
      heard,
      subjects,
      outcomes: (await Promise.all(sent)).map(({ outcome }) => outcome),
      connections,
    };
  }

  test('has its envelope said together with the end of that one, where the server offers PIPELINING', async () => {
    const { server, heard, subjects, outcomes } = await inLine({}, 4);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
    expect(heard).toEqual([2, 3, 4, 4]);
    expect([subjects(), server.connections()]).toEqual(['0123', 1]);
  });

  test('waits for the reply to that one elsewhere, and uses the same connection', async () => {
    const { server, heard, subjects } = await inLine({ offers: ['AUTH PLAIN'] }, 3);
    expect(heard).toEqual([1, 2, 3]);
    expect([subjects(), server.connections()]).toEqual(['012', 1]);
  });

  test('goes out where that one is refused', async () => {
    const { server, outcomes } = await inLine({ answers: { 'message 1': '554 5.6.0 No' } }, 2);
    expect(outcomes).toMatchObject([{ kind: 'rejected' }, { kind: 'accepted' }]);
    expect(server.connections()).toBe(1);
  });

  test.each<[string, (socket: Socket) => string | null, string]>([
    ['is hung up on with 421', () => '421 4.3.0 Closing', 'deferred'],
    ['gets no reply', (socket) => (socket.end(), null), 'unconfirmed'],
    ['is reset', (socket) => (socket.resetAndDestroy(), null), 'unconfirmed'],
  ])('goes out over a new connection where that one %s', async (_name, answer, kind) => {
    const sockets: Socket[] = [];
    const { server, subjects, outcomes } = await inLine(
      {
        onConnection: (socket) => void sockets.push(socket),
        answers: { 'message 1': () => (sockets[0] ? answer(sockets[0]) : null) },
      },
      2,
    );
    expect(outcomes).toMatchObject([{ kind }, { kind: 'accepted' }]);
    expect([subjects(), server.connections()]).toEqual(['01', 2]);
  });

  test('that is given up meanwhile leaves that one alone, and no envelope behind', async () => {
    const controller = new AbortController();
    const { server, subjects, outcomes, connections } = await inLine(
      {
        answers: {
          'message 1': () => {
            controller.abort();
            return '250 OK';
          },
        },
      },
      2,
      (number) => (number === 1 ? { signal: controller.signal } : {}),
    );
    expect(outcomes).toMatchObject([{ kind: 'accepted' }, { kind: 'deferred' }]);
    await connections.send(server, { message: await messageFile('Subject: number 2\r\n\r\nHello\r\n') });
    expect([subjects(), server.connections()]).toEqual(['02', 2]);
  });

  test('whose file is gone keeps no server waiting for it', async () => {
    const gone = { path: '/nowhere/message.eml', sizeBytes: 10, needs8Bit: false, needsSmtpUtf8: false };
    const { server, subjects, outcomes } = await inLine({}, 3, (number) =>
      number === 1 ? { message: gone } : {},
    );
    expect(outcomes).toMatchObject([
      { kind: 'accepted' },
      { kind: 'deferred', code: 'document-unreadable' },
      { kind: 'accepted' },
    ]);
    expect([subjects(), server.connections()]).toEqual(['02', 2]);
  });

  test('and was proved in another way goes over its own connection, after that one', async () => {
    const { server, heard, subjects } = await inLine({}, 3, (number) =>
      number === 1 ? { authentication: { ...password, password: 'changed-password' } } : {},
    );
    expect(heard).toEqual([1, 2, 3]);
    expect([subjects(), server.connections()]).toEqual(['012', 3]);
  });

  test('whose recipient is refused leaves the connection to the next one', async () => {
    let recipients = 0;
    const { subjects, outcomes } = await inLine(
      {
        answers: {
          RCPT: () => {
            recipients += 1;
            return recipients === 2 ? '550 5.1.1 Who?' : '250 OK';
          },
        },
      },
      3,
    );
    expect(outcomes).toMatchObject([{ kind: 'accepted' }, { kind: 'rejected' }, { kind: 'accepted' }]);
    expect(subjects()).toBe('02');
  });

  test('of an account that changed meanwhile is not said over the old connection', async () => {
    const connections = pool();
    const server = await startSmtpScript({
      answers: {
        DATA: () => {
          connections.close(({ accountId }) => accountId === 1);
          return '354 Go';
        },
      },
    });
    await Promise.all([connections.send(server), connections.send(server)]);
    expect([server.connections(), server.messages().length]).toEqual([2, 2]);
  });
});
