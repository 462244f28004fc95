import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { noFacts } from '../../shared/fix-cards/fill-in.ts';
import { fixCardFor } from '../../shared/fix-cards/fix-card.ts';
import { createCertificateAuthority } from '../../sandbox/certificate-authority.ts';
import { startMailServer } from '../helpers/mail-server.ts';
import { createEnvironmentProxyFor } from '../../main/network/environment-proxy.ts';
import { startHttpProxy } from '../helpers/proxy-server.ts';
import { startSmtpScript } from '../helpers/smtp-script.ts';
import { checksOf, password, runCheck, statesOf, stepOf, token } from './run-check.ts';

const timeoutMs = 2_000;
/** Nobody listens there. */
const gone = { kind: 'http', host: '127.0.0.1', port: 1, credentials: null } as const;
const plain = (port: number, host = '127.0.0.1') =>
  ({ route: { host, port, tls: 'none', timeoutMs } }) as const;
const starttls = (port: number, host = 'localhost') =>
  ({ route: { host, port, tls: 'starttls', timeoutMs } }) as const;
const implicit = (port: number, host = 'localhost') =>
  ({ route: { host, port, tls: 'implicit', timeoutMs } }) as const;
const byPassword = { authentication: 'password' } as const;
const byToken = { authentication: 'oauth' } as const;
const verbs = (lines: readonly string[]) => lines.map((line) => line.split(/[ :]/)[0]);

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('a Check of a mail server', () => {
  test.each([
    ['starttls', false],
    ['implicit', true],
  ] as const)('by %s passes every step, says what it found and sends nothing', async (tls, secure) => {
    const server = await startMailServer({
      secure,
      onAuth: ({ username }, _session, callback) => callback(null, { user: username }),
    });
    const view = await runCheck({
      target: { route: { host: 'localhost', port: server.port, tls, timeoutMs }, ...byPassword },
      secret: () => password,
      certificateAuthorities: [server.certificateAuthority],
    });
    expect([view.outcome, view.failure]).toEqual(['passed', null]);
    expect(statesOf(view)).toBe('passed passed passed passed not-needed passed passed');
    expect(stepOf(view, 'name-lookup').facts.addresses).toContain('127.0.0.1');
    expect(stepOf(view, 'connect').facts.address).toMatch(/127\.0\.0\.1|::1/);
    const { facts } = stepOf(view, 'tls');
    expect(facts.tlsVersion).toBe('TLSv1.3');
    expect(facts.certificate?.names).toContain('localhost');
    expect(facts.certificate?.validToMs).toBeGreaterThan(Date.now());
    expect(stepOf(view, 'capabilities').facts.offers).toContain('AUTH LOGIN PLAIN');
    expect(stepOf(view, 'authentication').facts.user).toBe('anna@example.com');
    expect(stepOf(view, 'sender').facts.reply).toMatch(/^250 /);
    expect(
      view.steps.filter(({ state }) => state === 'passed').every(({ durationMs }) => durationMs !== null),
    ).toBe(true);
    expect(server.taken()).toEqual([]);
  });

  test('says MAIL and RSET and neither RCPT nor DATA', async () => {
    const server = await startSmtpScript();
    const view = await runCheck({ target: { ...plain(server.port), ...byPassword }, secret: () => password });
    expect(view.outcome).toBe('passed');
    await expect.poll(() => verbs(server.commands())).toEqual(['EHLO', 'AUTH', 'MAIL', 'RSET', 'QUIT']);
  });

  test('of an internal relay needs no sign-in, and of an account without an address no sender', async () => {
    const server = await startSmtpScript();
    const view = await runCheck({ target: { ...plain(server.port), from: '' } });
    expect(view.outcome).toBe('passed');
    expect(statesOf(view)).toBe('not-needed passed not-needed passed not-needed not-needed not-checked');
    expect(verbs(server.commands())).not.toContain('MAIL');
  });

  test('lets the row say that the server accepted it', async () => {
    const server = await startSmtpScript();
    const check = checksOf({ target: { ...plain(server.port), ...byToken }, secret: () => token });
    // Tokens never go out without TLS, whatever the server wants.
    expect(await check.run()).toMatchObject({ outcome: 'failed', failure: { code: 'tls-failed' } });
    const good = checksOf({ target: { ...plain(server.port), ...byPassword }, secret: () => password });
    await good.run();
    expect(good.noted).toEqual([null]);
    expect(check.noted).toEqual([]);
  });
});

