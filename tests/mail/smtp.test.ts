import { createHash, createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { submitBySmtp } from '../../main/mail/smtp.ts';
import type { SubmissionOutcome } from '../../main/mail/submission.ts';
import { createCertificateAuthority } from '../../sandbox/certificate-authority.ts';
import { startMailServer } from '../helpers/mail-server.ts';
import { startSmtpScript } from '../helpers/smtp-script.ts';
import { messageFile, submissionRequest } from '../helpers/submission-request.ts';

const oauth = {
  kind: 'oauth',
  user: 'anna@example.com',
  accessToken: 'canary-access-token-0123456789',
} as const;
const password = { kind: 'password', user: 'anna@example.com', password: 'canary-päss wörd' } as const;
const timeouts = { timeoutMs: 2_000, endingTimeoutMs: 2_000 };
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('TLS', () => {
  test.each(['starttls', 'implicit'] as const)('by %s carries a password and a message', async (tls) => {
    const seen: string[] = [];
    const server = await startMailServer({
      secure: tls === 'implicit',
      onAuth: ({ method, username = '', password = '' }, session, callback) => {
        seen.push(`${method} ${username} ${password} ${session.secure}`);
        callback(null, { user: username });
      },
    });
    const request = await submissionRequest(server.port, {
      route: { host: 'localhost', port: server.port, tls, ...timeouts },
      certificateAuthorities: [server.certificateAuthority],
      authentication: password,
    });
    expect(await submitBySmtp(request)).toMatchObject({
      kind: 'accepted',
      accepted: ['ben@example.org'],
      refused: [],
    });
    expect(seen).toEqual([`PLAIN ${password.user} ${password.password} true`]);
    expect(server.taken()[0]?.raw.toString()).toBe('Subject: hello\r\n\r\nHello\r\n');
    expect(request.stages).toEqual(['connecting', 'authenticating', 'envelope', 'message', 'ending']);
    expect(request.endings).toEqual([4]);
  });

  test('is never dropped: a server without STARTTLS gets neither password nor message', async () => {
    const server = await startSmtpScript();
    const request = await submissionRequest(server.port, {
      route: { host: '127.0.0.1', port: server.port, tls: 'starttls', ...timeouts },
      authentication: password,
    });
    expect(await submitBySmtp(request)).toMatchObject({
      kind: 'deferred',
      code: 'tls-failed',
      reply: '502 5.5.1 Unknown',
    });
    expect(server.commands().map((line) => line.split(' ')[0])).toEqual(['EHLO', 'STARTTLS']);
  });

  test.each(['starttls', 'implicit'] as const)(
    'by %s refuses a certificate that nobody vouches for',
    async (tls) => {
      const server = await startMailServer({ secure: tls === 'implicit' });
      const request = await submissionRequest(server.port, {
        route: { host: 'localhost', port: server.port, tls, ...timeouts },
      });
      expect(await submitBySmtp(request)).toMatchObject({ kind: 'deferred', code: 'tls-failed' });
    },
  );

  // Only Linux answers on all of 127/8 without being told.
  test.skipIf(process.platform !== 'linux')('refuses a certificate of another name', async () => {
    const server = await startMailServer({ secure: true }, '0.0.0.0');
    const request = (host: string) =>
      submissionRequest(server.port, {
        route: { host, port: server.port, tls: 'implicit', ...timeouts },
        certificateAuthorities: [server.certificateAuthority],
      });
    expect(await submitBySmtp(await request('127.0.0.2'))).toMatchObject({
      kind: 'deferred',
      code: 'tls-failed',
    });
    expect(await submitBySmtp(await request('127.0.0.1'))).toMatchObject({ kind: 'accepted' });
  });

  test('does not begin with what somebody put in clear behind the answer to STARTTLS', async () => {
    const methods: string[] = [];
    const server = await startMailServer({
      authMethods: ['PLAIN'],
      onAuth: ({ method, username = '' }, _session, callback) => {
        methods.push(method);
        callback(null, { user: username });
      },
    });
    const between = createServer((socket) => {
      const onward = connect(server.port, '127.0.0.1');
      let isAsked = false;
      socket.on('data', (chunk: Buffer) => {
        isAsked ||= chunk.toString('latin1').startsWith('STARTTLS');
        onward.write(chunk);
      });
      onward.on('data', (chunk: Buffer) => {
        socket.write(chunk.toString('latin1') + (isAsked ? '250-evil\r\n250 AUTH LOGIN\r\n' : ''), 'latin1');
        isAsked = false;
      });
      for (const [one, other] of [
        [socket, onward],
        [onward, socket],
      ] as const)
        one.on('error', () => undefined).on('close', () => other.destroy());
    }).listen(0, '127.0.0.1');
    await once(between, 'listening');
    onTestFinished(() => void between.close());
    const { port } = between.address() as AddressInfo;
    const request = await submissionRequest(port, {
      route: { host: 'localhost', port, tls: 'starttls', ...timeouts },
      certificateAuthorities: [server.certificateAuthority],
      authentication: password,
    });
    expect(await submitBySmtp(request)).toMatchObject({ kind: 'accepted' });
    // The server offers no other method under TLS.
    expect(methods).toEqual(['PLAIN']);
  });

  test('that is spoken to a server without it is a TLS failure, not a wait', async () => {
    const server = await startSmtpScript();
    const request = await submissionRequest(server.port, {
      route: { host: '127.0.0.1', port: server.port, tls: 'implicit', ...timeouts },
    });
    expect(await submitBySmtp(request)).toMatchObject({ kind: 'deferred', code: 'tls-failed' });
  });

  test('older than 1.2 is refused', async () => {
    const server = await startMailServer({
      secure: true,
      maxVersion: 'TLSv1.1',
      minVersion: 'TLSv1',
      ciphers: 'ALL:@SECLEVEL=0',
    });
    const request = await submissionRequest(server.port, {
      route: { host: 'localhost', port: server.port, tls: 'implicit', ...timeouts },
      certificateAuthorities: [server.certificateAuthority],
    });
    expect(await submitBySmtp(request)).toMatchObject({ kind: 'deferred', code: 'tls-failed' });
  });
});

describe('an access token', () => {
  test('never goes out without TLS', async () => {
    const server = await startSmtpScript();
    const request = await submissionRequest(server.port, { authentication: oauth });
    expect(await submitBySmtp(request)).toEqual({ kind: 'rejected', code: 'tls-failed' });
    expect(server.connections()).toBe(0);
  });

  test('goes as initial response, even where the server prefers passwords', async () => {
    const seen: unknown[] = [];
    const server = await startMailServer({
      secure: true,
      authMethods: ['PLAIN', 'LOGIN', 'XOAUTH2'],
      onAuth: ({ method, username, accessToken }, _session, callback) => {
        seen.push([method, username, accessToken]);
        callback(null, { user: username });
      },
    });
    const request = await submissionRequest(server.port, {
      route: { host: '127.0.0.1', port: server.port, tls: 'implicit', ...timeouts },
      certificateAuthorities: [server.certificateAuthority],
      authentication: oauth,
    });
    expect(await submitBySmtp(request)).toMatchObject({ kind: 'accepted' });
    expect(seen).toEqual([['XOAUTH2', oauth.user, oauth.accessToken]]);
  });

  test('goes by OAUTHBEARER where the provider wants it, and a refusal is waited for', async () => {
    const { serverKeyPem, serverCertificatePem, certificatePem } = await createCertificateAuthority();
    const server = await startSmtpScript({
      tls: { key: serverKeyPem, cert: serverCertificatePem },
      answers: {
        AUTH: '334 eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=',
        'AQ==': '535 5.7.8 Authentication credentials invalid',
      },
    });
    const request = await submissionRequest(server.port, {
      route: { host: '127.0.0.1', port: server.port, tls: 'implicit', ...timeouts },
      certificateAuthorities: [certificatePem],
      authentication: { ...oauth, mechanism: 'OAUTHBEARER' },
    });
    expect(await submitBySmtp(request)).toMatchObject({
      kind: 'authentication-rejected',
      tokenMayBeStale: true,
      reply: '535 5.7.8 Authentication credentials invalid',
    });
    const auth = server.commands().find((line) => line.startsWith('AUTH OAUTHBEARER ')) ?? '';
    expect(Buffer.from(auth.split(' ')[2] ?? '', 'base64').toString()).toBe(
      `n,a=${oauth.user},\u0001host=127.0.0.1\u0001port=${server.port}\u0001auth=Bearer ${oauth.accessToken}\u0001\u0001`,
    );
  });

  test.each([
    ['at once, as Exchange does', false, '535 5.7.3 Authentication unsuccessful'],
    ['after a challenge, as Gmail does', true, '535 5.7.8 Username and Password not accepted. see the help'],
  ])('refused %s may be stale', async (_name, challenge, reply) => {
    const { serverKeyPem, serverCertificatePem, certificatePem } = await createCertificateAuthority();
    const server = await startSmtpScript({
      tls: { key: serverKeyPem, cert: serverCertificatePem },
      answers: {
        AUTH: challenge ? '334 eyJzdGF0dXMiOiI0MDEifQ==' : '535 5.7.3 Authentication unsuccessful',
        '': '535-5.7.8 Username and Password not accepted.\r\n535 5.7.8  see the help',
      },
    });
    const request = await submissionRequest(server.port, {
      route: { host: '127.0.0.1', port: server.port, tls: 'implicit', ...timeouts },
      certificateAuthorities: [certificatePem],
      authentication: oauth,
    });
    expect(await submitBySmtp(request)).toEqual({
      kind: 'authentication-rejected',
      code: 'authentication-rejected',
      tokenMayBeStale: true,
      reply,
    });
    expect(server.commands().some((line) => line.startsWith('MAIL'))).toBe(false);
    expect(request.endings).toEqual([]);
  });
});

describe('a password', () => {
  test.each([
    [
      '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.',
      'smtp-auth-disabled',
      false,
    ],
    ['535 5.7.8 Bad password', 'authentication-rejected', false],
    ['534-5.7.9 Application-specific password required.\r\n534 5.7.9 more', 'authentication-rejected', false],
  ])('refused with "%s" is %s', async (reply, code, tokenMayBeStale) => {
    const server = await startSmtpScript({ answers: { AUTH: reply } });
    const request = await submissionRequest(server.port, { authentication: password });
    expect(await submitBySmtp(request)).toMatchObject({
      kind: 'authentication-rejected',
      code,
      tokenMayBeStale,
    });
  });

  test('is deferred when the server cannot check it just now', async () => {
    const server = await startSmtpScript({ answers: { AUTH: '454 4.7.0 Temporary authentication failure' } });
    const request = await submissionRequest(server.port, { authentication: password });
    expect(await submitBySmtp(request)).toMatchObject({ kind: 'deferred', code: 'deferred' });
  });

  test.each([
    ['no sign-in', ['PIPELINING']],
    ['a sign-in by tokens only', ['AUTH XOAUTH2 OAUTHBEARER']],
    ['methods that are not known here', ['AUTH NTLM GSSAPI']],
  ])('stays here where the server offers %s', async (_name, offers) => {
    const server = await startSmtpScript({ offers });
    const request = await submissionRequest(server.port, { authentication: password });
    expect(await submitBySmtp(request)).toMatchObject({
      kind: 'authentication-rejected',
      tokenMayBeStale: false,
    });
    expect(server.received().toString()).not.toContain('AUTH');
  });

  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const plain = base64(`\0${password.user}\0${password.password}`);
  const login = ['AUTH LOGIN', base64(password.user), base64(password.password)];
  const challenge = '<1896.697170952@postoffice.example.net>';
  const digest = createHmac('md5', password.password).update(challenge).digest('hex');
  const proved = ['AUTH CRAM-MD5', base64(`${password.user} ${digest}`)];

  test.each([
    ['implicit', 'AUTH LOGIN PLAIN CRAM-MD5', [`AUTH PLAIN ${plain}`]],
    ['implicit', 'AUTH=LOGIN XOAUTH2', login],
    ['implicit', 'AUTH CRAM-MD5', proved],
    ['none', 'AUTH PLAIN LOGIN CRAM-MD5', proved],
    ['none', 'AUTH LOGIN', login],
  ] as const)('by %s goes, where the server says %s, as %s', async (tls, offer, lines) => {
    const { serverKeyPem, serverCertificatePem, certificatePem } = await createCertificateAuthority();
    const server = await startSmtpScript({
      offers: ['PIPELINING', offer],
      ...(tls === 'implicit' && { tls: { key: serverKeyPem, cert: serverCertificatePem } }),
      answers: {
        AUTH: (line) => {
          if (line === 'AUTH LOGIN') return `334 ${base64('Username:')}`;
          return line === 'AUTH CRAM-MD5' ? `334 ${base64(challenge)}` : '235 2.7.0 Accepted';
        },
        [(lines[1] ?? '-').toUpperCase()]:
          lines.length === 3 ? `334 ${base64('Password:')}` : '235 2.7.0 Accepted',
        [(lines[2] ?? '-').toUpperCase()]: '235 2.7.0 Accepted',
      },
    });
    const request = await submissionRequest(server.port, {
      route: { host: '127.0.0.1', port: server.port, tls, ...timeouts },
      certificateAuthorities: [certificatePem],
      authentication: password,
    });
    expect(await submitBySmtp(request)).toMatchObject({ kind: 'accepted' });
    expect(server.commands().slice(1, 1 + lines.length)).toEqual(lines);
  });

  test('is only proved, not said, where the server offers CRAM-MD5 in clear', async () => {
    const server = await startMailServer({
      hideSTARTTLS: true,
      allowInsecureAuth: true,
      authMethods: ['PLAIN', 'CRAM-MD5'],
      onAuth: (auth, _session, callback) => {
        const isRight = auth.method === 'CRAM-MD5' && auth.validatePassword(password.password);
        callback(isRight ? null : new Error('refused'), { user: auth.username });
      },
    });
    const request = await submissionRequest(server.port, { authentication: password });
    expect(await submitBySmtp(request)).toMatchObject({ kind: 'accepted' });
  });

  test('is not repeated to anybody when the server quotes it', async () => {
    const encoded = Buffer.from(`\0${password.user}\0${password.password}`).toString('base64');
    const server = await startSmtpScript({
      answers: { AUTH: `535 5.7.8 I did not like ${password.password} in ${encoded}` },
    });
    const request = await submissionRequest(server.port, { authentication: password });
    const outcome = await submitBySmtp(request);
    expect(outcome.kind).toBe('authentication-rejected');
    expect(JSON.stringify(outcome)).not.toContain('canary');
    expect(JSON.stringify(outcome)).not.toContain(encoded);
  });
});

describe('a server that is not there', () => {
  test.each<[string, string, number, string]>([
    ['nothing listens', '127.0.0.1', 1, 'ECONNREFUSED'],
    ['the name does not exist', 'no-such-host.invalid', 587, 'ENOTFOUND'],
  ])('because %s defers the message', async (_name, host, port, networkCode) => {
    const request = await submissionRequest(port, { route: { host, port, tls: 'starttls', ...timeouts } });
    const detail = { networkCode };
    expect(await submitBySmtp(request)).toEqual({ kind: 'deferred', code: 'server-unreachable', detail });
  });

  test('because it says nothing defers the message when the time is over', async () => {
    const server = await startSmtpScript({ answers: { greeting: () => null } });
    const request = await submissionRequest(server.port, {
      route: { host: '127.0.0.1', port: server.port, tls: 'none', timeoutMs: 50 },
    });
    expect(await submitBySmtp(request)).toMatchObject({ kind: 'deferred', code: 'server-unreachable' });
  });

  test.each([
    ['421 4.3.2 Too many connections', 'throttled'],
    ['554 5.7.1 Your address is blocked', 'server-unreachable'],
    ['HTTP/1.1 400 Bad Request', 'server-unreachable'],
  ])('because its greeting is "%s" defers the message', async (greeting, code) => {
    const server = await startSmtpScript({ answers: { greeting } });
    const request = await submissionRequest(server.port);
    expect(await submitBySmtp(request)).toMatchObject({ kind: 'deferred', code });
  });

  test('because the attempt was ended defers the message', async () => {
    for (const stage of ['greeting', 'EHLO', 'AUTH', 'MAIL', 'DATA']) {
      const controller = new AbortController();
      const server = await startSmtpScript({
        answers: {
          [stage]: () => {
            setImmediate(() => controller.abort());
            return null;
          },
        },
      });
      const request = await submissionRequest(server.port, {
        signal: controller.signal,
        authentication: password,
      });
      expect([stage, await submitBySmtp(request)]).toMatchObject([
        stage,
        { kind: 'deferred', code: 'server-unreachable' },
      ]);
      expect(request.endings).toEqual([]);
    }
  });
});

test('a message of megabytes arrives byte for byte, with back-pressure', async () => {
  const lines = Array.from({ length: 30_000 }, () => `.${randomBytes(38).toString('hex')}\r\n`);
  const text = `Subject: large\r\n\r\n${lines.join('')}`;
  const server = await startMailServer({ secure: true });
  const request = await submissionRequest(server.port, {
    route: { host: 'localhost', port: server.port, tls: 'implicit', ...timeouts },
    certificateAuthorities: [server.certificateAuthority],
    message: await messageFile(text),
  });
  expect(await submitBySmtp(request)).toMatchObject({ kind: 'accepted' });
  expect(sha256(server.taken()[0]?.raw ?? Buffer.alloc(0))).toBe(sha256(Buffer.from(text)));
});

test('the connection is given back with QUIT, and the outcome does not wait for it', async () => {
  const outcomes: SubmissionOutcome[] = [];
  const server = await startSmtpScript({ answers: { QUIT: () => null } });
  outcomes.push(await submitBySmtp(await submissionRequest(server.port)));
  expect(outcomes).toMatchObject([{ kind: 'accepted', reply: '250 2.0.0 Queued as 1' }]);
  await expect.poll(() => server.commands().at(-1)).toBe('QUIT');
});

test('the server is told an address, not the name of this computer', async () => {
  const server = await startSmtpScript();
  await submitBySmtp(await submissionRequest(server.port));
  expect(server.commands()[0]).toBe('EHLO [127.0.0.1]');
});

test('no connection stays open after an outcome', async () => {
  const sockets: { destroyed: boolean }[] = [];
  const server = await startSmtpScript({
    answers: { AUTH: '535 5.7.8 no' },
    onConnection: (socket) => sockets.push(socket),
  });
  await submitBySmtp(await submissionRequest(server.port, { authentication: password }));
  await submitBySmtp(await submissionRequest(server.port));
  await expect.poll(() => sockets.every(({ destroyed }) => destroyed)).toBe(true);
  expect(sockets).toHaveLength(2);
  // The port still answers: only the connections are gone.
  await new Promise<void>((resolve) => connect(server.port, '127.0.0.1', resolve).unref());
});
