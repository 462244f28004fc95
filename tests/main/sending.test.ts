import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Account } from '../../shared/account.ts';
import { defaultSettings } from '../../shared/settings.ts';
import { createRegistrations } from '../../main/identity/registrations.ts';
import type { Authentication } from '../../main/mail/submission.ts';
import { createAttemptSending, createSubmitByAccount } from '../../main/sending.ts';
import { exampleAccount } from '../helpers/example-accounts.ts';
import { messageFile } from '../helpers/submission-request.ts';
import { systemClock } from '../helpers/system-ports.ts';

const rest = {
  accountId: 1,
  envelope: { from: 'a@example.com', to: ['b@example.com'] },
  bcc: [],
  message: { path: 'message.eml', sizeBytes: 1, needs8Bit: false, needsSmtpUtf8: false },
  signal: new AbortController().signal,
  onStage: () => undefined,
  onEnding: () => undefined,
};

test('an account that is edited while its key store is slow gets its old password to no other server', async () => {
  let account: Account = exampleAccount(1, { host: 'old.example.com' });
  const { promise: unlocked, resolve: unlock } = Promise.withResolvers<void>();
  const submittedTo: string[] = [];
  const sending = createAttemptSending({
    account: () => account,
    authenticate: async ({ user }): Promise<Authentication> => {
      await unlocked;
      return { kind: 'password', user, password: 'of the old server' };
    },
    submit: async (submission) => {
      submittedTo.push(submission.account.host);
      return { kind: 'rejected', code: 'account-invalid' };
    },
  });
  const proving = sending.credentials(1, {});
  account = exampleAccount(1, { host: 'new.example.com' });
  unlock();
  const authentication = await proving;
  await sending.submit({ ...rest, authentication });
  expect(submittedTo).toEqual(['old.example.com']);
  await sending.submit({ ...rest, authentication: await sending.credentials(1, {}) });
  expect(submittedTo).toEqual(['old.example.com', 'new.example.com']);
});

/** Hands a message over whose header names somebody who must not get it, and answers where it came to. */
async function submitNamingOthers(sendThrough: 'smtp' | 'api', namesOthers: boolean) {
  const reached: string[] = [];
  const gmail = createServer((incoming, response) => {
    incoming.resume().on('end', () => {
      reached.push('api');
      response.setHeader('Content-Type', 'application/json').end('{"id":"1"}');
    });
  });
  await new Promise<void>((resolve) => gmail.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => void gmail.close(() => resolve())));
  const [google] = createRegistrations({
    google: { gmailApi: `http://127.0.0.1:${(gmail.address() as AddressInfo).port}` },
  });
  const submit = createSubmitByAccount({
    settings: () => defaultSettings,
    certificateAuthorities: [],
    registration: () => google ?? null,
    passwordsAlwaysEncrypted: false,
    submit: async () => {
      reached.push('smtp');
      return { kind: 'rejected', code: 'message-rejected' };
    },
    isCurrent: () => true,
    clock: systemClock,
    log: () => undefined,
  });
  const outcome = await submit({
    ...rest,
    account: exampleAccount(1, { provider: 'google', sendThrough, host: 'smtp.gmail.com', port: 465 }),
    authentication: { kind: 'oauth', user: 'a@example.com', accessToken: 'token' },
    message: await messageFile('To: b@example.com, eve@example.com\r\n\r\nHello\r\n'),
    namesOthers,
  });
  return { reached, outcome };
}

test('a message whose header names others than its envelope never goes where the header decides who gets it', async () => {
  expect(await submitNamingOthers('api', true)).toEqual({
    reached: [],
    outcome: { kind: 'rejected', code: 'recipient-rejected' },
  });
  expect(await submitNamingOthers('api', false)).toMatchObject({
    reached: ['api'],
    outcome: { kind: 'accepted' },
  });
  expect((await submitNamingOthers('smtp', true)).reached).toEqual(['smtp']);
});