describe('each step fails once:', () => {
  test('a name that does not exist', async () => {
    const view = await runCheck({ target: starttls(587, 'no-such-host.invalid') });
    expect(statesOf(view)).toMatch(/^failed( not-reached){6}$/);
    expect(view.failure).toMatchObject({
      code: 'server-unreachable',
      detail: { step: 'name-lookup', networkCode: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/) },
    });
  });

  test('a port where nothing listens', async () => {
    const view = await runCheck({ target: starttls(await freePort(), '127.0.0.1') });
    expect(statesOf(view)).toMatch(/^not-needed failed( not-reached){5}$/);
    expect(view.failure).toMatchObject({
      code: 'server-unreachable',
      detail: { networkCode: 'ECONNREFUSED' },
    });
  });

  test('a server that never greets', async () => {
    const server = await startSmtpScript({ answers: { greeting: () => null } });
    const route = { host: '127.0.0.1', port: server.port, tls: 'starttls', timeoutMs: 60 } as const;
    const view = await runCheck({ target: { route } });
    expect(statesOf(view)).toMatch(/^not-needed failed( not-reached){5}$/);
    expect(view.failure?.detail).toMatchObject({ step: 'connect', networkCode: 'GREETING_TIMEOUT' });
  });

  test('a greeting that sends everybody away', async () => {
    const server = await startSmtpScript({ answers: { greeting: '421 4.3.2 Service not available' } });
    const view = await runCheck({ target: starttls(server.port) });
    expect(view.failure).toMatchObject({ code: 'throttled', detail: { step: 'connect' } });
    expect(view.reply).toBe('421 4.3.2 Service not available');
  });

  test('a server without STARTTLS', async () => {
    const server = await startSmtpScript();
    const view = await runCheck({ target: starttls(server.port) });
    expect(statesOf(view)).toBe('passed passed failed not-reached not-reached not-reached not-reached');
    expect(view).toMatchObject({
      reply: '502 5.5.1 Unknown',
      failure: { code: 'tls-failed', detail: { step: 'tls', networkCode: 'ETLS' } },
    });
  });

  test.each([
    ['starttls', false],
    ['implicit', true],
  ] as const)(
    'a certificate that nobody vouches for, by %s: it is shown all the same',
    async (tls, secure) => {
      const server = await startMailServer({ secure });
      const view = await runCheck({
        target: { route: { host: 'localhost', port: server.port, tls, timeoutMs } },
      });
      expect(stepOf(view, 'tls').state).toBe('failed');
      expect(view.failure?.detail).toMatchObject({
        step: 'tls',
        networkCode: expect.stringMatching(/UNABLE_TO_|SELF_SIGNED/),
      });
      expect(stepOf(view, 'tls').facts.certificate?.names).toContain('localhost');
      expect(server.taken()).toEqual([]);
    },
  );

  // Only Linux answers on all of 127/8 without being told.
  test.skipIf(process.platform !== 'linux')('a certificate of another name', async () => {
    const server = await startMailServer({ secure: true }, '0.0.0.0');
    const view = await runCheck({
      target: implicit(server.port, '127.0.0.2'),
      certificateAuthorities: [server.certificateAuthority],
    });
    expect(view.failure?.detail).toMatchObject({ step: 'tls', networkCode: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    expect(stepOf(view, 'tls').facts.certificate?.names).toContain('localhost');
  });

  test('implicit TLS on a port of STARTTLS', async () => {
    const server = await startSmtpScript();
    const view = await runCheck({ target: implicit(server.port) });
    expect(view.failure?.detail).toMatchObject({
      step: 'tls',
      networkCode: expect.stringMatching(/^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)$/),
    });
  });

  test('a server that says after TLS that it is closed', async () => {
    const {
      serverKeyPem: key,
      serverCertificatePem: cert,
      certificatePem,
    } = await createCertificateAuthority();
    const server = await startSmtpScript({
      tls: { key, cert },
      answers: { greeting: '554 5.7.1 Your address is blocked' },
    });
    const view = await runCheck({ target: implicit(server.port), certificateAuthorities: [certificatePem] });
    expect(statesOf(view)).toBe('passed passed passed failed not-reached not-reached not-reached');
    expect(view.reply).toBe('554 5.7.1 Your address is blocked');
  });

  test('no access token: the server is not asked', async () => {
    const server = await startMailServer({ secure: true });
    const check = checksOf({
      target: { ...implicit(server.port), ...byToken },
      certificateAuthorities: [server.certificateAuthority],
      secret: () => {
        const cause = new AppError('grant-revoked', 'The provider does not accept this sign-in any more.', {
          detail: {
            error: 'invalid_grant',
            aadsts: 700_082,
            correlationId: 'c0ffee00-0000-4000-8000-000000000000',
          },
        });
        throw new AppError('sign-in-required', 'The provider withdrew the sign-in.', { cause });
      },
    });
    const view = await check.run();
    expect(statesOf(view)).toBe('passed passed passed passed failed not-reached not-reached');
    expect(view.failure).toMatchObject({
      code: 'sign-in-required',
      detail: { step: 'token', error: 'invalid_grant', aadsts: 700_082 },
    });
    // The credentials note that by themselves.
    expect(check.noted).toEqual([]);
  });

  test('a password that is missing', async () => {
    const server = await startSmtpScript();
    const view = await runCheck({
      target: { ...plain(server.port), ...byPassword },
      secret: () => {
        throw new AppError('password-required', 'The account has no password.');
      },
    });
    expect(statesOf(view)).toBe('not-needed passed not-needed passed not-needed failed not-reached');
    expect(view.failure?.code).toBe('password-required');
    expect(verbs(server.commands())).toEqual(['EHLO']);
  });

  test('a password that the server refuses, and quotes', async () => {
    const encoded = Buffer.from(`\0${password.user}\0${password.password}`).toString('base64');
    const server = await startSmtpScript({
      answers: { AUTH: `535 5.7.8 Not ${password.password} ${encoded}` },
    });
    const check = checksOf({ target: { ...plain(server.port), ...byPassword }, secret: () => password });
    const view = await check.run();
    expect(stepOf(view, 'authentication').state).toBe('failed');
    expect(view.failure?.code).toBe('authentication-rejected');
    expect(check.noted).toEqual(['authentication-rejected']);
    expect(JSON.stringify([check.views, check.logged])).not.toMatch(/canary/);
    expect(JSON.stringify(check.views)).not.toContain(encoded);
  });

  test('a password that the server quotes where it takes the sender', async () => {
    const encoded = Buffer.from(`\0${password.user}\0${password.password}`).toString('base64');
    const server = await startSmtpScript({
      answers: { MAIL: `250 2.1.0 Welcome ${password.password} ${encoded}` },
    });
    const check = checksOf({ target: { ...plain(server.port), ...byPassword }, secret: () => password });
    const view = await check.run();
    expect(stepOf(view, 'sender')).toMatchObject({
      ...{ state: 'passed', facts: { reply: expect.stringMatching(/^250 2\.1\.0 Welcome/) } },
    });
    expect(JSON.stringify(check.views)).not.toMatch(/canary/);
    expect(JSON.stringify(check.views)).not.toContain(encoded);
  });

  test('a server that has no use for a password', async () => {
    const server = await startSmtpScript({ offers: ['PIPELINING'] });
    const view = await runCheck({ target: { ...plain(server.port), ...byPassword }, secret: () => password });
    expect(stepOf(view, 'authentication').state).toBe('failed');
    expect(verbs(server.commands())).toEqual(['EHLO']);
  });

  test('a sender that is not allowed', async () => {
    const reply = '550 5.7.60 SMTP; Client does not have permissions to send as this sender';
    const server = await startSmtpScript({ answers: { MAIL: reply } });
    const check = checksOf({ target: { ...plain(server.port), ...byPassword }, secret: () => password });
    const view = await check.run();
    expect(statesOf(view)).toBe('not-needed passed not-needed passed not-needed passed failed');
    expect(view).toMatchObject({ reply, failure: { code: 'sender-rejected' } });
    expect(check.noted).toEqual(['sender-rejected']);
  });

  test('a connection that is cut at MAIL', async () => {
    const server = await startSmtpScript({ answers: { MAIL: () => null } });
    const route = { host: '127.0.0.1', port: server.port, tls: 'none', timeoutMs: 80 } as const;
    const view = await runCheck({ target: { route, ...byPassword }, secret: () => password });
    expect(view.failure).toMatchObject({ code: 'server-unreachable', detail: { step: 'sender' } });
  });
});

