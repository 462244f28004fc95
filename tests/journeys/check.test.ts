import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { CheckView } from '../../shared/diagnose.ts';
import { factsOf } from '../../shared/fix-cards/fill-in.ts';
import { fixCardFor } from '../../shared/fix-cards/fix-card.ts';
import { personOf } from '../helpers/person-of.ts';
import { startApp } from '../helpers/start-app.ts';

async function setStage() {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const app = await startApp({ sandbox });
  const person = (name: string) => personOf(sandbox, name);
  const check = async (accountId: number): Promise<CheckView> => {
    const { checkId } = await app.call('checkStart', { accountId });
    return app.until('the Check to end', ({ checks }) => {
      const view = checks.find((each) => each.checkId === checkId);
      return view && view.outcome !== 'running' ? view : null;
    });
  };
  const statesOf = ({ steps }: CheckView) => steps.map(({ state }) => state).join(' ');
  return { sandbox, app, person, check, statesOf };
}

test('every way to a mailbox is gone without a message', async () => {
  const { sandbox, app, person, check, statesOf } = await setStage();
  const google = await app.addSignedIn(person('grace'));
  const bySmtp = await app.addSignedIn(person('ida'), {}, 'smtp');
  const microsoft = await app.addSignedIn(person('ben'));
  const orders = person('orders');
  const password = await app.add(
    { host: 'localhost', port: sandbox.smtp.starttls, tlsMethod: 'starttls', user: orders.address },
    { password: orders.password },
  );
  const views = [];
  for (const { id } of [google, bySmtp, microsoft, password]) views.push(await check(id));
  expect(views.map(({ failure }) => failure)).toEqual([null, null, null, null]);
  expect(views.map(statesOf)).toEqual([
    // The sandbox's Gmail API speaks plain HTTP on this computer.
    'passed passed not-needed not-needed passed passed not-checked',
    'passed passed passed passed passed passed passed',
    'passed passed passed passed passed passed passed',
    'passed passed passed passed not-needed passed passed',
  ]);
  expect(app.row(password.id)?.status.kind).toBe('ready');
  expect(sandbox.inbox.messages()).toEqual([]);
  const told = JSON.stringify([app.pushes, app.logged]);
  expect(sandbox.secrets().filter((secret) => told.includes(secret))).toEqual([]);
});

test('a custom provider is asked by the mechanism that it wants', async () => {
  const { sandbox, app, check } = await setStage();
  const { entry, clientSecret } = sandbox.customProvider;
  const [fay] = sandbox.customPeople;
  if (!fay) throw new Error('nobody');
  await app.call('settingsSave', { customProviders: [entry], clientSecrets: { custom: clientSecret } });
  const { revision } = await app.call('stateGet', {});
  await app.until('the push', () => (app.revision() >= revision ? true : null));
  const { id } = await app.addSignedIn(fay);
  expect(await check(id)).toMatchObject({ outcome: 'passed', failure: null });
  expect(sandbox.log.smtpEvents().filter(({ kind }) => kind === 'auth')).toMatchObject([
    { mechanism: 'OAUTHBEARER', ok: true },
  ]);
});

test('SMTP AUTH that is switched off stops at authentication, and the card has the command for this mailbox', async () => {
  const { sandbox, app, person, check, statesOf } = await setStage();
  const { id } = await app.addSignedIn(person('ben'));
  sandbox.faults.smtpAuthDisabled({ on: true });
  const view = await check(id);
  expect(statesOf(view)).toBe('passed passed passed passed passed failed not-reached');
  expect(view.failure?.code).toBe('smtp-auth-disabled');
  expect(view.reply).toMatch(/^535 5\.7\.139 .*SmtpClientAuthentication is disabled/);
  const row = app.row(id);
  if (!row) throw new Error('no row');
  expect(row.status).toEqual({ kind: 'blocked', because: 'smtp-auth-disabled' });
  const card = fixCardFor(
    { code: 'smtp-auth-disabled', reply: view.reply },
    factsOf(row, app.state().providers),
  );
  expect(card.copies.map(({ text }) => text)).toContain(
    `Set-CASMailbox -Identity ${person('ben').address} -SmtpClientAuthenticationDisabled $false`,
  );
  sandbox.faults.reset();
  expect((await check(id)).outcome).toBe('passed');
  expect(app.row(id)?.status.kind).toBe('ready');
});

