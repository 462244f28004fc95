import type { Account } from '../../shared/account.ts';
import { newAccountDraft } from '../../shared/account.ts';
import type { ProviderInfo } from '../../shared/app-state.ts';

/** An account with a password-less relay; what a test cares about goes into `change`. */
export function exampleAccount(id: number, change: Partial<Account> = {}): Account {
  return {
    ...newAccountDraft,
    host: 'mail.example.com',
    user: `person${id}@example.com`,
    id,
    grantId: null,
    passwordId: null,
    ...change,
  };
}

/** An account with the key `SystemUser.User_Name = value`. */
export function keyedAccount(id: number, value: string, change: Partial<Account> = {}): Account {
  return exampleAccount(id, {
    businessObject: 'SystemUser',
    columnName: 'User_Name',
    columnValue: value,
    ...change,
  });
}

/** What Google and Microsoft fill in. */
export const exampleProviders: readonly ProviderInfo[] = [
  {
    id: 'google',
    name: 'Google',
    presets: [
      {
        sendThrough: 'api',
        host: 'gmail.googleapis.com',
        port: 443,
        tls: true,
        tlsMethod: 'implicit',
        locked: true,
      },
      {
        sendThrough: 'smtp',
        host: 'smtp.gmail.com',
        port: 465,
        tls: true,
        tlsMethod: 'implicit',
        locked: false,
      },
    ],
  },
  {
    id: 'microsoft',
    name: 'Microsoft',
    presets: [
      {
        sendThrough: 'smtp',
        host: 'smtp.office365.com',
        port: 587,
        tls: true,
        tlsMethod: 'auto',
        locked: false,
      },
    ],
  },
];