describe('an access token that the server calls stale', () => {
  const startServer = (accepted: string) =>
    startMailServer({
      secure: true,
      authMethods: ['XOAUTH2'],
      onAuth: ({ accessToken = '', username = '' }, _session, callback) =>
        accessToken === accepted
          ? callback(null, { user: username })
          : callback(new Error('5.7.3 Authentication unsuccessful')),
    });

  test('is replaced once, as when sending', async () => {
    const server = await startServer('canary-fresh');
    const asked: (string | undefined)[] = [];
    const view = await runCheck({
      target: { ...implicit(server.port), ...byToken },
      certificateAuthorities: [server.certificateAuthority],
      secret: (rejectedToken) => {
        asked.push(rejectedToken);
        return rejectedToken === undefined ? token : { ...token, accessToken: 'canary-fresh' };
      },
    });
    expect(view.outcome).toBe('passed');
    expect(stepOf(view, 'token').facts.refreshed).toBe(true);
    expect(asked).toEqual([undefined, token.accessToken]);
    expect(JSON.stringify(view)).not.toContain('canary');
  });

  test('and the next one too is a refusal, not a loop', async () => {
    const server = await startServer('something else');
    let asked = 0;
    const view = await runCheck({
      target: { ...implicit(server.port), ...byToken },
      certificateAuthorities: [server.certificateAuthority],
      secret: () => {
        asked += 1;
        return { ...token, accessToken: `canary-${asked}` };
      },
    });
    expect(asked).toBe(2);
    expect(statesOf(view)).toBe('passed passed passed passed passed failed not-reached');
    expect(view.failure?.code).toBe('authentication-rejected');
  });
});

