import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { effort, tried } from '../helpers/effort.ts';
import { heardAt, otherAddresses } from '../helpers/other-addresses.ts';
import { authPlain, startRelay } from '../helpers/relay.ts';
import { openDialogue } from '../helpers/smtp-dialogue.ts';
import type { SmtpDialogue } from '../helpers/smtp-dialogue.ts';

type Relay = Awaited<ReturnType<typeof startRelay>>;

const good = 'From: anna@example.com\r\nTo: ben@example.org\r\nSubject: Quote\r\n\r\nHello\r\n';

async function signedIn(relay: Relay, user = 'erp'): Promise<SmtpDialogue> {
  const client = await openDialogue({ port: relay.port });
  await client.say('EHLO erp');
  const { password } = relay.program;
  expect(await client.say(authPlain({ user, password }))).toMatch(/^235 /);
  return client;
}

async function begin(client: SmtpDialogue, from = 'anna@example.com', to = 'ben@example.org') {
  expect(await client.say(`MAIL FROM:<${from}>`)).toMatch(/^250 /);
  expect(await client.say(`RCPT TO:<${to}>`)).toMatch(/^250 /);
  expect(await client.say('DATA')).toMatch(/^354 /);
}

async function send(client: SmtpDialogue, message = good): Promise<string> {
  await begin(client);
  return client.sayRaw(`${message}.\r\n`);
}

const leftBehind = async ({ folder }: Relay) => readdir(join(folder, 'spool', 'staging'));

test('a message that was taken over lies on disk, with its envelope as the program said it', async () => {
  const relay = await startRelay();
  const client = await signedIn(relay);
  expect(await client.say('MAIL FROM:<anna@example.com>')).toMatch(/^250 /);
  for (const to of ['ben@example.org', 'cleo@example.org']) {
    expect(await client.say(`RCPT TO:<${to}>`)).toMatch(/^250 /);
  }
  expect(await client.say('DATA')).toMatch(/^354 /);
  expect(await client.sayRaw(`${good}..dot\r\n.\r\n`)).toBe('250 2.0.0 Taken over as item-1');
  const [{ message, text } = { message: null, text: '' }] = relay.taken;
  expect(message).toMatchObject({ accountId: 1, to: ['ben@example.org'], cc: [], bcc: ['cleo@example.org'] });
  expect(message?.relayed).toMatchObject({ program: 'erp', sender: 'anna@example.com', needs8Bit: false });
  expect(text).toContain(`${good.slice(0, good.indexOf('\r\n\r\n'))}\r\n`);
  expect(text.endsWith('\r\n\r\nHello\r\n.dot\r\n')).toBe(true);
  client.end();
});

test('nobody sends without a sign-in, whatever comes before', async () => {
  const relay = await startRelay();
  const client = await openDialogue({ port: relay.port });
  await client.say('EHLO erp');
  for (const line of ['MAIL FROM:<anna@example.com>', 'RCPT TO:<ben@example.org>', 'DATA']) {
    expect(await client.say(line)).toMatch(/^530 5\.7\.0 /);
  }
  expect(await client.say('AUTH PLAIN AAAA')).toMatch(/^5/);
  expect(await client.say('XCLIENT LOGIN=erp')).toMatch(/^5/);
  expect(await client.say('VRFY anna@example.com')).toMatch(/^5/);
  client.end();
  expect(relay.taken).toEqual([]);
});

test('the relay listens on loopback addresses only', async () => {
  const relay = await startRelay();
  expect(relay.relay.status().listening.every((each) => /^(127\.0\.0\.1|\[::1\]):\d+$/.test(each))).toBe(
    true,
  );
  expect(await heardAt(['127.0.0.1', ...otherAddresses()], relay.port)).toEqual(['127.0.0.1']);
});

