import type { Account } from '../../shared/account.ts';
import { newAccountDraft } from '../../shared/account.ts';
import type { ClientInfo, ProviderInfo } from '../../shared/app-state.ts';

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

const exampleClient = (host: string): ClientInfo => ({
  source: 'built-in',
  clientId: 'example-client',
  secretSet: false,
  authorizationEndpoint: `https://${host}/authorize`,
  tokenEndpoint: `https://${host}/token`,
  revocationEndpoint: null,
  redirectUri: 'http://localhost',
});

/** What Google and Microsoft fill in. */
export const exampleProviders: readonly ProviderInfo[] = [
  {
    id: 'google',
    name: 'Google',
    client: exampleClient('accounts.google.com'),
    deviceCode: false,
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
    client: exampleClient('login.microsoftonline.com'),
    deviceCode: true,
    presets: [
      {
        sendThrough: 'smtp',
        host: 'smtp.office365.com',
        port: 587,
        tls: true,
        tlsMethod: 'auto',
        locked: false,
      },
      {
        sendThrough: 'api',
        host: 'graph.microsoft.com',
        port: 443,
        tls: true,
        tlsMethod: 'implicit',
        locked: true,
      },
    ],
  },
];

/** A provider of one's own, which takes messages by SMTP only. */
export const smtpOnlyProvider: ProviderInfo = {
  id: 'fabrikam',
  name: 'Fabrikam',
  client: exampleClient('id.fabrikam.example'),
  deviceCode: false,
  presets: [
    {
      sendThrough: 'smtp',
      host: 'smtp.fabrikam.example',
      port: 587,
      tls: true,
      tlsMethod: 'auto',
      locked: false,
    },
  ],
};