describe('Checks', () => {
  test('of one account are one at a time: a second call joins', async () => {
    const server = await startSmtpScript({ answers: { greeting: () => null } });
    const { checks } = checksOf({ target: plain(server.port) });
    const first = checks.start(1);
    expect(checks.start(1).checkId).toBe(first.checkId);
    expect(checks.start(2).checkId).not.toBe(first.checkId);
    await expect.poll(server.connections).toBe(2);
    await checks.stop();
  });

  test.each(['greeting', 'EHLO', 'AUTH', 'MAIL'])('are cancelled at %s, at once', async (stage) => {
    const sockets: { destroyed: boolean }[] = [];
    let cancel = () => {};
    const server = await startSmtpScript({
      onConnection: (socket) => sockets.push(socket),
      answers: {
        [stage]: () => {
          setImmediate(() => cancel());
          return null;
        },
      },
    });
    const route = { host: '127.0.0.1', port: server.port, tls: 'none', timeoutMs: 60_000 } as const;
    const check = checksOf({ target: { route, ...byPassword }, secret: () => password });
    cancel = () => check.checks.cancel(check.views[0]?.checkId ?? '');
    const view = await check.run();
    expect(view).toMatchObject({ outcome: 'cancelled', failure: null });
    expect(view.steps.some(({ state }) => state === 'running' || state === 'waiting')).toBe(false);
    expect(check.noted).toEqual([]);
    await expect.poll(() => sockets.every(({ destroyed }) => destroyed)).toBe(true);
  });

  test('are cancelled while the token is renewed', async () => {
    const server = await startMailServer({ secure: true });
    let cancel = () => {};
    const check = checksOf({
      target: { ...implicit(server.port), ...byToken },
      certificateAuthorities: [server.certificateAuthority],
      secret: () => {
        setImmediate(() => cancel());
        return new Promise(() => {});
      },
    });
    cancel = () => check.checks.cancel(check.views[0]?.checkId ?? '');
    expect((await check.run()).outcome).toBe('cancelled');
  });

  test('end with the program, whatever they wait for, and nobody is told that they were cancelled', async () => {
    const sockets: { destroyed: boolean }[] = [];
    const server = await startSmtpScript({
      answers: { EHLO: () => null },
      onConnection: (socket) => sockets.push(socket),
    });
    const { checks, views } = checksOf({ target: plain(server.port) });
    checks.start(1);
    await expect.poll(() => server.commands().length).toBe(1);
    await checks.stop();
    await expect.poll(() => sockets.every(({ destroyed }) => destroyed)).toBe(true);
    expect(views.every(({ outcome }) => outcome === 'running')).toBe(true);
    expect(() => checks.start(1)).toThrow('ending');
  });

  test('of accounts that are gone are forgotten', async () => {
    const server = await startSmtpScript();
    const check = checksOf({ target: plain(server.port) });
    await check.run();
    let last: readonly unknown[] = [];
    check.checks.forget([1]);
    last = check.views.slice(-1);
    expect(last).toHaveLength(1);
    expect(check.checks.start(1).outcome).toBe('running');
    await check.checks.stop();
  });

  test('say when the clock of this computer is far off', async () => {
    const view = await runCheck({ target: starttls(await freePort(), '127.0.0.1'), clockOffMs: -3_600_000 });
    expect(view.failure?.detail?.['clockOffSeconds']).toBe(-3_600);
    const near = await runCheck({ target: starttls(await freePort(), '127.0.0.1'), clockOffMs: 60_000 });
    expect(near.failure?.detail).not.toHaveProperty('clockOffSeconds');
  });

  test('leave a line in the log that names neither address nor secret', async () => {
    const server = await startSmtpScript();
    const check = checksOf({ target: { ...plain(server.port), ...byPassword }, secret: () => password });
    await check.run();
    onTestFinished(() => check.checks.stop());
    expect(check.logged).toHaveLength(1);
    expect(JSON.parse(check.logged[0] ?? '')).toMatchObject({
      event: 'check-ended',
      accountId: 1,
      state: 'passed',
    });
    expect(check.logged[0]).not.toMatch(/anna|canary/);
  });
});

