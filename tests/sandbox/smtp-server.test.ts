import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '../../sandbox/people.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import {
  gmailSmtp,
  graphMailSend,
  obtainTokens,
  personOf,
  refreshed,
  smtpSend,
} from '../helpers/sandbox-tokens.ts';
import { authPlain, openDialogue, xoauth2 } from '../helpers/smtp-dialogue.ts';

let sandbox: Sandbox;
let ca: string;
let orders: Person;
let ben: Person;
let anna: Person;
let grace: Person;

beforeAll(async () => {
  sandbox = await startSandbox();
  ca = await readFile(sandbox.caFile, 'utf8');
  orders = personOf(sandbox, 'orders@store.example');
  ben = personOf(sandbox, 'ben@contoso.test');
  anna = personOf(sandbox, 'anna@contoso.test');
  grace = personOf(sandbox, 'grace@harbor.test');
});
afterAll(() => sandbox.close());
beforeEach(() => {
  sandbox.inbox.clear();
  sandbox.faults.reset();
});

const ways = {
  starttls: { secure: false, requireTLS: true },
  implicit: { secure: true },
  plain: { secure: false, ignoreTLS: true },
};

const transportTo = (port: keyof typeof ways, auth: object, trusted = ca) =>
  createTransport({
    host: 'localhost',
    port: sandbox.smtp[port],
    ...ways[port],
    tls: { ca: trusted },
    auth,
    forceAuth: true,
  });

/** A connection on the implicit port, past EHLO. */
const dialogue = async () => {
  const smtp = await openDialogue({ port: sandbox.smtp.implicit, implicitTlsCa: ca });
  await smtp.say('EHLO test.local');
  return smtp;
};

const benOverSmtp = async () => {
  const smtp = await dialogue();
  const { accessToken } = await obtainTokens(sandbox, ben);
  expect(await smtp.say(`AUTH XOAUTH2 ${xoauth2(ben.address, accessToken)}`)).toMatch(/^235 2\.7\.0 /);
  return smtp;
};

const exchange535 = /^535 5\.7\.3 Authentication unsuccessful \[\S+ \d{4}-\d\d-\d\dT[\d:.]+Z [0-9A-F]+\]$/;

describe('the three ports', () => {
  it.each(['starttls', 'implicit', 'plain'] as const)('take a message on %s, byte for byte', async (port) => {
    const files = [
      { filename: 'Rechnung Nº 1.pdf', content: Buffer.from([0, 1, 13, 10, 46, 13, 10, 255]) },
      { filename: 'note.txt', content: Buffer.from('a\nb\r\nc\n.\n..') },
      {
        filename: 'forwarded.eml',
        content: Buffer.from('From: a@b.test\r\nSubject: x\r\n\r\nhi\r\n'),
        contentType: 'message/rfc822',
      },
    ];
    const info = await transportTo(port, { user: orders.address, pass: orders.password }).sendMail({
      from: orders.address,
      to: 'you@elsewhere.test',
      bcc: 'hidden@elsewhere.test',
      subject: 'Grüße ✓',
      text: 'hello\n.\n..dots',
      attachments: files,
    });
    expect(info.response).toMatch(/^250 2\.0\.0 Ok: queued as /);
    const [message] = sandbox.inbox.messages();
    expect(message).toMatchObject({
      from: orders.address,
      to: ['you@elsewhere.test', 'hidden@elsewhere.test'],
      messageId: info.messageId,
      subject: 'Grüße ✓',
      via: 'smtp',
      account: orders.address,
    });
    expect(message?.attachments).toEqual(
      files.map(({ filename, content }) => ({
        name: filename,
        sha256: createHash('sha256').update(content).digest('hex'),
        sizeBytes: content.length,
        contentType: expect.any(String),
      })),
    );
    expect(sandbox.inbox.message(message?.id ?? '')?.text).toBe('hello\n.\n..dots');
  });

  it.each(['starttls', 'implicit'] as const)(
    'prove who they are on %s only to those who trust the authority',
    async (port) => {
      const stranger = transportTo(port, { user: orders.address, pass: orders.password }, '');
      await expect(stranger.verify()).rejects.toMatchObject({ code: 'ESOCKET' });
    },
  );

  it('name AUTH only once there is TLS, except the one that has none', async () => {
    const smtp = await openDialogue({ port: sandbox.smtp.starttls });
    const before = await smtp.say('EHLO test.local');
    expect(before).toContain('STARTTLS');
    expect(before).not.toContain('AUTH');
    expect(await smtp.say(`AUTH PLAIN ${authPlain(orders.address, orders.password)}`)).toMatch(/^538 /);
    await smtp.say('STARTTLS');
    await smtp.startTls(ca);
    const after = (await smtp.say('EHLO test.local')).split('\n').map((line) => line.slice(4));
    expect(after).toEqual(
      expect.arrayContaining([
        'AUTH PLAIN LOGIN XOAUTH2',
        'SIZE 36700160',
        'PIPELINING',
        '8BITMIME',
        'SMTPUTF8',
        'ENHANCEDSTATUSCODES',
      ]),
    );
    expect(after).not.toContain('STARTTLS');
    smtp.end();

    const plain = await openDialogue({ port: sandbox.smtp.plain });
    const features = await plain.say('EHLO test.local');
    expect(features).toContain('AUTH PLAIN LOGIN XOAUTH2');
    expect(features).not.toContain('STARTTLS');
    plain.end();
  });

  it('take no message from somebody who has not signed in', async () => {
    const smtp = await dialogue();
    expect(await smtp.say(`MAIL FROM:<${orders.address}>`)).toBe(
      '530 5.7.57 Client not authenticated to send mail.',
    );
    smtp.end();
  });
});

