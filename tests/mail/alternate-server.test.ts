import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createSubmitToServers } from '../../main/mail/alternate-server.ts';
import type { SubmissionToServers } from '../../main/mail/alternate-server.ts';
import type { SubmissionRoute } from '../../main/mail/submission.ts';
import { createCertificateAuthority } from '../../sandbox/certificate-authority.ts';
import { startMailServer } from '../helpers/mail-server.ts';
import { startSmtpScript } from '../helpers/smtp-script.ts';
import type { SmtpScript } from '../helpers/smtp-script.ts';
import { submissionRequest } from '../helpers/submission-request.ts';

const password = { kind: 'password', user: 'anna@example.com', password: 'canary-password' } as const;

const routeTo = (port: number, change: Partial<SubmissionRoute> = {}): SubmissionRoute => ({
  host: '127.0.0.1',
  port,
  tls: 'none',
  timeoutMs: 2_000,
  endingTimeoutMs: 2_000,
  ...change,
});

/** A port where nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function submitter() {
  const time = { nowMs: 1_000_000 };
  const alternates: string[] = [];
  const submit = createSubmitToServers({
    nowMs: () => time.nowMs,
    onAlternate: (accountId, { port }) => void alternates.push(`${accountId} ${port}`),
  });
  const send = async (routes: SubmissionToServers['routes'], change: Partial<SubmissionToServers> = {}) => {
    const { route: _route, ...request } = await submissionRequest(0, { authentication: password });
    return submit({ ...request, accountId: 7, routes, leftOut: '', ...change });
  };
  return { time, alternates, send };
}

describe('the alternate server', () => {
  test.each<[string, SmtpScript]>([
    ['hangs up at once', { onConnection: (socket) => socket.destroy() }],
    ['says nothing', { answers: { greeting: () => null } }],
    ['says 421 instead of a greeting', { answers: { greeting: '421 4.3.0 Not available, closing' } }],
    ['says 554 instead of a greeting', { answers: { greeting: '554 5.3.2 No SMTP service here' } }],
    ['says what is no SMTP', { answers: { greeting: 'HTTP/1.1 400 Bad Request' } }],
    ['says nothing to EHLO', { answers: { EHLO: () => null } }],
    ['refuses EHLO and HELO', { answers: { EHLO: '502 5.5.1 no', HELO: '502 5.5.1 no' } }],
  ])('takes the message, once, where the first %s', async (_name, script) => {
    const first = await startSmtpScript(script);
    const second = await startSmtpScript();
    const { send, alternates } = submitter();
    const outcome = await send([routeTo(first.port, { timeoutMs: 100 }), routeTo(second.port)]);
    expect(outcome).toMatchObject({ kind: 'accepted' });
    expect(second.messages()).toHaveLength(1);
    expect(first.received().toString()).not.toMatch(/AUTH|MAIL|canary/);
    expect(alternates).toEqual([`7 ${second.port}`]);
  });

  test('takes the message where nobody listens at the first, or its name is not there', async () => {
    const second = await startSmtpScript();
    const { send } = submitter();
    const gone = routeTo(await closedPort());
    expect(await send([gone, routeTo(second.port)])).toMatchObject({ kind: 'accepted' });
    const noName = routeTo(587, { host: 'no-such-host.invalid' });
    expect(await send([noName, routeTo(second.port)], { accountId: 8 })).toMatchObject({ kind: 'accepted' });
    expect(second.messages()).toHaveLength(2);
  });

  test.each(['starttls', 'implicit'] as const)(
    'takes the message by %s where the first shows a certificate that nobody vouches for, and must show a good one itself',
    async (tls) => {
      const secure = tls === 'implicit';
      const stranger = await createCertificateAuthority();
      const first = await startMailServer({
        secure,
        key: stranger.serverKeyPem,
        cert: stranger.serverCertificatePem,
      });
      const second = await startMailServer({
        secure,
        onAuth: (_auth, _session, done) => done(null, { user: 1 }),
      });
      const { send } = submitter();
      const routes = [routeTo(first.port, { tls }), routeTo(second.port, { tls })] as const;
      const trusted = { certificateAuthorities: [second.certificateAuthority] };
      expect(await send(routes, trusted)).toMatchObject({ kind: 'accepted' });
      expect([first.taken().length, second.taken().length]).toEqual([0, 1]);
      // Nobody vouches for either: nothing is sent to any of them.
      const nobody = await send(routes, { accountId: 8 });
      expect(nobody).toMatchObject({ kind: 'deferred', code: 'tls-failed' });
      expect([first.taken().length, second.taken().length]).toEqual([0, 1]);
    },
  );

  test('gets neither password nor message where it does not speak the TLS that the account wants', async () => {
    const second = await startSmtpScript();
    const { send } = submitter();
    const outcome = await send([
      routeTo(await closedPort(), { tls: 'starttls' }),
      routeTo(second.port, { tls: 'starttls' }),
    ]);
    expect(outcome.kind).toBe('deferred');
    expect(second.received().toString()).not.toMatch(/AUTH|MAIL|canary/);
  });
});

describe('the first server decides alone', () => {
  test.each<[string, SmtpScript, string]>([
    ['it refuses the password', { answers: { AUTH: '535 5.7.8 no' } }, 'authentication-rejected'],
    ['it cannot check the password now', { answers: { AUTH: '454 4.7.0 later' } }, 'deferred'],
    ['it hangs up during the sign-in', { answers: { AUTH: () => null } }, 'server-unreachable'],
    ['it offers no sign-in', { offers: ['PIPELINING'] }, 'authentication-rejected'],
    ['it asks to wait', { answers: { greeting: '421 4.3.2 Too many connections' } }, 'throttled'],
    ['it defers the sender', { answers: { MAIL: '451 4.3.0 later' } }, 'deferred'],
    ['it says nothing to MAIL', { answers: { MAIL: () => null } }, 'server-unreachable'],
    ['it says nothing to DATA', { answers: { DATA: () => null } }, 'server-unreachable'],
    ['it defers the message', { answers: { message: '451 4.3.0 later' } }, 'deferred'],
  ])('once %s', async (_name, script, code) => {
    const first = await startSmtpScript(script);
    const second = await startSmtpScript();
    const { send } = submitter();
    const outcome = await send([routeTo(first.port, { timeoutMs: 100 }), routeTo(second.port)]);
    expect(outcome).toMatchObject({ code });
    expect(second.connections()).toBe(0);
  });

  test('once it has the whole message, also without an answer: nobody makes a second one of it', async () => {
    const first = await startSmtpScript({ answers: { message: () => null } });
    const second = await startSmtpScript();
    const { send } = submitter();
    const outcome = await send([routeTo(first.port, { endingTimeoutMs: 100 }), routeTo(second.port)]);
    expect(outcome).toEqual({ kind: 'unconfirmed' });
    expect(second.connections()).toBe(0);
  });

  test('when the attempt was ended by us', async () => {
    const controller = new AbortController();
    const first = await startSmtpScript({
      answers: {
        greeting: () => {
          setImmediate(() => controller.abort());
          return null;
        },
      },
    });
    const second = await startSmtpScript();
    const { send, alternates } = submitter();
    const outcome = await send([routeTo(first.port), routeTo(second.port)], { signal: controller.signal });
    expect(outcome.kind).toBe('deferred');
    expect([second.connections(), alternates]).toEqual([0, []]);
  });

  test('when the composed message is gone: that is no fault of a server', async () => {
    const first = await startSmtpScript();
    const second = await startSmtpScript();
    const { send } = submitter();
    const message = { path: '/no/such/file', sizeBytes: 3, needs8Bit: false, needsSmtpUtf8: false };
    const outcome = await send([routeTo(first.port), routeTo(second.port)], {
      message,
      authentication: { kind: 'none' },
    });
    expect(outcome).toMatchObject({ code: 'document-unreadable' });
    expect(second.connections()).toBe(0);
  });
});

test('both down is one outcome of the first server, and the reason names both in the order of the account', async () => {
  const first = await startSmtpScript({ answers: { greeting: '421 4.3.0 Maintenance' } });
  const port = await closedPort();
  const { send, time, alternates } = submitter();
  const routes = [routeTo(first.port), routeTo(port)] as const;
  const outcome = {
    kind: 'deferred',
    code: 'deferred',
    reply: '421 4.3.0 Maintenance',
    reason: `127.0.0.1:${first.port}: 421 4.3.0 Maintenance; 127.0.0.1:${port}: no answer`,
  };
  expect(await send(routes)).toEqual(outcome);
  time.nowMs += 1_000;
  expect(await send(routes)).toEqual(outcome);
  expect(alternates).toEqual([]);
});

test('an alternate that must not have the password is named in the reason, and never asked', async () => {
  const port = await closedPort();
  const { send } = submitter();
  expect(await send([routeTo(port)], { leftOut: 'backup.example.com: not asked' })).toMatchObject({
    kind: 'deferred',
    code: 'server-unreachable',
    reason: `127.0.0.1:${port}: no answer; backup.example.com: not asked`,
  });
  expect(await send([routeTo(port)])).toMatchObject({ kind: 'deferred', code: 'server-unreachable' });
});

describe('the server that stood in', () => {
  test('is asked first for five minutes, then the first gets its turn again', async () => {
    let isDown = true;
    const first = await startSmtpScript({
      answers: { greeting: () => (isDown ? '421 4.3.0 Maintenance' : '220 back') },
    });
    const second = await startSmtpScript();
    const { send, time, alternates } = submitter();
    const routes = [routeTo(first.port), routeTo(second.port)] as const;
    const sendAll = async (times: number) => {
      for (let turn = 0; turn < times; turn += 1) {
        expect(await send(routes)).toMatchObject({ kind: 'accepted' });
        time.nowMs += 60_000;
      }
    };
    await sendAll(5);
    expect([first.connections(), second.connections()]).toEqual([1, 5]);
    // Another account has an experience of its own.
    expect(await send(routes, { accountId: 8 })).toMatchObject({ kind: 'accepted' });
    expect([first.connections(), second.connections()]).toEqual([2, 6]);
    await sendAll(1);
    expect([first.connections(), second.connections()]).toEqual([3, 7]);
    isDown = false;
    await sendAll(4);
    expect([first.connections(), second.connections()]).toEqual([3, 11]);
    await sendAll(2);
    expect([first.connections(), second.connections()]).toEqual([5, 11]);
    expect(alternates).toEqual([`7 ${second.port}`, `8 ${second.port}`, `7 ${second.port}`]);
  });

  test('gives its place back at once when it goes down itself', async () => {
    let downPort = 0;
    const greeting = (port: () => number) => () =>
      downPort === port() ? '421 4.3.0 Maintenance' : '220 here';
    const first = await startSmtpScript({ answers: { greeting: greeting(() => first.port) } });
    const second = await startSmtpScript({ answers: { greeting: greeting(() => second.port) } });
    const { send } = submitter();
    const routes = [routeTo(first.port), routeTo(second.port)] as const;
    downPort = first.port;
    await send(routes);
    downPort = second.port;
    expect(await send(routes)).toMatchObject({ kind: 'accepted' });
    expect([first.messages().length, second.messages().length]).toEqual([1, 1]);
    expect(await send(routes)).toMatchObject({ kind: 'accepted' });
    expect([first.connections(), second.connections()]).toEqual([3, 2]);
  });

  test('is forgotten when the account names other servers', async () => {
    const [first, second] = [await startSmtpScript(), await startSmtpScript()];
    const { send } = submitter();
    await send([routeTo(await closedPort()), routeTo(second.port)]);
    await send([routeTo(first.port), routeTo(second.port)]);
    expect([first.connections(), second.connections()]).toEqual([1, 1]);
  });
});
