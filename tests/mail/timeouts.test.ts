import dns from 'node:dns';
import { describe, expect, onTestFinished, test } from 'vitest';
import { submitBySmtp } from '../../main/mail/smtp.ts';
import type { SubmissionRoute } from '../../main/mail/submission.ts';
import { createCertificateAuthority } from '../../sandbox/certificate-authority.ts';
import { startSmtpScript } from '../helpers/smtp-script.ts';
import type { SmtpScript } from '../helpers/smtp-script.ts';
import { submissionRequest } from '../helpers/submission-request.ts';

const password = { kind: 'password', user: 'anna@example.com', password: 'canary-password' } as const;
const timeoutMs = 500;
/** Every stage ends within its own time; a busy computer gets a little more. */
const graceMs = 2_500;

async function timed<Value>(work: Promise<Value>): Promise<{ readonly value: Value; readonly ms: number }> {
  const beganAtMs = performance.now();
  const value = await work;
  return { value, ms: performance.now() - beganAtMs };
}

const request = (port: number, route: Partial<SubmissionRoute> = {}) =>
  submissionRequest(port, {
    route: { host: '127.0.0.1', port, tls: 'none', timeoutMs, endingTimeoutMs: timeoutMs, ...route },
    authentication: password,
  });

describe('a server that stops answering ends the attempt after the time of the account', () => {
  const silent = () => null;
  test.each<[string, SmtpScript, string, string]>([
    ['the greeting', { answers: { greeting: silent } }, 'connecting', 'TIMEOUT'],
    ['EHLO', { answers: { EHLO: silent } }, 'connecting', 'TIMEOUT'],
    ['AUTH', { answers: { AUTH: silent } }, 'connecting authenticating', 'TIMEOUT'],
    ['MAIL', { answers: { MAIL: silent } }, 'connecting authenticating envelope', 'CONNECTION_LOST'],
    ['RCPT', { answers: { RCPT: silent } }, 'connecting authenticating envelope', 'CONNECTION_LOST'],
    ['DATA', { answers: { DATA: silent } }, 'connecting authenticating envelope', 'CONNECTION_LOST'],
  ])('at %s: the message waits in the queue', async (_stage, script, stages, networkCode) => {
    for (const offers of [['AUTH PLAIN'], ['PIPELINING', 'AUTH PLAIN']]) {
      const server = await startSmtpScript({ ...script, offers });
      const submission = await request(server.port);
      const { value, ms } = await timed(submitBySmtp(submission));
      expect(value).toEqual({
        kind: 'deferred',
        code: 'server-unreachable',
        detail: { networkCode: expect.stringContaining(networkCode) },
      });
      expect(submission.stages.join(' ')).toBe(stages);
      expect(ms).toBeGreaterThan(timeoutMs * 0.9);
      expect(ms).toBeLessThan(timeoutMs + graceMs);
    }
  });

  test('at the answer to the whole message: only a person can decide', async () => {
    const server = await startSmtpScript({ answers: { message: silent } });
    const { value, ms } = await timed(submitBySmtp(await request(server.port)));
    expect(value).toEqual({ kind: 'unconfirmed' });
    expect(ms).toBeLessThan(timeoutMs + graceMs);
  });

  test.each([
    ['STARTTLS', 'starttls', { answers: { STARTTLS: silent } }, 'server-unreachable'],
    ['the TLS handshake after STARTTLS', 'starttls', { answers: { STARTTLS: '220 Go' } }, 'tls-failed'],
    ['the TLS handshake at once', 'implicit', { answers: { greeting: silent } }, 'tls-failed'],
  ] as const)('at %s', async (_stage, tls, script, code) => {
    // After its last word the script reads on and says nothing: "502" to what is no command is not sent either.
    const server = await startSmtpScript({
      offers: ['STARTTLS'],
      answers: { '': silent, ...script.answers },
    });
    // What comes before TLS has to have time enough on a busy computer.
    const patience = 4 * timeoutMs;
    const submission = await request(server.port, { tls, timeoutMs: patience });
    const { value, ms } = await timed(submitBySmtp(submission));
    expect(value).toMatchObject({ kind: 'deferred', code });
    expect(ms).toBeLessThan(patience + graceMs);
    expect(server.received().toString('latin1')).not.toMatch(/AUTH|canary/);
  });

  test('at the name: the operating system still looks it up', async () => {
    const { lookup } = dns;
    onTestFinished(() => {
      dns.lookup = lookup;
    });
    let asked = 0;
    dns.lookup = Object.assign(() => void (asked += 1), { __promisify__: lookup.__promisify__ });
    const { value, ms } = await timed(submitBySmtp(await request(25, { host: 'mail.example.com' })));
    expect(value).toEqual({ kind: 'deferred', code: 'server-unreachable' });
    expect(asked).toBe(1);
    expect(ms).toBeLessThan(timeoutMs + graceMs);
  });
});

describe('a server that answers byte by byte', () => {
  const drip = (verb: string): SmtpScript => ({
    onConnection: (socket) => {
      let rest = '250-';
      const timer = setInterval(() => {
        if (drips) socket.write((rest += 'x').slice(-1));
      }, timeoutMs / 4);
      let drips = verb === 'greeting';
      socket.on('data', (bytes) => {
        drips ||= bytes.toString().startsWith(verb);
      });
      socket.on('close', () => clearInterval(timer));
    },
    answers: { [verb]: () => null },
  });

  test.each(['greeting', 'EHLO', 'AUTH', 'MAIL', 'DATA'])(
    'and never to its end does not keep the attempt for ever: %s',
    async (verb) => {
      const server = await startSmtpScript(drip(verb));
      const { value, ms } = await timed(submitBySmtp(await request(server.port)));
      expect(value).toMatchObject({ kind: 'deferred', code: 'server-unreachable' });
      expect(ms).toBeLessThan(5 * timeoutMs + graceMs);
    },
  );
});

test('a server that takes long, but answers in its time at every step, gets the message', async () => {
  const server = await startSmtpScript({
    onConnection: (socket) => {
      const write = socket.write.bind(socket);
      const slowly = (text: string) => setTimeout(() => write(text), timeoutMs / 2);
      Object.assign(socket, { write: slowly });
    },
  });
  const { value, ms } = await timed(submitBySmtp(await request(server.port)));
  expect(value).toMatchObject({ kind: 'accepted' });
  expect(ms).toBeGreaterThan(timeoutMs);
});

test('an IPv6 address is a host like any other, with and without TLS', async ({ skip }) => {
  const { serverKeyPem, serverCertificatePem, certificatePem } = await createCertificateAuthority();
  const listening = await Promise.all([
    startSmtpScript({ host: '::1' }),
    startSmtpScript({ host: '::1', tls: { key: serverKeyPem, cert: serverCertificatePem } }),
  ]).catch(() => null);
  skip(!listening, 'this computer has no IPv6');
  for (const [index, server] of (listening ?? []).entries()) {
    const submission = await submissionRequest(server.port, {
      route: { host: '::1', port: server.port, tls: index === 0 ? 'none' : 'implicit', timeoutMs: 2_000 },
      certificateAuthorities: [certificatePem],
      authentication: password,
    });
    expect(await submitBySmtp(submission)).toMatchObject({ kind: 'accepted' });
    expect(server.commands()[0]).toBe('EHLO [IPv6:::1]');
  }
});
