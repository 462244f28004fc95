import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccountsFile } from '../main/accounts/accounts-file.ts';
import { newAccountDraft } from '../shared/account.ts';
import type { Account } from '../shared/account.ts';

/** Answers an account with a key of its own and no sign-in. */
export function numberedAccount(id: number, change: Partial<Account> = {}): Account {
  return {
    ...newAccountDraft,
    ...{ host: 'mail.example.com', user: `user${id}@example.com`, senderName: `User ${id}` },
    ...{ businessObject: 'SystemUser', columnName: 'User_Name', columnValue: `user${id}` },
    ...{ id, grantId: null, passwordId: null },
    ...change,
  };
}

/** Makes the folder of a profile that has these accounts, numbered from 1 on, and nothing else. */
export function writeProfile(profileFolder: string, accounts: readonly Account[]): void {
  const file: AccountsFile = { version: 1, nextId: accounts.length + 1, accounts, toForget: [] };
  mkdirSync(profileFolder, { recursive: true, mode: 0o700 });
  writeFileSync(join(profileFolder, 'accounts.json'), JSON.stringify(file), { mode: 0o600 });
}