describe('a Check through a proxy', () => {
  const target = (port: number) =>
    ({ route: { host: 'localhost', port, tls: 'starttls', timeoutMs } }) as const;

  test('shows the proxy by its name, and no name lookup, which is the proxy’s', async () => {
    const proxy = await startHttpProxy({ user: 'ben', password: 'canary' });
    const server = await startMailServer();
    const way = proxy.way({ user: 'ben', password: 'canary' });
    const view = await runCheck({
      target: target(server.port),
      certificateAuthorities: [server.certificateAuthority],
      proxyFor: async () => [way],
    });
    expect(view.steps[0]).toMatchObject({
      name: 'proxy',
      state: 'passed',
      facts: { proxy: `http://127.0.0.1:${way.port}` },
    });
    expect(statesOf(view)).toBe('passed not-needed passed passed passed not-needed not-needed passed');
    expect(JSON.stringify(view)).not.toContain('canary');
  });

  test.each([
    ['that is not there', async () => gone, 'proxy', 'ERR_PROXY_CONNECTION_FAILED', 'proxy-unreachable'],
    [
      'that wants a name',
      async () => (await startHttpProxy({ user: 'ben', password: 'canary' })).way(),
      'connect',
      'ERR_PROXY_AUTH_REQUESTED',
      'network-sign-in',
    ],
    [
      'that forbids the port',
      async () => (await startHttpProxy({ answer: 'HTTP/1.1 403 No\r\n\r\n' })).way(),
      'connect',
      'ERR_TUNNEL_CONNECTION_FAILED',
      'proxy-refuses',
    ],
  ] as const)('%s stops there, and has a card of its own', async (_name, way, step, networkCode, card) => {
    const found = await way();
    const view = await runCheck({ target: target(25), proxyFor: async () => [found] });
    expect(stepOf(view, step).state).toBe('failed');
    expect(view.failure).toMatchObject({ code: 'server-unreachable', detail: { networkCode } });
    expect(view.failure && fixCardFor(view.failure, noFacts).id).toBe(card);
  });

  test('that the environment does not name well is told in the words of the variable', async () => {
    const proxyFor = createEnvironmentProxyFor({ HTTPS_PROXY: 'ftp://proxy.example.test' });
    const { failure } = await runCheck({
      target: { route: { ...target(25).route, host: 'mail.example.test' } },
      proxyFor,
    });
    const sentence = 'HTTPS_PROXY is not the URL of an http, https or socks5 proxy.';
    expect(failure).toMatchObject({
      message: expect.stringContaining(sentence),
      detail: { reason: sentence },
    });
    expect(failure && fixCardFor(failure, noFacts).id).toBe('proxy-setting-invalid');
  });

  test('that opens no mail port says so, and goes on straight', async () => {
    const server = await startMailServer();
    const way = (await startHttpProxy({ answer: 'HTTP/1.1 403 No\r\n\r\n' })).way();
    const proxyFor = async () => [way];
    // The second time it is known, and told all the same.
    for (let turn = 0; turn < 2; turn += 1) {
      const view = await runCheck({
        target: target(server.port),
        certificateAuthorities: [server.certificateAuthority],
        proxyFor,
      });
      expect(view.steps[0]).toMatchObject({
        ...{ name: 'proxy', state: 'not-needed' },
        facts: { proxy: `http://127.0.0.1:${way.port}`, refusedPort: server.port },
      });
      expect(statesOf(view)).toBe('not-needed passed passed passed passed not-needed not-needed passed');
    }
  });

  test('that is not there, on the straight way after it, shows no more than any other', async () => {
    const server = await startMailServer();
    const view = await runCheck({
      target: target(server.port),
      certificateAuthorities: [server.certificateAuthority],
      proxyFor: async () => [gone, { kind: 'direct' }],
    });
    expect([view.outcome, stepOf(view, 'proxy').state]).toEqual(['passed', 'not-needed']);
  });
});
