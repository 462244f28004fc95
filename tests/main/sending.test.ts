import { expect, test } from 'vitest';
import type { Account } from '../../shared/account.ts';
import type { Authentication } from '../../main/mail/submission.ts';
import { createAttemptSending } from '../../main/sending.ts';
import { exampleAccount } from '../helpers/example-accounts.ts';

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
