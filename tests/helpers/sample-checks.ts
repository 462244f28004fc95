import { checkStepNames } from '../../shared/diagnose.ts';
import type { CheckStep, CheckView } from '../../shared/diagnose.ts';
import type { FakeApp } from './fake-app.ts';

/** What Exchange Online says where SMTP AUTH is switched off. */
export const reply =
  '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information.';

/** What each step found out. */
const facts: Readonly<Partial<Record<CheckStep['name'], CheckStep['facts']>>> = {
  'name-lookup': { addresses: ['52.97.201.2', '2603:1026:c0a:855::2'] },
  connect: { address: '52.97.201.2' },
  tls: {
    tlsVersion: 'TLSv1.3',
    certificate: {
      subject: 'outlook.com',
      issuer: 'DigiCert Cloud Services CA-1',
      names: ['outlook.com'],
      validFromMs: Date.UTC(2026, 0, 1),
      validToMs: Date.UTC(2036, 0, 1),
    },
  },
  capabilities: {
    offers: ['SIZE 157286400', 'PIPELINING', 'DSN', 'AUTH LOGIN XOAUTH2', '8BITMIME', 'CHUNKING', 'SMTPUTF8'],
  },
  token: { refreshed: true },
  sender: { user: 'invoices@contoso.test', reply: '250 2.1.0 Sender OK' },
};

/** Answers the steps of a Check that has come to one of them. */
export function steps(
  at: CheckStep['name'] | null,
  state: CheckStep['state'] = 'passed',
): readonly CheckStep[] {
  // Nothing stands between this computer and its servers.
  const names: readonly CheckStep['name'][] = checkStepNames.filter((name) => name !== 'proxy');
  const last = at === null ? names.length : names.indexOf(at);
  return names.map((name, index) => ({
    name,
    state: index < last ? 'passed' : index === last ? state : state === 'running' ? 'waiting' : 'not-reached',
    durationMs: index < last || state === 'failed' ? (index > last ? null : 12 + 37 * index) : null,
    facts: index < last ? (facts[name] ?? {}) : {},
  }));
}

/** How a Check can end. */
export const endOf = {
  passed: { outcome: 'passed', endedAtMs: 1, steps: steps(null) },
  blocked: {
    outcome: 'failed',
    endedAtMs: 1,
    steps: steps('authentication', 'failed'),
    reply,
    failure: {
      code: 'smtp-auth-disabled',
      message: `The server did not let the account in: ${reply}`,
      remedy: 'ask-administrator',
      detail: { step: 'authentication', host: 'smtp.office365.com', port: 587 },
    },
  },
  clientUnknown: {
    outcome: 'failed',
    endedAtMs: 1,
    steps: steps('token', 'failed'),
    failure: {
      code: 'client-rejected',
      message: 'There is no access token: The provider does not accept the client of this app.',
      remedy: 'ask-administrator',
      detail: {
        step: 'token',
        error: 'invalid_client',
        aadsts: 7_000_215,
        correlationId: 'aaaa0000-bb11-2222-33cc-444444dddddd',
      },
    },
  },
  strange: {
    outcome: 'failed',
    endedAtMs: 1,
    steps: steps('sender', 'failed'),
    reply: '571 5.7.99 The moon is not right',
    failure: { code: 'message-rejected', message: 'x', remedy: 'correct-input', detail: { step: 'sender' } },
  },
} as const satisfies Record<string, Partial<CheckView>>;

/** Ends the Checks that run. */
export function endCheck(app: FakeApp, end: Partial<CheckView>): void {
  app.change({ checks: app.state().checks.map((view) => ({ ...view, ...end })) });
}
