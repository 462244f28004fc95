import { entraErrors as source } from './rule.ts';
import type { Rule } from './rule.ts';

const microsoft = { provider: 'microsoft', links: ['microsoftError'], source } as const;

/**
 * Errors of Microsoft's sign-in.
 *
 * The numbers only choose the words: what the app does goes by the names of the errors, for Microsoft says that the numbers
 * may change.
 */
export const microsoftRules: readonly Rule[] = [
  {
    ...microsoft,
    id: 'microsoft-sign-in-revoked',
    who: 'you',
    signs: { aadsts: [50_173, 50_132, 50_133, 70_000] },
    steps: [['you', 'signInAgain']],
    actions: ['sign-in'],
  },
  {
    ...microsoft,
    id: 'microsoft-sign-in-expired',
    who: 'you',
    signs: { aadsts: [700_082, 70_008] },
    steps: [
      ['you', 'signInAgain'],
      ['you', 'keepRunning'],
    ],
    actions: ['sign-in'],
  },
  {
    ...microsoft,
    id: 'microsoft-sign-in-frequency',
    who: 'you',
    signs: { aadsts: [70_043] },
    steps: [
      ['you', 'signInAgain'],
      ['administrator', 'relaxSignInFrequency'],
    ],
    actions: ['sign-in'],
  },
  {
    ...microsoft,
    id: 'microsoft-second-factor',
    who: 'you',
    signs: { aadsts: [50_076, 50_074, 50_078, 50_079, 50_072] },
    steps: [
      ['you', 'finishSecondFactor'],
      ['you', 'registerSecondFactor'],
    ],
    links: ['secondFactor', 'microsoftError'],
    actions: ['sign-in'],
  },
  {
    ...microsoft,
    id: 'microsoft-consent-missing',
    who: 'you',
    signs: { aadsts: [65_001], codes: ['consent-required'] },
    steps: [
      ['you', 'signInAndAccept'],
      ['administrator', 'grantConsent'],
    ],
    copies: ['consentLink'],
    actions: ['sign-in'],
  },
  {
    id: 'permission-declined',
    who: 'you',
    signs: {
      aadsts: [65_004],
      errors: ['access_denied', 'authorization_declined'],
      codes: ['authorization-denied'],
    },
    steps: [['you', 'signInAndAccept']],
    actions: ['sign-in'],
    source,
  },
  {
    ...microsoft,
    id: 'microsoft-code-not-good',
    who: 'you',
    signs: { aadsts: [70_018, 70_019, 70_020], errors: ['expired_token', 'bad_verification_code'] },
    steps: [['you', 'getNewCode']],
    actions: ['sign-in'],
  },
  {
    ...microsoft,
    id: 'microsoft-admin-approval',
    who: 'administrator',
    signs: { aadsts: [90_094, 90_095], words: /need admin approval/i },
    steps: [
      ['administrator', 'grantConsent'],
      ['you', 'signInAfterwards'],
    ],
    copies: ['consentLink', 'clientId'],
    actions: ['sign-in'],
  },
  {
    ...microsoft,
    id: 'microsoft-wrong-tenant',
    who: 'you',
    signs: { aadsts: [50_020, 50_034, 51_004, 500_208, 90_072, 16_000] },
    steps: [
      ['you', 'useWorkAccount'],
      ['administrator', 'checkTenant'],
    ],
    actions: ['sign-in', 'reconfigure'],
  },
  {
    ...microsoft,
    id: 'microsoft-app-unknown',
    who: 'administrator',
    signs: { aadsts: [700_016, 700_011, 70_001] },
    steps: [
      ['administrator', 'checkMicrosoftClient'],
      ['administrator', 'enableApp'],
    ],
    copies: ['clientId'],
    links: ['entraApps', 'microsoftError'],
    actions: ['reconfigure'],
  },
  {
    ...microsoft,
    id: 'microsoft-single-tenant',
    who: 'administrator',
    signs: { aadsts: [50_194] },
    steps: [
      ['administrator', 'enterTenant'],
      ['administrator', 'makeMultiTenant'],
    ],
    copies: ['clientId'],
    links: ['entraApps', 'microsoftError'],
    actions: ['reconfigure'],
  },
  {
    ...microsoft,
    id: 'microsoft-redirect-uri',
    who: 'administrator',
    signs: { aadsts: [50_011, 500_112] },
    steps: [
      ['administrator', 'addRedirectUri'],
      ['you', 'signInAfterwards'],
    ],
    copies: ['redirectUri', 'publicClient'],
    links: ['entraApps', 'microsoftError'],
    actions: ['reconfigure'],
  },
  {
    ...microsoft,
    id: 'microsoft-web-client',
    who: 'administrator',
    signs: { aadsts: [7_000_218, 70_002] },
    steps: [
      ['administrator', 'moveToDesktop'],
      ['administrator', 'enterSecret'],
    ],
    copies: ['publicClient', 'redirectUri'],
    links: ['entraApps', 'microsoftError'],
    actions: ['reconfigure'],
  },
  {
    ...microsoft,
    id: 'microsoft-policy-blocks',
    who: 'administrator',
    signs: { aadsts: [53_003, 53_000, 53_001, 530_035] },
    steps: [
      ['administrator', 'allowInPolicy'],
      ['you', 'useManagedDevice'],
    ],
    copies: ['clientId'],
    links: ['entraSignInLogs', 'microsoftError'],
  },
  {
    ...microsoft,
    id: 'microsoft-not-assigned',
    who: 'administrator',
    signs: { aadsts: [50_105] },
    steps: [
      ['administrator', 'assignUser'],
      ['you', 'signInAfterwards'],
    ],
    copies: ['clientId'],
    links: ['entraApps', 'microsoftError'],
  },
  {
    ...microsoft,
    id: 'microsoft-user-locked',
    who: 'you',
    signs: { aadsts: [50_053, 50_057, 50_055] },
    steps: [
      ['you', 'changePassword'],
      ['administrator', 'unlockUser'],
    ],
    links: ['resetPassword', 'microsoftError'],
    actions: ['sign-in'],
  },
  {
    ...microsoft,
    id: 'microsoft-permission-unregistered',
    who: 'administrator',
    signs: { aadsts: [65_005, 650_057, 500_011, 70_011, 28_002] },
    steps: [
      ['administrator', 'addMailPermission'],
      ['you', 'signInAfterwards'],
    ],
    copies: ['permission', 'consentLink'],
    links: ['entraApps', 'microsoftError'],
    actions: ['reconfigure'],
  },
  {
    ...microsoft,
    id: 'microsoft-secret-id',
    who: 'administrator',
    // The text is what a mail library of another language says where Microsoft's answer is not shown.
    signs: { aadsts: [7_000_215], words: /exception reading response/i },
    steps: [['administrator', 'enterSecretValue']],
    copies: ['clientId'],
    links: ['entraApps', 'newSecret', 'microsoftError'],
    actions: ['reconfigure'],
  },
  {
    ...microsoft,
    id: 'microsoft-secret-expired',
    who: 'administrator',
    signs: { aadsts: [7_000_222] },
    steps: [['administrator', 'makeNewSecret']],
    copies: ['clientId'],
    links: ['newSecret', 'microsoftError'],
    actions: ['reconfigure'],
  },
];

