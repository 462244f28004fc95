import type { Rule } from './rule.ts';

const exchange =
  'https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission';
const exchangeLimits =
  'https://learn.microsoft.com/exchange/troubleshoot/send-emails/smtp-submission-improvements';
const gmail = 'https://support.google.com/a/answer/3726730';
const statusCodes = 'https://www.rfc-editor.org/rfc/rfc3463';

/** Replies of mail servers; the first one that fits counts. */
export const serverRules: readonly Rule[] = [
  {
    id: 'exchange-smtp-auth-disabled',
    who: 'administrator',
    signs: { reply: /^535 5\.7\.139 .*SmtpClientAuthentication is disabled/i, codes: ['smtp-auth-disabled'] },
    steps: [
      ['administrator', 'enableSmtpAuth'],
      ['administrator', 'enableSmtpAuthForAll'],
      ['administrator', 'securityDefaults'],
      ['you', 'switchToGraph'],
    ],
    copies: ['enableForMailbox', 'enableForAll'],
    links: ['smtpAuthHelp'],
    actions: ['send-through-graph', 'edit-account'],
    source: exchange,
  },
  {
    id: 'exchange-password-refused',
    who: 'you',
    signs: { reply: /^(535 5\.7\.139|550 5\.7\.30) / },
    steps: [['you', 'switchToMicrosoft']],
    actions: ['edit-account'],
    source: exchange,
  },
  {
    id: 'exchange-token-refused',
    who: 'you',
    by: 'token',
    signs: { reply: /^535 5\.7\.3 / },
    steps: [
      ['you', 'signInAsOwner'],
      ['administrator', 'giveMailboxRights'],
    ],
    copies: ['sendAs', 'fullAccess', 'enableForMailbox'],
    actions: ['sign-in', 'edit-account'],
    source: exchange,
  },
  {
    id: 'gmail-password-refused',
    who: 'you',
    by: 'password',
    signs: { reply: /^53[45] 5\.7\.(8|9|14) .*(gsmtp|support\.google\.com)|^534 5\.7\.(9|14) / },
    steps: [
      ['you', 'switchToGoogle'],
      ['you', 'useAppPassword'],
    ],
    links: ['googleAppPasswords'],
    actions: ['sign-in', 'edit-account'],
    source: gmail,
  },
  {
    id: 'password-refused',
    who: 'you',
    by: 'password',
    signs: {
      reply: /^535 /,
      codes: ['authentication-rejected'],
    },
    steps: [
      ['you', 'enterPasswordAgain'],
      ['you', 'checkUser'],
      ['you', 'makeAppPassword'],
      ['administrator', 'allowPasswords'],
    ],
    links: ['appPasswords'],
    actions: ['edit-account'],
    source: 'https://www.rfc-editor.org/rfc/rfc4954#section-6',
  },
  {
    id: 'token-refused',
    who: 'you',
    by: 'token',
    signs: { reply: /^(535|401) /, codes: ['authentication-rejected'] },
    steps: [
      ['you', 'signInAsOwner'],
      ['administrator', 'giveMailboxRights'],
      ['administrator', 'takeTokens'],
    ],
    actions: ['sign-in', 'edit-account'],
    source: 'https://www.rfc-editor.org/rfc/rfc7628#section-3.2.2',
  },
  {
    id: 'sign-in-first',
    who: 'administrator',
    signs: { reply: /^(530|538) |^\d{3} 5\.7\.57 / },
    steps: [
      ['you', 'turnOnTls'],
      ['administrator', 'enterUser'],
    ],
    actions: ['edit-account'],
    source: statusCodes,
  },
  {
    id: 'send-as-denied',
    who: 'you',
    signs: {
      reply:
        /^\d{3} 5\.7\.60 |^\d{3} 5\.2\.252 |Send\s?As\s?Denied|not (allowed|permitted) to send as|Sender address rejected|not owned by user/i,
      codes: ['sender-rejected'],
    },
    steps: [
      ['you', 'changeFrom'],
      ['administrator', 'grantSendAs'],
    ],
    copies: ['sendAs'],
    actions: ['edit-account'],
    source:
      'https://learn.microsoft.com/exchange/mail-flow-best-practices/non-delivery-reports-in-exchange-online',
  },
  {
    id: 'too-large',
    who: 'you',
    signs: { reply: /^552 5\.(3\.4|2\.3) |^413 /, codes: ['message-too-large'] },
    steps: [['you', 'smallerDocuments']],
    source: gmail,
  },
  {
    id: 'too-many-connections',
    who: 'wait',
    signs: { reply: /^432 |thread limit exceeded|concurrent connections? limit/i },
    steps: [['app', 'waitForRetry']],
    source: exchangeLimits,
  },
  {
    id: 'quota-used-up',
    who: 'wait',
    signs: {
      reply:
        /^5\d\d 5\.4\.5 |RecipientLimitExceeded|recipient (rate )?limit|SubmissionQuotaExceeded|daily user sending|dailyLimitExceeded/i,
    },
    steps: [['app', 'waitUntilTomorrow']],
    source: exchangeLimits,
  },
  {
    id: 'mailbox-full',
    who: 'you',
    signs: { reply: /^55\d 5\.2\.2 |mailbox full|QuotaExceededException/i },
    steps: [['you', 'emptySentItems']],
    source: exchangeLimits,
  },
  {
    id: 'sender-blocked',
    who: 'administrator',
    signs: { reply: /^\d{3} 5\.1\.8 |^\d{3} 5\.7\.50[123] |bad outbound sender/i },
    steps: [['administrator', 'unblockSender']],
    copies: ['unblock'],
    links: ['restrictedEntities'],
    source: 'https://learn.microsoft.com/defender-office-365/outbound-spam-restore-restricted-users',
  },
  {
    id: 'recipient-unknown',
    who: 'you',
    signs: { reply: /^\d{3} 5\.1\.(1|10) / },
    steps: [['you', 'checkRecipients']],
    source: statusCodes,
  },
  {
    id: 'server-busy',
    who: 'wait',
    signs: {
      reply: /^4[2345]\d |^(403|429) .*(rateLimitExceeded|quotaExceeded|Rate Limit|Retry after)|^429 /i,
      codes: ['throttled', 'deferred'],
    },
    steps: [['app', 'waitForRetry']],
    source: statusCodes,
  },
];