test('a sign-in that was withdrawn stops at the token, with what the provider said', async () => {
  const { sandbox, app, person, check, statesOf } = await setStage();
  const { id } = await app.addSignedIn(person('ben'));
  sandbox.faults.revoke({ address: person('ben').address });
  // The token that is kept is still good by its own account: the server refuses it, and the refresh tells why.
  const view = await check(id);
  expect(statesOf(view)).toBe('passed passed passed passed failed not-reached not-reached');
  expect(view.failure).toMatchObject({
    code: 'sign-in-required',
    detail: { step: 'token', error: 'invalid_grant', aadsts: 50_173 },
  });
  expect(app.row(id)?.status.kind).toBe('sign-in-needed');
  expect(app.opened).toHaveLength(1);
});

test('the Gmail API is asked for permission, and its refusals are told apart', async () => {
  const { sandbox, app, person, check, statesOf } = await setStage();
  const { id } = await app.addSignedIn(person('grace'));
  sandbox.faults.expireAccessTokens({ address: person('grace').address });
  const renewed = await check(id);
  expect(renewed.outcome).toBe('passed');
  expect(renewed.steps.find(({ name }) => name === 'token')?.facts.refreshed).toBe(true);
  sandbox.faults.gmailApi({ mode: '429' });
  expect(await check(id)).toMatchObject({ outcome: 'failed', failure: { code: 'throttled' } });
  sandbox.faults.gmailApi({ mode: 'reset' });
  const cut = await check(id);
  expect(statesOf(cut)).toBe('passed passed not-needed not-needed passed failed not-reached');
  expect(cut.failure?.code).toBe('server-unreachable');
  expect(sandbox.inbox.messages()).toEqual([]);
});

test('Microsoft Graph is asked for permission, and its refusals are told apart', async () => {
  const { sandbox, app, person, check, statesOf } = await setStage();
  const { id } = await app.addSignedIn(person('ben'), {}, 'api');
  sandbox.faults.smtpAuthDisabled({ on: true });
  sandbox.faults.expireAccessTokens({ address: person('ben').address });
  const renewed = await check(id);
  expect(renewed).toMatchObject({ outcome: 'passed', failure: null });
  expect(statesOf(renewed)).toBe('passed passed not-needed not-needed passed passed not-checked');
  expect(renewed.steps.find(({ name }) => name === 'token')?.facts.refreshed).toBe(true);
  sandbox.faults.graphApi({ mode: '403' });
  expect(await check(id)).toMatchObject({ outcome: 'failed', failure: { code: 'scope-missing' } });
  sandbox.faults.graphApi({ mode: 'no-mailbox' });
  expect(await check(id)).toMatchObject({ outcome: 'failed', failure: { code: 'sender-rejected' } });
  expect(sandbox.inbox.messages()).toEqual([]);
});

test('a network that is down is no reason to sign in again', async () => {
  const { sandbox, app, person, check } = await setStage();
  const { id } = await app.addSignedIn(person('ben'));
  sandbox.faults.expireAccessTokens({ address: person('ben').address });
  sandbox.faults.tokenEndpoint({ provider: 'microsoft', mode: 'html' });
  const view = await check(id);
  expect(view.failure).toMatchObject({ detail: { step: 'token' } });
  expect(['provider-unreachable', 'provider-response-invalid']).toContain(view.failure?.code);
  expect(app.row(id)?.status.kind).not.toBe('sign-in-needed');
});

test('a Check of an account that goes away goes with it, and one of no account is refused', async () => {
  const { app, person } = await setStage();
  const { id } = await app.addSignedIn(person('ben'));
  await app.call('checkStart', { accountId: id });
  await app.call('accountsRemove', { accountIds: [id], waiting: 'cancel' });
  await app.until('the Check to be gone', ({ checks }) => (checks.length === 0 ? true : null));
  expect(await app.failure('checkStart', { accountId: 99 })).toMatchObject({ code: 'account-not-found' });
});