test('wrong passwords are answered ever later, then the name is locked, also for the right one', async () => {
  const clock = createFakeClock();
  const relay = await startRelay({ clock });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const guess = async (password: string, delayMs = 0) => {
    const client = await openDialogue({ port: relay.port });
    await client.say('EHLO x');
    const heard: string[] = [];
    const answered = client.say(authPlain({ user: 'erp', password })).then((reply) => void heard.push(reply));
    if (delayMs > 0) {
      // The time to sign in, and the reply that is kept back.
      while (clock.sleeping() < 2 && heard.length === 0) await turn();
      await clock.advance(delayMs - 1);
      expect([password, heard, clock.sleeping()]).toEqual([password, [], 2]);
      await clock.advance(1);
    }
    await answered;
    client.end();
    while (clock.sleeping() > 0) await turn();
    return heard[0];
  };
  for (const delayMs of [500, 1_000, 2_000, 4_000, 5_000])
    expect(await guess(`wrong-${delayMs}`, delayMs)).toMatch(/^535 5\.7\.8 /);
  expect(await guess(relay.program.password)).toMatch(/^454 4\.7\.0 Too many wrong passwords/);
  // The minute began when the last reply was kept back.
  await clock.advance(54_999);
  expect(await guess(relay.program.password)).toMatch(/^454 4\.7\.0 Too many wrong passwords/);
  await clock.advance(1);
  expect(await guess(relay.program.password)).toMatch(/^235 /);
});

test('a flood of guesses from many connections gets nowhere, and the next program still signs in', async () => {
  const relay = await startRelay();
  const clients = await Promise.all(Array.from({ length: 40 }, () => openDialogue({ port: relay.port })));
  const replies = await Promise.all(
    clients.map(async (client, index) => {
      await client.say('EHLO x');
      return client.say(authPlain({ user: 'erp', password: `wrong-${index}` }));
    }),
  );
  for (const client of clients) client.end();
  expect(replies.filter((reply) => !/^(535 5\.7\.8|454 4\.7\.0) /.test(reply))).toEqual([]);
  expect(replies.filter((reply) => reply.startsWith('535')).length).toBeLessThanOrEqual(5);
  const password = 'a-password-of-its-own';
  await relay.relay.addProgram({ name: 'scanner', password, accountIds: [1] });
  const client = await openDialogue({ port: relay.port });
  await client.say('EHLO scanner');
  expect(await client.say(authPlain({ user: 'scanner', password }))).toMatch(/^235 /);
  client.end();
});

test('accounts that a program may not use, and senders that are none of its accounts, are refused', async () => {
  const relay = await startRelay({ resolve: async () => 4 });
  const client = await signedIn(relay);
  expect(await client.say('MAIL FROM:<boss@example.com>')).toMatch(/^550 5\.7\.60 /);
  expect(await client.say('MAIL FROM:<>')).toMatch(/^550 5\.7\.60 /);
  expect(await client.say('MAIL FROM:<anyone@elsewhere.example>')).toMatch(/^550 5\.7\.60 /);
  expect(await send(client, good.replace('anna@', 'boss@'))).toMatch(/^550 5\.7\.60 /);
  expect(await send(client, `X-SMTP-Setup-Record: SalesDocument.Type=INVOICE\r\n${good}`)).toMatch(
    /^550 5\.7\.1 /,
  );
  client.end();
  const asBoss = await signedIn(relay, 'erp+4');
  expect(await asBoss.say('MAIL FROM:<boss@example.com>')).toMatch(/^550 5\.7\.1 /);
  asBoss.end();
  expect(relay.taken).toEqual([]);
  expect(await leftBehind(relay)).toEqual([]);
});

test('the account is chosen by the user name, else by the records of the document, else by From', async () => {
  const relay = await startRelay({ resolve: async () => 2 });
  const byName = await signedIn(relay, 'erp+2');
  expect(await send(byName)).toMatch(/^250 /);
  byName.end();
  const client = await signedIn(relay);
  expect(await send(client, `X-SMTP-Setup-Record: SalesDocument.Type=INVOICE\r\n${good}`)).toMatch(/^250 /);
  expect(await send(client)).toMatch(/^250 /);
  client.end();
  expect(relay.taken.map(({ message }) => message.accountId)).toEqual([2, 2, 1]);
  expect(relay.taken.filter(({ text }) => /x-smtp-setup/i.test(text))).toEqual([]);
});