/** What any authorization server may say. */
export const providerRules: readonly Rule[] = [
  {
    id: 'provider-busy',
    who: 'wait',
    signs: {
      aadsts: [50_196, 90_033],
      errors: ['temporarily_unavailable', 'server_error', 'slow_down'],
      status: [429, 500, 502, 503, 504],
    },
    steps: [['app', 'waitForRetry']],
    source,
  },
  {
    id: 'wrong-account',
    who: 'you',
    signs: { codes: ['wrong-account'] },
    steps: [
      ['you', 'signInAsOwner'],
      ['you', 'chooseOtherAccount'],
      ['you', 'changeUser'],
    ],
    actions: ['sign-in', 'edit-account'],
    source: 'https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest',
  },
  {
    id: 'server-not-providers',
    who: 'you',
    signs: { codes: ['server-not-providers'] },
    steps: [
      ['you', 'enterProvidersServer'],
      ['you', 'confirmServer'],
    ],
    actions: ['edit-account'],
    source: 'https://www.rfc-editor.org/rfc/rfc6750#section-5.2',
  },
  {
    id: 'sign-in-needed',
    who: 'you',
    by: 'token',
    signs: { codes: ['sign-in-required', 'grant-revoked'] },
    steps: [
      ['you', 'signInAgain'],
      ['administrator', 'checkSignInPolicy'],
    ],
    actions: ['sign-in'],
    source: 'https://www.rfc-editor.org/rfc/rfc6749#section-5.2',
  },
];
