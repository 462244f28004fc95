import type { ClientRecord, GrantRecord, PasswordRecord } from '../../main/vault/secret-record.ts';

/** A grant as a sign-in leaves it behind. */
export const exampleGrant = (changes: Partial<GrantRecord> = {}): GrantRecord => ({
  kind: 'grant',
  id: 'grant-00000001',
  dialogId: null,
  provider: 'google',
  sendThrough: 'api',
  clientId: 'client',
  issuer: 'https://accounts.example',
  tokenEndpoint: 'https://accounts.example/token',
  revocationEndpoint: 'https://accounts.example/revoke',
  gmailApi: null,
  scopes: ['openid'],
  identity: { key: '1001', addresses: ['anna@example.com'], displayName: 'anna@example.com' },
  state: 'canary-refresh-token',
  savedAtMs: 1_800_000_000_000,
  ...changes,
});

/** A password as the dialog keeps it. */
export const examplePassword = (changes: Partial<PasswordRecord> = {}): PasswordRecord => ({
  kind: 'password',
  id: 'password-00000001',
  host: 'mail.example.com',
  user: 'anna@example.com',
  password: 'canary-password',
  ...changes,
});

/** The secret of an OAuth client as the settings keep it. */
export const exampleClient = (changes: Partial<ClientRecord> = {}): ClientRecord => ({
  kind: 'client',
  id: 'client-00000001',
  provider: 'microsoft',
  clientId: 'client',
  issuer: 'https://login.example/{tenantid}/v2.0',
  tokenEndpoint: 'https://login.example/token',
  secret: 'canary-client-secret',
  ...changes,
});
