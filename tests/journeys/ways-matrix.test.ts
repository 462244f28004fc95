import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { draftOf } from '../../shared/account.ts';
import type { AccountRow } from '../../shared/account.ts';
import { factsOf } from '../../shared/fix-cards/fill-in.ts';
import { fixCardFor } from '../../shared/fix-cards/fix-card.ts';
import type { Symptom } from '../../shared/fix-cards/symptom.ts';
import { policyBeside } from '../helpers/policy-file.ts';
import { startApp } from '../helpers/start-app.ts';
import type { TestApp } from '../helpers/start-app.ts';

type Person = Sandbox['people'][number];

/** What may befall a way to a mailbox; in this order, for the last ones leave the account in need of a person. */
const conditions = [
  'fresh',
  'expired',
  'SMTP AUTH disabled',
  'too large',
  'missing scope',
  'wrong identity',
  'server down',
  'throttled',
  'revoked',
  'revoked, checked',
] as const;
type Condition = (typeof conditions)[number];

/** The state of the item, or where sign-in or Check ended; then the code; then the fix card, unless the code says it all. */
type Ending = string;

interface Way {
  readonly name: string;
  readonly provider: Person['provider'];
  readonly sendThrough: 'smtp' | 'api';
  readonly endings: Readonly<Record<Condition, Ending>>;
}

const usual: Way['endings'] = {
  fresh: 'sent',
  expired: 'sent',
  'SMTP AUTH disabled': 'sent',
  'too large': 'failed message-too-large: too-large',
  'missing scope': 'failed scope-missing: sending-not-allowed',
  'wrong identity': 'wrong-account wrong-account: wrong-account',
  'server down': 'queued server-unreachable: connection-lost',
  throttled: 'queued throttled: too-many-connections',
  revoked: 'held sign-in-required: sign-in-needed',
  'revoked, checked': 'failed sign-in-required: sign-in-needed',
};

const ways: readonly Way[] = [
  {
    ...{ name: 'Microsoft by SMTP', provider: 'microsoft', sendThrough: 'smtp' },
    endings: {
      ...usual,
      'SMTP AUTH disabled': 'held smtp-auth-disabled: exchange-smtp-auth-disabled',
      // Its permissions are given together or not at all.
      'missing scope': 'failed authorization-denied: permission-declined',
      revoked: 'held sign-in-required: microsoft-sign-in-revoked',
      'revoked, checked': 'failed sign-in-required: microsoft-sign-in-revoked',
    },
  },
  {
    ...{ name: 'Microsoft by Graph', provider: 'microsoft', sendThrough: 'api' },
    endings: {
      ...usual,
      'missing scope': 'failed authorization-denied: permission-declined',
      'server down': 'queued server-unreachable: connection-refused',
      throttled: 'queued throttled: server-busy',
      revoked: 'held sign-in-required: microsoft-sign-in-revoked',
      'revoked, checked': 'failed sign-in-required: microsoft-sign-in-revoked',
    },
  },
  {
    ...{ name: 'Google by the Gmail API', provider: 'google', sendThrough: 'api' },
    endings: {
      ...usual,
      'server down': 'queued server-unreachable: connection-refused',
      throttled: 'queued throttled: server-busy',
      revoked: 'held sign-in-required: google-sign-in-ended',
      'revoked, checked': 'failed sign-in-required: google-sign-in-ended',
    },
  },
  {
    ...{ name: 'Google by SMTP', provider: 'google', sendThrough: 'smtp' },
    endings: {
      ...usual,
      revoked: 'held sign-in-required: google-sign-in-ended',
      'revoked, checked': 'failed sign-in-required: google-sign-in-ended',
    },
  },
  { ...{ name: 'A custom provider', provider: 'custom', sendThrough: 'smtp' }, endings: usual },
  {
    ...{ name: 'A password', provider: 'none', sendThrough: 'smtp' },
    endings: {
      ...usual,
      // There is no token that could lack a permission or be withdrawn.
      ...{ 'missing scope': 'sent', revoked: 'sent', 'revoked, checked': 'passed' },
      'wrong identity': 'held authentication-rejected: password-refused',
    },
  },
];

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.faults.reset());
const document = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'errors.md'), 'utf8');
afterAll(() => sandbox.close());

/** A way to a port that can be closed: connections are refused from then on. */
async function startGate(port: number) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const onward = connect({ host: 'localhost', port });
    for (const each of [socket, onward]) sockets.add(each.on('error', () => undefined));
    socket.pipe(onward).pipe(socket);
  });
  const listen = (at: number) => new Promise<void>((resolve) => void server.listen(at, 'localhost', resolve));
  await listen(0);
  const { port: own } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    });
  onTestFinished(close);
  return { port: own, close, open: () => listen(own) };
}

/** An app whose APIs lie behind gates. */
async function setStage() {
  const policy = await policyBeside(sandbox);
  const { providers } = JSON.parse(await readFile(sandbox.policyFile, 'utf8'));
  const gateTo = async (url: string) => startGate(Number(new URL(url).port));
  const [gmail, graph] = [
    await gateTo(providers.google.gmailApi),
    await gateTo(providers.microsoft.graphApi),
  ];
  const google = { ...providers.google, gmailApi: `http://localhost:${gmail.port}` };
  const microsoft = { ...providers.microsoft, graphApi: `http://localhost:${graph.port}` };
  await policy.write({ providers: { ...providers, google, microsoft } });
  const app = await startApp({ sandbox, policyFile: policy.policyFile });
  const { entry, clientSecret } = sandbox.customProvider;
  await app.call('settingsSave', { customProviders: [entry], clientSecrets: { custom: clientSecret } });
  await app.until('the provider', ({ providers }) => providers.find(({ id }) => id === entry.id) ?? null);
  return { app, gates: [gmail, graph] };
}

