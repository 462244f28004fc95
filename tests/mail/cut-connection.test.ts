import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { createSmtpConnections } from '../../main/mail/smtp-connections.ts';
import { submitBySmtp } from '../../main/mail/smtp.ts';
import { createCertificateAuthority } from '../../sandbox/certificate-authority.ts';
import { effort, tried } from '../helpers/effort.ts';
import { layCutWire } from '../helpers/cut-wire.ts';
import { startSmtpScript } from '../helpers/smtp-script.ts';
import { messageFile, submissionRequest } from '../helpers/submission-request.ts';

/** `CUT_EVERY_BYTE=1` cuts at each byte, which takes minutes; without it a few of them stand for the rest. */
const isWhole = Boolean(process.env['CUT_EVERY_BYTE']);
/** How many cuts stand for the rest, before the last bytes. */
const spreadPlain = effort({ quick: 8, full: 60 });
const spreadSecret = effort({ quick: 2, full: 20 });
const authority = createCertificateAuthority();
const figures = { cuts: 0, unconfirmed: 0, needless: 0 };
const wide = { timeout: isWhole ? 600_000 : effort({ quick: 30_000, full: 300_000 }) };

/** The bytes that are cut at: all, or some and the last ones, where the terminator is. */
function cutPoints(sessionBytes: number, tls: string): readonly number[] {
  if (isWhole) return Array.from({ length: sessionBytes }, (_, index) => index + 1);
  const spread = tls === 'none' ? spreadPlain : spreadSecret;
  const last = tls === 'none' ? 4 : 2;
  return [
    ...Array.from({ length: spread }, (_, index) => 1 + Math.floor((index * (sessionBytes - last)) / spread)),
    ...Array.from({ length: last }, (_, index) => sessionBytes - index),
  ];
}

const sessions = (['none', 'starttls', 'implicit'] as const).flatMap((tls) =>
  (['fin', 'reset'] as const).flatMap((cutBy) =>
    [['PIPELINING'], []].flatMap((offers) =>
      (['first', 'second', 'first and second'] as const).map((message) => ({ tls, cutBy, offers, message })),
    ),
  ),
);