test.for([
  ['bare LF around the dot', '\n.\nMAIL FROM:<boss@example.com>\r\n'],
  ['bare CR around the dot', '\r.\rMAIL FROM:<boss@example.com>\r\n'],
  ['LF dot CRLF', 'x\n.\r\nMAIL FROM:<boss@example.com>\r\n'],
  ['CR dot CRLF', 'x\r.\r\nMAIL FROM:<boss@example.com>\r\n'],
  ['CRLF dot LF', 'x\r\n.\nMAIL FROM:<boss@example.com>\r\n'],
  ['a bare LF', 'one\ntwo\r\n'],
  ['a CR too many', 'one\r\r\ntwo\r\n'],
  ['a NUL', 'one\0two\r\n'],
] as const)('a message with %s is refused whole, and no command comes of it', async ([, body]) => {
  const relay = await startRelay();
  const client = await signedIn(relay);
  expect(await send(client, good + body)).toMatch(/^554 5\.6\.(11|0) /);
  expect(await send(client)).toMatch(/^250 /);
  client.end();
  expect(relay.taken).toHaveLength(1);
  expect(await leftBehind(relay)).toEqual([]);
  const contents = (await readdir(join(relay.folder, 'spool'))).filter((name) => name.length === 64);
  expect(contents).toHaveLength(1);
});

test.for([
  ['LF', 'NOOP\n'],
  ['a NUL', 'NO\0OP\r\n'],
  ['a bare CR', 'NOOP\rMAIL FROM:<anna@example.com>\r\n'],
] as const)('a command line with %s ends the connection', async ([, line]) => {
  const relay = await startRelay();
  const client = await signedIn(relay);
  expect(await client.sayRaw(line)).toMatch(/^421 5\.5\.2 /);
  expect(await client.say('NOOP')).toBe('');
});

test('what was pipelined behind STARTTLS in clear never counts, and neither does the sign-in before it', async () => {
  const relay = await startRelay();
  const injected = await openDialogue({ port: relay.port });
  await injected.say('EHLO x');
  expect(await injected.sayRaw('STARTTLS\r\nMAIL FROM:<anna@example.com>\r\n')).toMatch(/^220 [^\n]*$/);
  injected.end();
  const client = await signedIn(relay);
  const { certificateFile } = relay.relay.status();
  expect(await client.say('STARTTLS')).toMatch(/^220 /);
  await client.startTls(await certificateText(certificateFile));
  await client.say('EHLO x');
  expect(await client.say('MAIL FROM:<anna@example.com>')).toMatch(/^530 /);
  client.end();
});

async function certificateText(path: string | null): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  return readFile(path ?? '', 'utf8');
}

test.for([
  'MAIL FROM:<anna@example.com> RCPT TO:<x@y>',
  'MAIL FROM:<anna@example.com>\u000bSIZE=1',
  'MAIL FROM:<anna@example.com>> SIZE=1',
  'MAIL FROM:<<anna@example.com>',
  'MAIL FROM: anna@example.com',
])('the sender command %j begins no message of somebody else', async (line) => {
  const relay = await startRelay();
  const client = await signedIn(relay);
  await client.say(line);
  await client.say('RCPT TO:<ben@example.org>');
  if (/^354 /.test(await client.say('DATA'))) await client.sayRaw(`${good}.\r\n`);
  client.end();
  expect(relay.taken.filter(({ message }) => message.relayed?.sender !== 'anna@example.com')).toEqual([]);
  expect(
    relay.taken
      .flatMap(({ message }) => [...message.to, ...message.bcc])
      .filter((to) => to !== 'ben@example.org'),
  ).toEqual([]);
});

