/** A limit that time lifts, although the server says it with a code that means "never". */
export interface QuotaReply {
  readonly name: string;
  /** Matched against the enhanced status code; absent: any, or none. */
  readonly enhanced?: RegExp;
  /** Matched against the text; absent: any. */
  readonly text?: RegExp;
  /** Whose limit it is: the sending mailbox's, so that every message waits, or that of one recipient. */
  readonly whose: 'mailbox' | 'recipient';
  /** Where the reply is described. */
  readonly source: string;
}

const exchangeReports =
  'https://learn.microsoft.com/troubleshoot/exchange/email-delivery/ndr/non-delivery-reports-in-exchange-online';
const exchangeSubmission =
  'https://learn.microsoft.com/troubleshoot/exchange/send-emails/smtp-submission-improvements';

/**
 * The 5yz replies to MAIL, RCPT, DATA or the message that wait instead of failing: nothing was sent, and the same message
 * goes through once the limit has moved on. Anything else that is 5yz is for good.
 *
 * Blocks that only a person lifts (5.1.8, 5.7.705, 5.7.750) are no quotas, nor is a full mailbox (5.2.2 without the words).
 */
export const quotaReplies: readonly QuotaReply[] = [
  {
    name: 'Gmail, messages of a day',
    enhanced: /^5\.4\.5$/,
    whose: 'mailbox',
    source: 'https://support.google.com/a/answer/3726730',
  },
  {
    name: 'Google Workspace relay, messages of a day',
    enhanced: /^5\.7\.1$/,
    text: /daily smtp relay (sending )?limit exceeded/i,
    whose: 'mailbox',
    source: 'https://support.google.com/a/answer/6140680',
  },
  {
    name: 'Exchange Online, recipients of a day',
    enhanced: /^5\.1\.90$/,
    whose: 'mailbox',
    source: exchangeReports,
  },
  {
    name: 'Exchange Online, submission quota, as the store says it',
    enhanced: /^5\.2\.0$/,
    text: /SubmissionQuotaExceeded/,
    whose: 'mailbox',
    source: exchangeSubmission,
  },
  {
    name: 'Exchange Online, submission quota, as the transport says it',
    enhanced: /^5\.2\.2$/,
    text: /submission quota/i,
    whose: 'mailbox',
    source: exchangeReports,
  },
  {
    name: 'Exchange Online, external recipients of a day, of the whole organisation',
    enhanced: /^5\.7\.23[23]$/,
    whose: 'mailbox',
    source: exchangeReports,
  },
  {
    name: 'Exchange Online, what one recipient takes in an hour',
    enhanced: /^5\.2\.12[12]$/,
    whose: 'recipient',
    source: exchangeReports,
  },
  {
    name: 'cPanel and Exim, messages of an hour',
    text: /exceeded the max (emails|defers and failures) per hour/i,
    whose: 'mailbox',
    source: 'https://docs.cpanel.net/whm/server-configuration/tweak-settings/',
  },
  {
    name: 'others, by their words: a daily, hourly or sending limit or quota',
    text: /\b(daily|hourly|sending|submission|outgoing|outbound)\b[\w .-]{0,30}\b(limit|quota)\b|\b(limit|quota)\b[\w .-]{0,30}\b(per|this|in 24) (day|hours?)\b/i,
    whose: 'mailbox',
    source: 'RFC 5321 §4.2.1 leaves the words to the server',
  },
];