// A client cannot know what the other side got out of a burst that was cut; it knows what it handed over.
describe.each(sessions)(
  'the $message message of a connection with TLS $tls that ends by $cutBy, with $offers offered',
  ({ tls, cutBy, offers, message: which }) => {
    test('at any byte never makes a double and never a false "sent"', wide, async () => {
      const { serverKeyPem, serverCertificatePem, certificatePem } = await authority;
      const certificate = { key: serverKeyPem, cert: serverCertificatePem };
      const server = await startSmtpScript({
        offers: [...offers, 'AUTH PLAIN'],
        ...(tls === 'implicit' && { tls: certificate }),
        ...(tls === 'starttls' && { startTls: certificate }),
      });
      const copies = (subject: string) =>
        server.messages().filter((message) => message.includes(`Subject: ${subject}\r\n`)).length;

      /** Sends what comes before the message, then the message itself; a cut at null bytes is none. */
      const send = async (cutAfterBytes: number | null) => {
        const wire = await layCutWire(server.port);
        const connections = createSmtpConnections();
        onTestFinished(connections.stop);
        const number = String(cutAfterBytes ?? 0).padStart(5, '0');
        const requestOf = async (text: string) =>
          submissionRequest(wire.port, {
            route: { host: 'localhost', port: wire.port, tls, timeoutMs: 2_000, endingTimeoutMs: 2_000 },
            authentication: { kind: 'password', user: 'anna@example.com', password: 'secret' },
            certificateAuthorities: [certificatePem],
            owner: { accountId: 1, mailbox: 'anna', connections: null, isCurrent: () => true },
            message: await messageFile(text),
          });
        const submit = async (subject: string) => {
          const request = await requestOf(`Subject: ${subject}\r\n\r\n.dot\r\nHello\r\n`);
          const { kind } = await connections.submit(request);
          return { kind, ended: request.endings.length, subject };
        };
        const before = `before ${number}`;
        if (which === 'second') expect(await submit(before)).toMatchObject({ kind: 'accepted' });
        const fromBytes = wire.clientBytes();
        if (cutAfterBytes !== null) wire.cutAfter(cutAfterBytes, cutBy);
        // Both at once: with PIPELINING the envelope of the second leaves together with the end of the first.
        const together = which === 'first and second' ? [before, `cut ${number}`] : [`cut ${number}`];
        const ends = await Promise.all(together.map(submit));
        const sessionBytes = wire.clientBytes() - fromBytes;
        connections.stop();
        await wire.close();
        return {
          sessionBytes,
          ends: ends.map(({ subject, ...end }) => ({ ...end, copies: copies(subject) })),
        };
      };

      const { sessionBytes, ends: whole } = await send(null);
      expect(whole.every(({ kind }) => kind === 'accepted')).toBe(true);
      expect(sessionBytes).toBeGreaterThan(100);
      const points = cutPoints(sessionBytes, tls);
      const check = (bytes: number, end: { kind: string; ended: number; copies: number }) => {
        const { kind, ended, copies: got } = end;
        const truths = new Map([
          // Bytes were kept back: the server cannot have it, and the message may go once more.
          ['deferred', ended === 0 && got === 0],
          ['accepted', ended === 1 && got === 1],
          // All bytes were handed over: only a complete reply may say what became of them.
          ['unconfirmed', ended === 1 && got <= 1],
        ]);
        expect({ bytes, ...end, isTrue: truths.get(kind) }).toMatchObject({ bytes, isTrue: true });
        if (kind === 'unconfirmed') figures.unconfirmed += 1;
        if (kind === 'unconfirmed' && got === 0) figures.needless += 1;
        return kind;
      };
      const cutAt = async (bytes: number) => {
        const { ends } = await send(bytes);
        figures.cuts += 1;
        return ends.map((end) => check(bytes, end));
      };
      const kinds: string[] = [];
      for (let at = 0; at < points.length; at += 8) {
        kinds.push(...(await Promise.all(points.slice(at, at + 8).map(cutAt))).flat());
      }
      tried(points.length);
      // A connection that waited and ends before the first reply is replaced; a new one that is cut is not.
      if (which !== 'first') expect(kinds).toContain('accepted');
      if (which !== 'second') expect(kinds).toContain('deferred');
      if (cutBy === 'reset') expect(kinds).toContain('unconfirmed');
    });
  },
);

afterAll(() => {
  const { cuts, unconfirmed, needless } = figures;
  process.stdout.write(
    `${cuts} cuts: ${unconfirmed} unconfirmed, ${needless} of them needless (the server had not got the end)\n`,
  );
});

test.each([250, 550, 451])('a reply of %i that is cut before its end decides nothing', async (code) => {
  const reply = `${code}-2.0.0 Queued\r\n${code} 2.0.0 as 1\r\n`;
  for (const close of ['end', 'resetAndDestroy'] as const) {
    for (let length = 0; length <= reply.length; length += 1) {
      const server = await startSmtpScript({
        answers: { message: () => null },
        onConnection: (socket) =>
          socket.on('data', (bytes: Buffer) => {
            if (!bytes.toString().endsWith('.\r\n')) return;
            // The part is written out before the end, so that even a reset does not take it back.
            if (length === 0) socket[close]();
            else socket.write(reply.slice(0, length), () => setImmediate(() => socket[close]()));
          }),
      });
      const request = await submissionRequest(server.port);
      const outcome = await submitBySmtp(request);
      const decided = { 250: 'accepted', 550: 'rejected', 451: 'deferred' }[code];
      if (length < reply.length) expect([length, outcome.kind]).toEqual([length, 'unconfirmed']);
      else expect([decided, 'unconfirmed']).toContain(outcome.kind);
      if (length === reply.length && close === 'end') expect(outcome.kind).toBe(decided);
      await server.close();
    }
  }
});
