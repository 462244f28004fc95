/** How a failure is answered: what the person or the program can do next. */
export type Remedy =
  | 'sign-in'
  | 'correct-input'
  | 'enter-password'
  | 'try-again'
  | 'wait'
  | 'ask-administrator'
  | 'choose-account'
  | 'check-network'
  | 'confirm-by-hand'
  | 'restore-file'
  | 'report';

interface ErrorEntry {
  /** What to do next. */
  readonly remedy: Remedy;
  /** The way out in one English sentence, for the command line and logs; the window has its own words. */
  readonly wayOut: string;
  /** Whether the outbox tries again by itself. */
  readonly retried: boolean;
  /** Exit code of the command line (sysexits). */
  readonly exitCode: number;
}

const usage = 64;
const dataError = 65;
const unavailable = 69;
const software = 70;
const cannotCreate = 73;
const temporary = 75;
const noPermission = 77;
const configuration = 78;

const entry = (remedy: Remedy, exitCode: number, wayOut: string, retried = false): ErrorEntry => ({
  remedy,
  exitCode,
  wayOut,
  retried,
});

/**
 * Every failure that the app can name, with its remedy, whether the outbox retries it and its exit code.
 *
 * @see https://man.openbsd.org/sysexits.3
 */
export const errorCatalog = {
  'sign-in-required': entry('sign-in', noPermission, 'Sign in to the account, then send again.'),
  'sign-in-cancelled': entry('sign-in', noPermission, 'Sign in to the account when you are ready.'),
  'sign-in-timed-out': entry(
    'sign-in',
    noPermission,
    'Start the sign-in again and finish it in the time that is shown.',
  ),
  'browser-not-opened': entry('try-again', unavailable, 'Copy the sign-in link into a browser.'),
  'redirect-unavailable': entry(
    'try-again',
    unavailable,
    'Close programs that use the redirect port, then sign in again.',
  ),
  'authorization-denied': entry('sign-in', noPermission, 'Sign in again and accept the permissions.'),
  'authorization-failed': entry(
    'sign-in',
    noPermission,
    'Sign in again; if it fails again, show the details to your administrator.',
  ),
  'refresh-token-refused': entry(
    'correct-input',
    noPermission,
    'Bring a refresh token that was made for this client and is still good, or sign in in the browser.',
  ),
  'state-mismatch': entry('sign-in', noPermission, 'Start the sign-in again from this app.'),
  'issuer-mismatch': entry('ask-administrator', noPermission, 'Check the endpoints of this provider.'),
  'scope-missing': entry('sign-in', noPermission, 'Sign in again and allow sending e-mail.'),
  'large-messages-not-allowed': entry(
    'sign-in',
    noPermission,
    'Sign in again and allow large messages (Mail.ReadWrite), or send fewer or smaller documents.',
  ),
  'wrong-account': entry(
    'sign-in',
    noPermission,
    'Sign in as the person the account names, or change its SMTP User.',
  ),
  'grant-revoked': entry('sign-in', noPermission, 'Sign in to the account again.'),
  'client-rejected': entry(
    'ask-administrator',
    configuration,
    'Correct the client ID and secret of this provider.',
  ),
  'consent-required': entry(
    'ask-administrator',
    noPermission,
    'An administrator has to consent to this app.',
  ),
  'provider-unreachable': entry(
    'check-network',
    temporary,
    'Check the network; the sign-in itself is still good.',
    true,
  ),
  'provider-response-invalid': entry(
    'try-again',
    temporary,
    'Check for a network log-in page or proxy, then try again.',
    true,
  ),
  'vault-unavailable': entry(
    'try-again',
    unavailable,
    'Unlock the key store of this computer, then try again.',
    true,
  ),
  'vault-unreadable': entry(
    'sign-in',
    noPermission,
    'Sign in again, or enter the password again, on this computer.',
  ),
  'server-unreachable': entry('check-network', temporary, 'Check host name, port and network.', true),
  'tls-failed': entry(
    'ask-administrator',
    temporary,
    'Check the TLS method, the host name and the certificate.',
    true,
  ),
  'authentication-rejected': entry(
    'enter-password',
    noPermission,
    'Check the user name and password, or sign in again.',
  ),
  'smtp-auth-disabled': entry(
    'ask-administrator',
    noPermission,
    'An administrator has to enable SMTP AUTH for the mailbox.',
  ),
  'sender-rejected': entry('correct-input', dataError, 'Use a From address that this account may send as.'),
  'recipient-rejected': entry('correct-input', dataError, 'Check the addresses of the recipients.'),
  'message-rejected': entry('correct-input', dataError, "Read the server's reply and change the message."),
  'message-too-large': entry('correct-input', dataError, 'Send fewer or smaller documents.'),
  deferred: entry('wait', temporary, 'Nothing to do: the app tries again by itself.', true),
  throttled: entry('wait', temporary, 'Nothing to do: the app tries again more slowly.', true),
  'delivery-unconfirmed': entry(
    'confirm-by-hand',
    dataError,
    'Look in the Sent folder, then mark it as sent or send it again.',
  ),
  'document-unreadable': entry('correct-input', dataError, 'Check that the document exists and may be read.'),
  'account-not-found': entry('choose-account', dataError, 'List the accounts and use one of their IDs.'),
  'account-invalid': entry('correct-input', dataError, 'Correct the field.'),
  'server-not-providers': entry(
    'correct-input',
    noPermission,
    "Enter a mail server of the account's provider as its host, or confirm the host.",
  ),
  'account-disabled': entry('choose-account', noPermission, 'Enable the account or choose another one.'),
  'no-account-for-records': entry(
    'choose-account',
    configuration,
    'Add an account with one of these keys, or set a default account.',
  ),
  'key-taken': entry('correct-input', dataError, 'Use another key, or disable the account that has it.'),
  'key-incomplete': entry(
    'correct-input',
    dataError,
    'Fill in Business Object, Column Name and Column Value, or none of them.',
  ),
  'password-required': entry('enter-password', noPermission, 'Enter the password of the account.'),
  'item-not-found': entry('try-again', dataError, 'List the outbox and use one of its IDs.'),
  'transition-refused': entry('try-again', dataError, 'Look at the state of the item first.'),
  'profile-unreadable': entry(
    'restore-file',
    configuration,
    'Restore the file from a backup, move it away, or get the right to write it; nothing was overwritten.',
  ),
  'profile-in-use': entry(
    'try-again',
    unavailable,
    'End the other program that uses this profile, or wait for it.',
  ),
  'storage-full': entry('try-again', cannotCreate, 'Free some disk space.', true),
  'storage-unusable': entry(
    'restore-file',
    cannotCreate,
    'Give this user the right to read and write the folder of the profile; it goes on by itself.',
    true,
  ),
  'policy-invalid': entry(
    'ask-administrator',
    configuration,
    'An administrator has to correct the policy file.',
  ),
  'locked-by-policy': entry('ask-administrator', noPermission, 'Only the administrator can change this.'),
  'setting-invalid': entry('correct-input', dataError, 'Correct the value of the setting.'),
  'import-refused': entry('correct-input', dataError, 'Correct the file, then import it again.'),
  'passphrase-wrong': entry('correct-input', dataError, 'Enter the passphrase the file was exported with.'),
  'export-declined': entry('try-again', noPermission, 'Export again and agree, or export without secrets.'),
  'bundle-refused': entry(
    'report',
    software,
    'Nothing was written. Take the secret out of the place that is named, or change it, then try again.',
  ),
  'update-failed': entry(
    'try-again',
    unavailable,
    'Check the network and try again, or install the new version by hand; this one goes on working.',
  ),
  'invalid-request': entry('correct-input', usage, 'See --help for verbs and options.'),
  internal: entry('report', software, 'Please report this with the log.'),
} as const satisfies Record<string, ErrorEntry>;

