import { rm, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { submitBySmtp } from '../../main/mail/smtp.ts';
import type { SubmissionRequest } from '../../main/mail/submission.ts';
import { startSmtpScript } from '../helpers/smtp-script.ts';
import type { SmtpScript } from '../helpers/smtp-script.ts';
import { messageFile, submissionRequest } from '../helpers/submission-request.ts';

const three = { from: 'anna@example.com', to: ['ben@example.org', 'cleo@example.org', 'dan@example.org'] };

async function send(script: SmtpScript, changes: Partial<SubmissionRequest> = {}) {
  const server = await startSmtpScript(script);
  const request = await submissionRequest(server.port, changes);
  const outcome = await submitBySmtp(request);
  return { server, request, outcome };
}

/** Replies to RCPT in order. */
const inTurn = (...replies: readonly string[]) => {
  const left = [...replies];
  return () => left.shift() ?? '250 2.1.5 OK';
};

describe.each([
  ['with pipelining', ['PIPELINING']],
  ['without pipelining', []],
])('%s', (_name, offers) => {
  test('a message reaches every recipient', async () => {
    const { server, outcome } = await send({ offers }, { envelope: three });
    expect(outcome).toEqual({
      kind: 'accepted',
      reply: '250 2.0.0 Queued as 1',
      accepted: three.to,
      refused: [],
    });
    expect(server.commands().slice(1, 6)).toEqual([
      'MAIL FROM:<anna@example.com>',
      'RCPT TO:<ben@example.org>',
      'RCPT TO:<cleo@example.org>',
      'RCPT TO:<dan@example.org>',
      'DATA',
    ]);
    expect(server.messages().map(String)).toEqual(['Subject: hello\r\n\r\nHello\r\n']);
  });

  test('a refused recipient is named, the others get the message', async () => {
    const { outcome } = await send(
      { offers, answers: { RCPT: inTurn('250 OK', '550 5.1.1 Who?', '451 4.3.0 Later') } },
      { envelope: three },
    );
    expect(outcome).toMatchObject({
      kind: 'accepted',
      accepted: ['ben@example.org'],
      refused: [
        { address: 'cleo@example.org', reply: '550 5.1.1 Who?' },
        { address: 'dan@example.org', reply: '451 4.3.0 Later' },
      ],
    });
  });

  test.each([
    [['550 5.1.1 a', '550 5.1.1 b', '550 5.1.1 c'], 'rejected', 'recipient-rejected'],
    [['451 4.3.0 a', '452 4.2.2 b', '450 c'], 'deferred', 'deferred'],
    [['550 5.1.1 a', '451 4.3.0 b', '550 5.1.1 c'], 'deferred', 'deferred'],
    [['550 5.1.1 a', '553 5.7.1 Sender address rejected', '550 5.1.1 c'], 'rejected', 'sender-rejected'],
    [
      ['530 5.7.0 Authentication required', '530 5.7.0 b', '530 5.7.0 c'],
      'authentication-rejected',
      'authentication-rejected',
    ],
  ])('recipients refused with %j end as %s', async (replies, kind, code) => {
    for (const data of ['354 Go ahead', '554 5.5.1 No valid recipients']) {
      const { server, request, outcome } = await send(
        { offers, answers: { RCPT: inTurn(...replies), DATA: data } },
        { envelope: three },
      );
      expect(outcome).toMatchObject({ kind, code });
      if (code === 'recipient-rejected') {
        expect(outcome).toMatchObject({ refused: three.to.map((address) => ({ address })) });
      }
      expect(server.messages()).toEqual([]);
      expect(request.endings).toEqual([]);
    }
  });

  test('a server that hangs up with 421 at a recipient defers the message', async () => {
    const { outcome } = await send(
      { offers, answers: { RCPT: '421 4.3.2 Shutting down' } },
      { envelope: three },
    );
    expect(outcome).toMatchObject({ kind: 'deferred', code: 'throttled', reply: '421 4.3.2 Shutting down' });
  });

  test.each([
    ['MAIL', '550 5.7.60 SendAsDenied', 'rejected', 'sender-rejected'],
    ['MAIL', '451 4.7.1 Later', 'deferred', 'deferred'],
    ['DATA', '451 4.3.0 Later', 'deferred', 'deferred'],
    ['DATA', '554 5.6.0 No', 'rejected', 'message-rejected'],
    ['DATA', '250 OK', 'deferred', 'deferred'],
    ['message', '451 4.3.0 Later', 'deferred', 'deferred'],
    ['message', '432 4.3.2 Concurrent connections limit exceeded', 'deferred', 'throttled'],
    ['message', '552 5.3.4 Too large', 'rejected', 'message-too-large'],
    ['message', '554 5.2.252 SendAsDenied', 'rejected', 'sender-rejected'],
    ['message', '354 What?', 'unconfirmed', undefined],
  ])('a reply to %s of "%s" is %s', async (verb, reply, kind, code) => {
    const { request, outcome } = await send({ offers, answers: { [verb]: reply } });
    expect(outcome).toMatchObject({ kind, reply, ...(code && { code }) });
    expect(request.endings).toHaveLength(verb === 'message' ? 1 : 0);
  });

  test('a server that says nothing any more defers before the end, and leaves it open after it', async () => {
    const route = (port: number) =>
      ({ host: '127.0.0.1', port, tls: 'none', timeoutMs: 60, endingTimeoutMs: 60 }) as const;
    for (const verb of ['MAIL', 'RCPT', 'DATA', 'message']) {
      const server = await startSmtpScript({ offers, answers: { [verb]: () => null } });
      const request = await submissionRequest(server.port, { route: route(server.port) });
      const expected =
        verb === 'message'
          ? { kind: 'unconfirmed' }
          : { kind: 'deferred', code: 'server-unreachable', detail: { networkCode: 'CONNECTION_LOST' } };
      expect([verb, await submitBySmtp(request)]).toEqual([verb, expected]);
    }
  });
});

describe('the size of a message', () => {
  test("above the server's limit is refused before anything is said", async () => {
    const { server, outcome } = await send({ offers: ['SIZE 20'] });
    expect(outcome).toEqual({ kind: 'rejected', code: 'message-too-large' });
    expect(server.commands().some((line) => line.startsWith('MAIL'))).toBe(false);
  });

  test.each([
    ['SIZE 100000', 'MAIL FROM:<anna@example.com> SIZE=25'],
    ['SIZE 0', 'MAIL FROM:<anna@example.com> SIZE=25'],
    ['SIZE', 'MAIL FROM:<anna@example.com> SIZE=25'],
    ['8BITMIME', 'MAIL FROM:<anna@example.com>'],
  ])('is announced where the server offers "%s"', async (offer, command) => {
    const { server } = await send({ offers: [offer] });
    expect(server.commands()[1]).toBe(command);
  });
});

describe('a report of what went wrong', () => {
  test('is asked for where the server offers one, for each recipient', async () => {
    for (const offers of [
      ['DSN', 'SIZE 1000', 'PIPELINING'],
      ['SIZE 1000', 'DSN'],
    ]) {
      const { server } = await send({ offers }, { envelope: three });
      expect(server.commands().slice(1, 5)).toEqual([
        'MAIL FROM:<anna@example.com> SIZE=25 RET=HDRS',
        ...three.to.map((address) => `RCPT TO:<${address}> NOTIFY=FAILURE,DELAY`),
      ]);
    }
  });

  test('is not asked for elsewhere', async () => {
    const { server } = await send({ offers: ['ENHANCEDSTATUSCODES', 'XDSN', 'AUTH DSN'] });
    expect(server.received().toString()).not.toMatch(/RET=|NOTIFY=/);
  });
});

describe('letters beyond ASCII', () => {
  const umlaut = { from: 'anna@example.com', to: ['jörg@exämple.org'] };

  test('in an address need SMTPUTF8; the domain goes in ASCII', async () => {
    const { server, outcome } = await send({ offers: ['SMTPUTF8', '8BITMIME'] }, { envelope: umlaut });
    expect(server.commands().slice(1, 3)).toEqual([
      'MAIL FROM:<anna@example.com> SMTPUTF8',
      'RCPT TO:<jörg@xn--exmple-cua.org>',
    ]);
    expect(outcome).toMatchObject({ kind: 'accepted', accepted: umlaut.to });
  });

  test('in a domain alone need nothing', async () => {
    const { server } = await send(
      { offers: [] },
      { envelope: { from: 'a@exämple.org', to: ['b@exämple.org'] } },
    );
    expect(server.commands()[1]).toBe('MAIL FROM:<a@xn--exmple-cua.org>');
  });

  test.each([
    [umlaut, {}, 'recipient-rejected'],
    [{ from: 'jörg@example.org', to: ['a@example.org'] }, {}, 'sender-rejected'],
    [{ from: 'a@example.org', to: ['b@example.org'] }, { needsSmtpUtf8: true }, 'message-rejected'],
    [{ from: 'a@example.org', to: ['b@example.org'] }, { needs8Bit: true }, 'message-rejected'],
  ])('that the server cannot take are refused by name: %j %j', async (envelope, needs, code) => {
    const message = { ...(await messageFile('x\r\n')), ...needs };
    const { server, outcome } = await send({ offers: ['PIPELINING'] }, { envelope, message });
    expect(outcome).toEqual({ kind: 'rejected', code });
    expect(server.messages()).toEqual([]);
  });

  test('in the body are announced', async () => {
    const message = { ...(await messageFile('Subject: x\r\n\r\nü\r\n')), needs8Bit: true };
    const { server } = await send({ offers: ['8BITMIME'] }, { message });
    expect(server.commands()[1]).toBe('MAIL FROM:<anna@example.com> BODY=8BITMIME');
  });
});

test.each([
  [{ from: 'a@b.example> SIZE=1', to: ['c@d.example'] }, 'sender-rejected'],
  [{ from: 'a@b.example', to: ['c@d.example\r\nRSET'] }, 'recipient-rejected'],
  [{ from: 'a@b.example', to: ['c@d.example', '<e@f.example>'] }, 'recipient-rejected'],
  [{ from: 'a@b.example', to: [] }, 'recipient-rejected'],
])('an address that would be more than one argument never reaches the server: %j', async (envelope, code) => {
  const { server, outcome } = await send({}, { envelope });
  expect(outcome).toEqual({ kind: 'rejected', code });
  expect(server.received().toString()).not.toMatch(/MAIL|RCPT|RSET/);
});

describe('the last byte', () => {
  test('stays here when its record cannot be written', async () => {
    const { server, outcome } = await send(
      {},
      {
        onEnding: () => {
          throw new AppError('storage-full', 'no space');
        },
      },
    );
    expect(outcome).toEqual({ kind: 'deferred', code: 'storage-full' });
    expect(server.messages()).toEqual([]);
  });

  test('leaves only after its record was written', async () => {
    const server = await startSmtpScript();
    const seen: string[] = [];
    const request = await submissionRequest(server.port, {
      onEnding: () =>
        void seen.push(server.received().toString().endsWith('.\r\n') ? 'too early' : 'in time'),
    });
    await submitBySmtp(request);
    expect(seen).toEqual(['in time']);
  });

  test('is followed by the abort of the person: nobody knows then', async () => {
    const controller = new AbortController();
    const { outcome } = await send(
      {
        answers: {
          message: () => {
            setImmediate(() => controller.abort());
            return null;
          },
        },
      },
      { signal: controller.signal },
    );
    expect(outcome).toEqual({ kind: 'unconfirmed' });
  });
});

describe('a server that speaks in the middle of the message', () => {
  const large = () => messageFile(`Subject: x\r\n\r\n${'y'.repeat(70)}\r\n`.repeat(40_000));

  test.each([
    ['552 5.3.4 Too large\r\n', 'rejected', 'message-too-large'],
    ['421 4.3.2 Shutting down\r\n', 'deferred', 'throttled'],
    ['250 2.0.0 Queued already\r\n', 'deferred', 'server-unreachable'],
  ])('with %j has not got it', async (reply, kind, code) => {
    for (const close of [true, false]) {
      const { request, outcome } = await send(
        { interrupt: { afterBytes: 1_000, reply, close } },
        { message: await large() },
      );
      expect(outcome).toMatchObject({ kind, code });
      expect(request.endings).toEqual([]);
    }
  });
});

describe('the composed file', () => {
  test.each([
    ['was cut short', async (path: string) => writeFile(path, 'Subject: h')],
    ['is gone', (path: string) => rm(path)],
  ])('that %s is never sent as a message', async (_name, damage) => {
    const message = await messageFile('Subject: hello\r\n\r\nHello\r\n');
    await damage(message.path);
    const { server, outcome } = await send({}, { message });
    expect(outcome).toEqual({ kind: 'deferred', code: 'document-unreadable' });
    expect(server.messages()).toEqual([]);
  });
});
