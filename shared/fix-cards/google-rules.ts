import type { Rule } from './rule.ts';

const google = {
  provider: 'google',
  source: 'https://developers.google.com/identity/protocols/oauth2/native-app#authorization-errors',
} as const;
const gmailErrors = 'https://developers.google.com/workspace/gmail/api/guides/handle-errors';

/** Errors of Google's sign-in and of the Gmail API; the first one that fits counts. */
export const googleRules: readonly Rule[] = [
  {
    ...google,
    id: 'google-session-length',
    who: 'you',
    signs: { errors: ['invalid_rapt', 'rapt_required'] },
    steps: [
      ['you', 'signInAgain'],
      ['administrator', 'trustGoogleApp'],
    ],
    copies: ['clientId'],
    links: ['googleAppAccess'],
    actions: ['sign-in'],
  },
  {
    ...google,
    id: 'google-testing-ended',
    who: 'administrator',
    signs: { errors: ['testing-seven-days'] },
    steps: [
      ['administrator', 'publishTestingProject'],
      ['you', 'signInAgain'],
    ],
    copies: ['clientId'],
    links: ['googleAudience'],
    actions: ['sign-in'],
    source: 'https://developers.google.com/identity/protocols/oauth2#expiration',
  },
  {
    ...google,
    id: 'google-private-account',
    who: 'you',
    signs: { errors: ['private_account'] },
    steps: [
      ['you', 'useCompanyAccount'],
      ['administrator', 'addToWorkspace'],
    ],
    actions: ['sign-in'],
    source: 'https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload',
  },
  {
    ...google,
    id: 'google-sign-in-ended',
    who: 'you',
    signs: { errors: ['invalid_grant'], codes: ['grant-revoked'] },
    steps: [
      ['you', 'signInAgain'],
      ['administrator', 'publishProject'],
    ],
    links: ['googleAudience'],
    actions: ['sign-in'],
    source: 'https://developers.google.com/identity/protocols/oauth2#expiration',
  },
  {
    ...google,
    id: 'google-client-unknown',
    who: 'administrator',
    signs: {
      errors: ['invalid_client', 'deleted_client', 'disabled_client', 'unauthorized_client'],
      words: /OAuth client was (not found|deleted)/i,
    },
    steps: [
      ['administrator', 'checkGoogleClient'],
      ['you', 'signInAfterwards'],
    ],
    copies: ['clientId'],
    links: ['googleClients'],
    actions: ['reconfigure'],
  },
  {
    ...google,
    id: 'google-redirect-uri',
    who: 'administrator',
    signs: { errors: ['redirect_uri_mismatch'] },
    steps: [['administrator', 'createDesktopClient']],
    copies: ['redirectUri'],
    links: ['googleClients'],
    actions: ['reconfigure'],
  },
  {
    ...google,
    id: 'google-declined',
    who: 'you',
    signs: { errors: ['access_denied'], codes: ['authorization-denied'] },
    steps: [
      ['you', 'signInAndAccept'],
      ['administrator', 'addTestUser'],
    ],
    links: ['googleAudience'],
    actions: ['sign-in'],
  },
  {
    ...google,
    id: 'google-admin-policy',
    who: 'administrator',
    signs: {
      errors: ['admin_policy_enforced'],
      reply: /^403 .*(domainPolicy|admin_policy)/i,
      codes: ['consent-required'],
    },
    steps: [
      ['administrator', 'trustGoogleApp'],
      ['you', 'signInAfterwards'],
    ],
    copies: ['clientId', 'permission'],
    links: ['googleAppAccess'],
  },
  {
    ...google,
    id: 'google-company-only',
    who: 'you',
    signs: { errors: ['org_internal'] },
    steps: [
      ['you', 'useCompanyAccount'],
      ['administrator', 'makeExternal'],
    ],
    links: ['googleAudience'],
    actions: ['sign-in'],
  },
  {
    ...google,
    id: 'google-embedded-browser',
    who: 'you',
    signs: { errors: ['disallowed_useragent'] },
    steps: [['you', 'useSystemBrowser']],
    actions: ['sign-in'],
  },
  {
    id: 'sending-not-allowed',
    who: 'you',
    signs: {
      errors: ['invalid_scope'],
      reply: /^403 .*(insufficientPermissions|ACCESS_TOKEN_SCOPE_INSUFFICIENT)/,
      codes: ['scope-missing'],
    },
    steps: [['you', 'tickSending']],
    copies: ['permission'],
    actions: ['sign-in'],
    source: gmailErrors,
  },
  {
    ...google,
    id: 'gmail-api-disabled',
    who: 'administrator',
    signs: { reply: /^403 .*(accessNotConfigured|SERVICE_DISABLED)/ },
    steps: [['administrator', 'enableGmailApi']],
    links: ['gmailApi'],
    source: gmailErrors,
  },
  {
    id: 'no-mailbox',
    who: 'administrator',
    signs: {
      reply: /^(400 .*(failedPrecondition|Mail service not enabled)|\d{3} .*MailboxNotEnabledForRESTAPI)/,
    },
    steps: [
      ['administrator', 'assignLicence'],
      ['you', 'useOtherAccount'],
    ],
    actions: ['sign-in'],
    source: gmailErrors,
  },
];