/** The closed list of failure codes. */
export type ErrorCode = keyof typeof errorCatalog;

/**
 * What is known of a failure: reply codes, hosts, provider error names, correlation IDs; `providerText` is the provider's own
 * sentence, without secrets. Never tokens, codes, recipients or paths.
 */
export type FailureDetail = Readonly<Record<string, string | number | boolean>>;

/** A failure as data: what crosses a process boundary instead of an exception. Never holds a secret. */
export interface Failure {
  readonly code: ErrorCode;
  /** One English sentence for logs and scripts; the window has its own words per code. */
  readonly message: string;
  readonly remedy: Remedy;
  /** Name of the input field at fault, as the contract spells it. */
  readonly field?: string;
  readonly detail?: FailureDetail;
}

interface AppErrorOptions {
  readonly cause?: unknown;
  readonly field?: string;
  readonly detail?: FailureDetail;
}

/** The only error class of the app: a code of the catalog, a sentence, and what is known about it. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly detail: FailureDetail | undefined;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.field = options.field;
    this.detail = options.detail;
  }
}

/** Answers the failure that describes any thrown value; what is not an AppError becomes `internal` without its text. */
export function toFailure(error: unknown): Failure {
  if (!(error instanceof AppError)) {
    return {
      code: 'internal',
      message: 'Something unexpected went wrong.',
      remedy: errorCatalog.internal.remedy,
    };
  }
  return {
    code: error.code,
    message: error.message,
    remedy: errorCatalog[error.code].remedy,
    ...(error.field !== undefined && { field: error.field }),
    ...(error.detail !== undefined && { detail: error.detail }),
  };
}