const people = (provider: Person['provider']): readonly Person[] =>
  [...sandbox.people, ...sandbox.customPeople].filter((each) => each.provider === provider);

async function addAccount(app: TestApp, way: Way, who: Person): Promise<AccountRow> {
  if (way.provider !== 'none') return app.addSignedIn(who, {}, way.sendThrough);
  const { starttls: port } = sandbox.smtp;
  const place = { host: 'localhost', port, tlsMethod: 'starttls', user: who.address } as const;
  return app.add(place, { password: who.password });
}

for (const way of ways) {
  test(`${way.name} ends in what is said of it, whatever befalls it`, async () => {
    const { app, gates } = await setStage();
    const [who, somebodyElse] = people(way.provider);
    if (!who || !somebodyElse) throw new Error(`nobody at ${way.provider}`);
    const account = await addAccount(app, way, who);
    const accountId = account.id;
    const isSignedIn = way.provider !== 'none';

    const endingOf = (state: string, symptom: Omit<Symptom, 'code'> & { code: Symptom['code'] | null }) => {
      const { code } = symptom;
      if (code === null) return state;
      const { id } = fixCardFor({ ...symptom, code }, factsOf(account, app.state().providers));
      return `${state} ${code}${id === null ? '' : `: ${id}`}`;
    };

    async function send(): Promise<Ending> {
      const { itemId } = await app.send(accountId, 'ben@example.test');
      // Past what the account was told to wait for in the case before.
      await app.reply('outboxSendNow', { itemId });
      const item = await app.until('an attempt to end', async () => {
        const seen = await app.call('outboxGet', { itemId });
        // Also where it was over before it was told to go at once: then it goes again.
        return seen.state === 'sending' || (seen.state === 'queued' && seen.because === null) ? null : seen;
      });
      if (item.state === 'queued' || item.state === 'held') await app.call('outboxCancel', { itemId });
      return endingOf(item.state, { code: item.because, reply: item.reply, detail: item.detail });
    }

    async function signIn(): Promise<Ending> {
      const { attemptId } = await app.call('signInStart', {
        ...{ provider: way.provider, accountId, dialogId: null, expected: who?.address ?? '' },
        ...{ sendThrough: way.sendThrough, openBrowser: true },
      });
      await app.until('the sign-in to begin', ({ signIn }) => signIn?.attemptId === attemptId || null);
      const end = await app.signInEnd();
      return endingOf(end.stage, 'failure' in end ? end.failure : { code: null });
    }

    async function check(): Promise<Ending> {
      const { checkId } = await app.call('checkStart', { accountId });
      const { outcome, failure, reply } = await app.until('the Check to end', ({ checks }) => {
        const view = checks.find((each) => each.checkId === checkId);
        return view && view.outcome !== 'running' ? view : null;
      });
      return endingOf(outcome, { reply, ...(failure ?? { code: null }) });
    }

    const befall: Readonly<Record<Condition, () => Promise<Ending>>> = {
      fresh: send,
      expired: () => {
        sandbox.faults.expireAccessTokens({ address: who.address });
        return send();
      },
      'SMTP AUTH disabled': () => {
        sandbox.faults.smtpAuthDisabled({ on: true });
        return send();
      },
      'too large': () => {
        sandbox.faults.messageSize({ bytes: 500 });
        return send();
      },
      'missing scope': () => {
        // Microsoft's permissions are given together or not at all.
        const isOneByOne = way.provider !== 'microsoft';
        app.signsInAs(who, isOneByOne ? { untickSending: true } : { decline: true });
        return isSignedIn ? signIn() : send();
      },
      'wrong identity': async () => {
        app.signsInAs(somebodyElse, { chooseOther: true });
        return isSignedIn ? signIn() : send();
      },
      'server down': async () => {
        sandbox.faults.dropConnection({ stage: 'greeting' });
        for (const gate of gates) await gate.close();
        const ending = await send();
        for (const gate of gates) await gate.open();
        return ending;
      },
      throttled: () => {
        sandbox.faults.smtpThrottle({ on: true });
        sandbox.faults.gmailApi({ mode: '429' });
        sandbox.faults.graphApi({ mode: '429' });
        return send();
      },
      revoked: () => {
        sandbox.faults.revoke({ address: who.address });
        return send();
      },
      'revoked, checked': check,
    };

    /** An account that was edited opens a new connection: one that was signed in before would still do. */
    async function edit(condition: Condition): Promise<void> {
      const password = condition === 'wrong identity' ? 'not-the-password' : who?.password;
      await app.call('accountsSave', {
        ...{ accountId, pendingGrantId: null, signOut: false },
        draft: { ...draftOf(account), senderName: condition },
        ...(!isSignedIn && password !== undefined && { password }),
      });
    }

    const endings: Partial<Record<Condition, Ending>> = {};
    for (const condition of conditions) {
      sandbox.faults.reset();
      await edit(condition);
      endings[condition] = await befall[condition]();
    }
    expect(endings).toEqual(way.endings);
    const codesAndCards = Object.values(way.endings).flatMap((ending) => ending.split(/:? /).slice(1));
    expect(codesAndCards.filter((name) => !document.includes(`\`${name}\``))).toEqual([]);
  });
}