describe('a Microsoft mailbox', () => {
  it('opens to the token of its person, by either of the two names', async () => {
    const { accessToken } = await obtainTokens(sandbox, anna);
    for (const user of [anna.address, anna.signInName, anna.address.toUpperCase()]) {
      const smtp = await dialogue();
      expect(await smtp.say(`AUTH XOAUTH2 ${xoauth2(user, accessToken)}`)).toMatch(/^235 /);
      smtp.end();
    }
  });

  it('answers any other token with a bare 535, no challenge before it', async () => {
    const scope = `openid offline_access ${smtpSend} ${graphMailSend}`;
    const { accessToken, refreshToken } = await obtainTokens(sandbox, ben, { parameters: { scope } });
    const graph = await refreshed(sandbox, 'microsoft', refreshToken, graphMailSend);
    const google = await obtainTokens(sandbox, grace, { parameters: { scope: `openid ${gmailSmtp}` } });
    const attempts = [
      [ben.address, graph.accessToken],
      [ben.address, 'made-up'],
      [ben.address, google.accessToken],
      [anna.address, accessToken],
    ] as const;
    for (const [user, token] of attempts) {
      const smtp = await dialogue();
      expect(await smtp.say(`AUTH XOAUTH2 ${xoauth2(user, token)}`)).toMatch(exchange535);
      smtp.end();
    }
  });

  it('hears the token after an empty challenge too', async () => {
    const { accessToken } = await obtainTokens(sandbox, ben);
    const smtp = await dialogue();
    expect(await smtp.say('AUTH XOAUTH2')).toBe('334');
    expect(await smtp.say(xoauth2(ben.address, accessToken))).toMatch(/^235 /);
    smtp.end();
  });

  it('that is shared opens to its members only, and sends as itself only', async () => {
    const member = await dialogue();
    const benToken = (await obtainTokens(sandbox, ben)).accessToken;
    expect(await member.say(`AUTH XOAUTH2 ${xoauth2('sales@contoso.test', benToken)}`)).toMatch(/^235 /);
    expect(await member.say(`MAIL FROM:<${ben.address}>`)).toMatch(/^550 5\.7\.60 /);
    expect(await member.say('MAIL FROM:<sales@contoso.test>')).toMatch(/^250 /);
    member.end();
    const other = await dialogue();
    const annaToken = (await obtainTokens(sandbox, anna)).accessToken;
    expect(await other.say(`AUTH XOAUTH2 ${xoauth2('sales@contoso.test', annaToken)}`)).toMatch(exchange535);
    other.end();
  });

  it('takes no password', async () => {
    const smtp = await dialogue();
    expect(await smtp.say(`AUTH PLAIN ${authPlain(ben.address, ben.password)}`)).toMatch(
      /^535 5\.7\.139 Authentication unsuccessful, basic authentication is disabled\. \[/,
    );
    smtp.end();
  });

  it('sends as nobody else, in the envelope or in the header', async () => {
    const smtp = await benOverSmtp();
    expect(await smtp.say(`MAIL FROM:<${anna.address}>`)).toMatch(
      /^550 5\.7\.60 SMTP; Client does not have permissions/,
    );
    await smtp.say(`MAIL FROM:<${ben.address}>`);
    await smtp.say('RCPT TO:<you@elsewhere.test>');
    await smtp.say('DATA');
    expect(await smtp.say(`From: ${anna.address}\r\n\r\nhi\r\n.`)).toMatch(/^554 5\.2\.252 SendAsDenied; /);
    expect(sandbox.inbox.messages()).toEqual([]);
    smtp.end();
  });

  it('answers an accepted message in Exchange’s words', async () => {
    const smtp = await benOverSmtp();
    await smtp.say(`MAIL FROM:<${ben.address}>`);
    await smtp.say('RCPT TO:<you@elsewhere.test>');
    await smtp.say('DATA');
    expect(await smtp.say(`From: ${ben.address}\r\n\r\nhi\r\n.`)).toMatch(
      /^250 2\.0\.0 OK <\S+> \[Hostname=\S+\] .+ Queued mail for delivery$/,
    );
    smtp.end();
  });
});

describe('a Gmail mailbox', () => {
  const tokenFor = async (person: Person, scope: string) =>
    (await obtainTokens(sandbox, person, { parameters: { scope: `openid email ${scope}` } })).accessToken;

  it('answers a bad token with a 334 that holds JSON, then two lines of 535', async () => {
    const sendOnly = (await obtainTokens(sandbox, grace)).accessToken;
    const alan = personOf(sandbox, 'alan@harbor.test');
    for (const token of ['made-up', sendOnly, await tokenFor(alan, gmailSmtp)]) {
      const smtp = await dialogue();
      const challenge = await smtp.say(`AUTH XOAUTH2 ${xoauth2(grace.address, token)}`);
      expect(challenge.slice(0, 4)).toBe('334 ');
      expect(Buffer.from(challenge.slice(4), 'base64').toString()).toBe(
        '{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}',
      );
      expect(await smtp.say('')).toMatch(
        /^535-5\.7\.8 Username and Password not accepted\. For more information, go to\n535 5\.7\.8 {2}https:\/\/support\.google\.com\/mail\/\?p=BadCredentials \S+ - gsmtp$/,
      );
      smtp.end();
    }
  });

  it('wants an app password, not the person’s own', async () => {
    const smtp = await dialogue();
    expect(await smtp.say(`AUTH PLAIN ${authPlain(grace.address, grace.password)}`)).toMatch(
      /^534-5\.7\.9 Application-specific password required\./,
    );
    expect(await smtp.say(`AUTH PLAIN ${authPlain(grace.address, 'wrong')}`)).toMatch(/^535-5\.7\.8 /);
    smtp.end();
  });

  it('replaces a foreign sender silently and keeps an alias', async () => {
    const auth = { type: 'OAuth2', user: grace.address, accessToken: await tokenFor(grace, gmailSmtp) };
    const transport = transportTo('implicit', auth);
    for (const from of ['boss@elsewhere.test', 'billing@harbor.test']) {
      await transport.sendMail({ from, to: 'you@elsewhere.test', subject: from, text: 'hi' });
    }
    const [replaced, kept] = sandbox.inbox.messages();
    expect([replaced?.from, kept?.from]).toEqual([grace.address, 'billing@harbor.test']);
    const raw = sandbox.inbox.raw(replaced?.id ?? '')?.toString() ?? '';
    expect(raw).toMatch(/^From: <grace@harbor\.test>\r\n/);
    expect(raw.match(/^From:/gm)).toHaveLength(1);
  });
});

describe('a mailbox with a password', () => {
  it('refuses a wrong one, a token, and a sender that is not its own', async () => {
    const smtp = await dialogue();
    expect(await smtp.say(`AUTH PLAIN ${authPlain(orders.address, 'wrong')}`)).toBe(
      '535 5.7.8 Error: authentication failed',
    );
    expect(await smtp.say(`AUTH XOAUTH2 ${xoauth2(orders.address, 'x')}`)).toBe(
      '535 5.7.8 Error: authentication failed',
    );
    await smtp.say('AUTH LOGIN');
    await smtp.say(Buffer.from(orders.address).toString('base64'));
    expect(await smtp.say(Buffer.from(orders.password).toString('base64'))).toMatch(/^235 /);
    expect(await smtp.say('MAIL FROM:<you@elsewhere.test>')).toMatch(/^553 5\.7\.1 /);
    smtp.end();
  });
});

describe('the log', () => {
  it('tells what the ports saw and no secret', async () => {
    sandbox.log.clear();
    const smtp = await dialogue();
    await smtp.say(`AUTH PLAIN ${authPlain(orders.address, 'a-wrong-password')}`);
    smtp.end();
    const events = sandbox.log.smtpEvents();
    expect(events).toContainEqual({
      port: 'implicit',
      kind: 'auth',
      session: expect.any(String),
      mechanism: 'PLAIN',
      user: orders.address,
      ok: false,
      reply: '535 5.7.8 Error: authentication failed',
      atMs: expect.any(Number),
    });
    expect(JSON.stringify(events)).not.toContain('a-wrong-password');
  });
});