test.for([
  'RCPT TO:<ben@example.org,cleo@example.org>',
  'RCPT TO:<ben@example.org> RCPT TO:<cleo@example.org',
  'RCPT TO:<ben%elsewhere.example@example.org\u0001>',
  'RCPT TO:<"ben cleo"@example.org>',
  'RCPT TO:<ben@[127.0.0.1]>',
  'RCPT TO:<postmaster>',
  'RCPT TO:<>',
])('the recipient command %j adds nobody', async (line) => {
  const relay = await startRelay();
  const client = await signedIn(relay);
  expect(await client.say('MAIL FROM:<anna@example.com>')).toMatch(/^250 /);
  // What stands behind the address may pass for a parameter that nobody knows.
  if (!line.startsWith('RCPT TO:<ben@example.org> ')) expect(await client.say(line)).toMatch(/^5/);
  else await client.say(line);
  expect(await client.say('RCPT TO:<ben@example.org>')).toMatch(/^250 /);
  expect(await client.say('DATA')).toMatch(/^354 /);
  expect(await client.sayRaw(`${good}.\r\n`)).toMatch(/^250 /);
  client.end();
  const people = relay.taken.map(({ message: { to, cc, bcc } }) => [...to, ...cc, ...bcc]);
  expect(people).toEqual([['ben@example.org']]);
});

test('too large a message is refused at MAIL where its size is said, else at its end; nothing stays', async () => {
  const relay = await startRelay({ limits: { messageBytes: 20_000 } });
  const client = await signedIn(relay);
  expect(await client.say('MAIL FROM:<anna@example.com> SIZE=20001')).toMatch(/^552 /);
  expect(await send(client, good + 'x'.repeat(70).concat('\r\n').repeat(2_000))).toMatch(/^552 /);
  expect(await send(client)).toMatch(/^250 /);
  client.end();
  expect(relay.taken).toHaveLength(1);
});

test('one recipient too many is told so, and the others stay', async () => {
  const relay = await startRelay({ limits: { recipients: 2 } });
  const client = await signedIn(relay);
  await client.say('MAIL FROM:<anna@example.com>');
  const replies = [];
  for (const name of ['a', 'b', 'c']) replies.push(await client.say(`RCPT TO:<${name}@example.org>`));
  expect(replies.map((reply) => reply.slice(0, 3))).toEqual(['250', '250', '452']);
  client.end();
});

test('8-bit text is kept to the byte and says so; 8-bit headers must be UTF-8', async () => {
  const relay = await startRelay();
  const client = await signedIn(relay);
  await begin(client);
  expect(await client.sayRaw(`${good}Grüße\r\n.\r\n`)).toMatch(/^250 /);
  expect(relay.taken[0]?.message.relayed).toMatchObject({ needs8Bit: true, needsSmtpUtf8: false });
  expect(Buffer.from(relay.taken[0]?.text ?? '', 'latin1').toString()).toContain('Grüße');
  await begin(client);
  expect(await client.sayRaw(`${good.replace('Quote', 'Grüße')}.\r\n`)).toMatch(/^250 /);
  expect(relay.taken[1]?.message).toMatchObject({ subject: 'Grüße', relayed: { needsSmtpUtf8: true } });
  client.end();
});

test.for([
  ['two From fields', `From: boss@example.com\r\n${good}`],
  ['From with two addresses', good.replace('anna@example.com', 'anna@example.com, boss@example.com')],
  ['no From', good.replace('From:', 'X-From:')],
  ['no header', 'Hello\r\n'],
  ['a line that is no field', `Hello\r\n${good}`],
  ['a Message-ID twice', `Message-ID: <a@b>\r\nMessage-ID: <c@d>\r\n${good}`],
  ['a header without end', `X: ${'x'.repeat(300_000)}\r\n${good}`],
] as const)('a message with %s is refused', async ([, message]) => {
  const relay = await startRelay();
  const client = await signedIn(relay);
  expect(await send(client, message)).toMatch(/^554 5\.6\.0 /);
  client.end();
  expect(relay.taken).toEqual([]);
  expect(await leftBehind(relay)).toEqual([]);
});

test('a message that goes round in a circle is stopped', async () => {
  const relay = await startRelay();
  const client = await signedIn(relay);
  expect(await send(client, 'Received: from a by b; now\r\n'.repeat(101) + good)).toMatch(/^554 5\.4\.6 /);
  client.end();
});

test('an account that goes by the header gets no message whose header names more than were asked for', async () => {
  const relay = await startRelay();
  const client = await signedIn(relay);
  await begin(client, 'api@example.com');
  const message = good.replace('anna@', 'api@').replace('ben@', 'cleo@example.org, ben@');
  expect(await client.sayRaw(`${message}.\r\n`)).toMatch(/^554 5\.6\.0 This account sends to all/);
  await begin(client, 'api@example.com');
  expect(await client.sayRaw(`${good.replace('anna@', 'api@')}.\r\n`)).toMatch(/^250 /);
  client.end();
});

