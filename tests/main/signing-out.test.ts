import { expect, test } from 'vitest';
import { createSigningOut } from '../../main/signing-out.ts';
import { exampleAccount } from '../helpers/example-accounts.ts';

test('an account without a sign-in is signed out already, and nothing is taken back anywhere', async () => {
  const never = async (): Promise<never> => {
    throw new Error('nothing is to be done');
  };
  const signOut = createSigningOut({
    accountStore: { existing: () => exampleAccount(1, { grantId: null }) },
    accounts: { unlinkGrant: never },
    grants: { usersOf: () => [], revoke: never, remove: never },
  });
  const answer = { sharedBy: 0, revoked: false, consentPageUrl: null };
  for (const allAccounts of [false, true]) {
    expect(await signOut({ accountId: 1, allAccounts })).toEqual(answer);
  }
});
