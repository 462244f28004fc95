import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { addProgram, authPlain, turnRelayOn } from '../helpers/relay.ts';
import type { TestProgram } from '../helpers/relay.ts';
import { openDialogue } from '../helpers/smtp-dialogue.ts';
import { startApp } from '../helpers/start-app.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

function person(provider: string) {
  const found = sandbox.people.find((each) => each.provider === provider);
  if (!found) throw new Error(`no ${provider} person`);
  return found;
}

/** Hands a message over and answers its item. */
async function handOver(port: number, program: TestProgram, from: string, to: readonly string[], more = '') {
  const client = await openDialogue({ port });
  await client.say('EHLO erp');
  expect(await client.say(authPlain(program))).toMatch(/^235 /);
  expect(await client.say(`MAIL FROM:<${from}>`)).toMatch(/^250 /);
  for (const each of to) expect(await client.say(`RCPT TO:<${each}>`)).toMatch(/^250 /);
  expect(await client.say('DATA')).toMatch(/^354 /);
  const body = 'Grüße \r\n..\r\n  odd   spacing\t\r\n';
  const reply = await client.sayRaw(
    `${more}From: ${from}\r\nTo: ${to[0]}\r\nSubject: Quote\r\nMessage-ID: <m-${Date.now()}@erp>\r\n` +
      `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${body}.\r\n`,
  );
  client.end();
  const [, itemId] = /^250 2\.0\.0 Taken over as (\S+)$/.exec(reply) ?? [];
  if (itemId === undefined) throw new Error(reply);
  return itemId;
}

const sentBody = Buffer.from('\r\n\r\nGrüße \r\n.\r\n  odd   spacing\t\r\n');

test.for(['smtp', 'api'] as const)(
  'what a program hands over outlives a restart, waits for its sign-in, and goes out by %s to the byte',
  async (way) => {
    const anna = person(way === 'api' ? 'google' : 'microsoft');
    const app = await startApp({ sandbox });
    const account = await app.addSignedIn(anna, {}, way);
    const program = await addProgram(app, 'erp', [account.id]);
    await app.call('settingsSave', { canSignInWhenSending: false });
    await app.call('signOut', { accountId: account.id, allAccounts: true });
    const port = await turnRelayOn(app);
    const to = ['ben@example.org', 'cleo@example.org'];
    const itemId = await handOver(port, program, anna.address, to, 'Bcc: dora@example.org\r\n');
    await app.settled(itemId, 'held');
    await app.restart();
    const held = await app.settled(itemId, 'held');
    expect(held).toMatchObject({ because: 'sign-in-required', to: [to[0]], bcc: [to[1]], origin: 'agent' });

    app.signsInAs(anna);
    await app.call('signInStart', {
      ...{ provider: anna.provider, accountId: account.id, dialogId: null, expected: anna.address },
      ...{ sendThrough: way, openBrowser: true },
    });
    await app.settled(itemId, 'sent');
    const again = {
      submissionKey: 'resend-of-a-program',
      itemId,
      accountId: null,
      recipients: 'same' as const,
    };
    expect(await app.failure('outboxResend', again)).toMatchObject({ code: 'transition-refused' });
    const arrived = sandbox.inbox.messages().find(({ messageId }) => messageId === held.messageId);
    expect(arrived).toMatchObject({ via: way === 'api' ? 'gmail-api' : 'smtp', envelope: { to } });
    const raw = Buffer.from(sandbox.inbox.raw(arrived?.id ?? '') ?? '');
    expect(raw.subarray(raw.length - sentBody.length).equals(sentBody)).toBe(true);
    expect(raw.toString('latin1')).not.toContain('dora@example.org');
    expect(raw.toString('latin1')).toMatch(/^Received: from localhost by localhost with ESMTPA id /m);
  },
);

test('the key of a document chooses the account', async () => {
  const [google, microsoft] = [person('google'), person('microsoft')];
  const app = await startApp({ sandbox });
  const key = { businessObject: 'SalesDocument', columnName: 'Sales_Doc_Type', columnValue: 'INVOICE' };
  const first = await app.addSignedIn(google);
  const second = await app.addSignedIn(microsoft, key);
  const program = await addProgram(app, 'erp', [first.id, second.id]);
  const port = await turnRelayOn(app);
  const field = 'X-SMTP-Setup-Record: SalesDocument.Sales_Doc_Type=invoice\r\n';
  const itemId = await handOver(port, program, microsoft.address, ['ben@example.org'], field);
  expect(await app.settled(itemId, 'sent')).toMatchObject({ accountId: second.id });
  const other = await handOver(port, program, google.address, ['ben@example.org']);
  expect(await app.settled(other, 'sent')).toMatchObject({ accountId: first.id });
  for (const { id } of sandbox.inbox.messages()) {
    expect(Buffer.from(sandbox.inbox.raw(id) ?? '').toString('latin1')).not.toMatch(/x-smtp-setup-record/i);
  }
});

test('without the setting nothing listens, and with it off again nothing does either', async () => {
  const app = await startApp({ sandbox: null });
  expect(await app.call('relayStatus', {})).toMatchObject({ enabled: false, listening: [], programs: [] });
  const port = await turnRelayOn(app);
  await app.call('settingsSave', { relayEnabled: false });
  while ((await app.call('relayStatus', {})).listening.length > 0) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  await expect(openDialogue({ port })).resolves.toMatchObject({ greeting: '' });
  expect(
    await app.failure('relayProgramAdd', { name: 'erp', password: 'x'.repeat(20), accountIds: [9] }),
  ).toMatchObject({ code: 'account-not-found', field: 'accountIds' });
});