test('a full disk and too many waiting messages are told as passing, and lose nothing', async () => {
  const full = await startRelay({
    spool: { append: () => Promise.reject(new AppError('storage-full', 'full')) },
  });
  const client = await signedIn(full);
  expect(await send(client)).toMatch(/^452 4\.3\.1 /);
  client.end();
  const unkept = await startRelay({ submit: () => Promise.reject(new AppError('storage-full', 'full')) });
  const another = await signedIn(unkept);
  expect(await send(another)).toMatch(/^452 4\.3\.1 /);
  another.end();
  expect(await leftBehind(unkept)).toEqual([]);
  const busy = await startRelay({ waiting: () => 1_000_000 });
  const waiting = await signedIn(busy);
  expect(await waiting.say('MAIL FROM:<anna@example.com>')).toMatch(/^452 4\.3\.1 /);
  waiting.end();
});

test('a client that goes away amid its message leaves nothing behind', async () => {
  const relay = await startRelay();
  const client = await signedIn(relay);
  await begin(client);
  const socketGone = new Promise<void>((resolve) => setImmediate(resolve));
  void client.sayRaw(good);
  await socketGone;
  client.end();
  await relay.relay.stop();
  expect(relay.taken).toEqual([]);
  expect(await leftBehind(relay)).toEqual([]);
});

test('a client that is slow to sign in, idles or trickles a message is cut off', async () => {
  const clock = createFakeClock();
  const relay = await startRelay({ clock });
  const silent = await openDialogue({ port: relay.port });
  await silent.say('EHLO x');
  await clock.advance(31_000);
  expect(await silent.say('NOOP')).toBe('');
  const idle = await signedIn(relay);
  await clock.advance(50_000);
  expect(await idle.say('NOOP')).toMatch(/^250 /);
  await clock.advance(11_000);
  expect(await idle.say('NOOP')).toBe('');
  const trickling = await signedIn(relay);
  await begin(trickling);
  await clock.advance(599_000);
  const reply = trickling.sayRaw(good);
  await clock.advance(2_000);
  expect(await reply).toBe('');
  expect(relay.taken).toEqual([]);
});

const connections = effort({ quick: 200, full: 1_000 });

test(`${connections} connections are taken or told to come back, and the relay goes on`, async () => {
  const relay = await startRelay({ limits: { connections: 50 } });
  const clients = await Promise.all(
    Array.from({ length: connections }, () => openDialogue({ port: relay.port })),
  );
  const greetings = clients.map(({ greeting }) => greeting.slice(0, 3));
  expect(new Set(greetings)).toEqual(new Set(['220', '421']));
  expect(greetings.filter((code) => code === '220').length).toBeLessThanOrEqual(100);
  for (const client of clients) client.end();
  tried(connections);
  for (;;) {
    const client = await openDialogue({ port: relay.port });
    const isFree = client.greeting.startsWith('220');
    client.end();
    if (isFree) break;
  }
  const client = await signedIn(relay);
  expect(await send(client)).toMatch(/^250 /);
  client.end();
});

test('one program cannot take all connections', async () => {
  const relay = await startRelay({ limits: { connectionsPerProgram: 1 } });
  const first = await signedIn(relay);
  const second = await openDialogue({ port: relay.port });
  await second.say('EHLO x');
  expect(await second.say(authPlain(relay.program))).toMatch(/^454 4\.7\.0 This program has too many/);
  first.end();
  second.end();
});

test('a password that was taken away is good for nothing', async () => {
  const relay = await startRelay();
  const client = await signedIn(relay);
  relay.relay.removeProgram('erp');
  expect(await client.say('MAIL FROM:<anna@example.com>')).toMatch(/^550 /);
  client.end();
  const later = await openDialogue({ port: relay.port });
  await later.say('EHLO x');
  expect(await later.say(authPlain(relay.program))).toMatch(/^535 /);
  later.end();
});
