import type { ErrorCode } from '../../../shared/errors.ts';
import { detailWords } from '../../../shared/fix-cards/detail-words.ts';

/** Two sentences per failure: what happened, and what the person can do about it. */
const codes = {
  'sign-in-required': {
    title: 'A sign-in is needed',
    todo: 'Sign in to the account. What waits is sent afterwards.',
  },
  'sign-in-cancelled': {
    title: 'The sign-in was cancelled',
    todo: 'Nothing was changed. Sign in when you are ready.',
  },
  'sign-in-timed-out': {
    title: 'The sign-in took too long',
    todo: 'Start it again and finish it in the time that is shown.',
  },
  'browser-not-opened': {
    title: 'The browser could not be opened',
    todo: 'Copy the sign-in link into a browser on this computer.',
  },
  'redirect-unavailable': {
    title: 'The browser cannot report back to this app',
    todo: 'Another program uses the port that was registered. Close it, then sign in again.',
  },
  'authorization-denied': {
    title: 'The permission was not granted',
    todo: 'Sign in again and accept what is asked, or ask your administrator to allow this app.',
  },
  'authorization-failed': {
    title: 'The provider refused the sign-in',
    todo: 'Try again. If it fails again, show the details to your administrator.',
  },
  'refresh-token-refused': {
    title: 'The provider does not accept this refresh token',
    todo: 'It was withdrawn, is used up, or was made for another client. Bring another one, or sign in in the browser.',
  },
  'state-mismatch': {
    title: 'The answer did not belong to this sign-in',
    todo: 'For safety it was thrown away. Start the sign-in again from here.',
  },
  'issuer-mismatch': {
    title: 'The answer came from another provider than expected',
    todo: 'Ask your administrator to check the endpoints of this provider.',
  },
  'scope-missing': {
    title: 'Sending e-mail was not allowed',
    todo: 'Sign in again and leave the permission to send e-mail ticked.',
  },
  'large-messages-not-allowed': {
    title: 'The sign-in does not allow messages of this size',
    todo: 'Microsoft Graph takes messages above 3 MB only with one more permission. Sign in again and allow it, or send fewer or smaller documents.',
  },
  'wrong-account': {
    title: 'Somebody else signed in',
    todo: 'Sign in as the person the account names, or change its SMTP User.',
  },
  'grant-revoked': {
    title: 'The sign-in is no longer valid',
    todo: 'It was withdrawn or has expired, for example after a change of password. Sign in again.',
  },
  'client-rejected': {
    title: 'The provider does not accept this app',
    todo: 'Ask your administrator to correct the client ID and secret of this provider.',
  },
  'consent-required': {
    title: 'Your organisation has to allow this app',
    todo: 'Ask your administrator to consent to it, then sign in again.',
  },
  'provider-unreachable': {
    title: 'The provider cannot be reached',
    todo: 'Check the network. The sign-in is still good, and waiting e-mail is tried again by itself.',
  },
  'provider-response-invalid': {
    title: 'The provider gave an answer that makes no sense',
    todo: 'A network log-in page or a proxy may be in between. Check the network, then try again.',
  },
  'vault-unavailable': {
    title: 'The key store of this computer does not answer',
    todo: 'Unlock it or sign in to your computer again, then try again. Nothing was lost.',
  },
  'vault-unreadable': {
    title: 'The saved secret cannot be read on this computer',
    todo: 'It was saved by another user or on another computer. Sign in, or enter the password, again.',
  },
  'server-unreachable': {
    title: 'The mail server cannot be reached',
    todo: 'Check host name, port and network. Waiting e-mail is tried again by itself.',
  },
  'tls-failed': {
    title: 'No secure connection to the server',
    todo: 'Check SSL/TLS Startup Method and host name; the certificate of the server may be wrong or unknown.',
  },
  'authentication-rejected': {
    title: 'The server refused the user name or password',
    todo: 'Check SMTP User and password of the account, or sign in again.',
  },
  'smtp-auth-disabled': {
    title: 'The administrator has switched off sending by SMTP',
    todo: 'Ask to have SMTP AUTH enabled for this mailbox, or choose Send through Microsoft Graph.',
  },
  'sender-rejected': {
    title: 'The server does not accept the sender',
    todo: 'Use a From address that this account may send as.',
  },
  'recipient-rejected': {
    title: 'The server does not accept the recipients',
    todo: 'Check their addresses, then send again.',
  },
  'message-rejected': {
    title: 'The server does not accept the message',
    todo: 'Read the reply of the server and change the message.',
  },
  'message-too-large': {
    title: 'The message is too large',
    todo: 'Send fewer or smaller documents.',
  },
  deferred: {
    title: 'The server asks to wait',
    todo: 'Nothing to do: it is tried again by itself.',
  },
  throttled: {
    title: 'Too many messages at once',
    todo: 'Nothing to do: sending goes on more slowly.',
  },
  'delivery-unconfirmed': {
    title: 'It may have been sent',
    todo: 'The server did not answer at the end. Look in your Sent folder, then mark it as sent or send it again.',
  },
  'document-unreadable': {
    title: 'A document cannot be read',
    todo: 'Check that it still exists and may be read, then add it again.',
  },
  'account-not-found': {
    title: 'This account does not exist any more',
    todo: 'Choose another account.',
  },
  'account-invalid': {
    title: 'A field of the account is not right',
    todo: 'Edit the account and correct it.',
  },
  'server-not-providers': {
    title: 'The server does not belong to the provider',
    todo: 'The sign-in is not shown to it, and nothing was sent. Edit the account: enter a mail server of its provider, or agree to this one.',
  },
  'account-disabled': {
    title: 'The account is disabled',
    todo: 'Enable it, or choose another account.',
  },
  'no-account-for-records': {
    title: 'No account fits these records',
    todo: 'Add an account with one of the keys that were looked up, or set a default account.',
  },
  'key-taken': {
    title: 'Another account has this key',
    todo: 'Use another Column Value, or disable the account that has it.',
  },
  'key-incomplete': {
    title: 'The key is incomplete',
    todo: 'Fill in Business Object, Column Name and Column Value, or none of them.',
  },
  'password-required': {
    title: 'The account has no password',
    todo: 'Edit the account and enter it.',
  },
  'item-not-found': {
    title: 'This message is not in the outbox any more',
    todo: 'Refresh the list.',
  },
  'transition-refused': {
    title: 'This is not possible any more',
    todo: 'Something else has happened in the meantime. Look at how it stands now.',
  },
  'profile-unreadable': {
    title: 'A file of your profile cannot be used',
    todo: 'Restore it from a backup, or get the right to write it; the details name it. Nothing was overwritten.',
  },
  'profile-in-use': {
    title: 'Another program uses this profile',
    todo: 'End it, or wait until it has finished.',
  },
  'storage-full': {
    title: 'The disk is full',
    todo: 'Free some space, then try again.',
  },
  'storage-unusable': {
    title: 'The app’s own files cannot be used',
    todo: 'Give your user the right to read and write the folder of the profile. It goes on by itself.',
  },
  'policy-invalid': {
    title: 'The policy file of your administrator has an error',
    todo: 'Ask your administrator to correct it.',
  },
  'locked-by-policy': {
    title: 'Your administrator has fixed this value',
    todo: 'Only your administrator can change it.',
  },
  'setting-invalid': {
    title: 'A setting is not right',
    todo: 'Correct the marked value.',
  },
  'import-refused': {
    title: 'The file cannot be imported',
    todo: 'Correct it, then import it again.',
  },
  'passphrase-wrong': {
    title: 'The passphrase is wrong',
    todo: 'Enter the passphrase that the file was exported with.',
  },
  'export-declined': {
    title: 'Nothing was exported',
    todo: 'Passwords and sign-ins leave only after you agree to it. Export again, or export without secrets.',
  },
  'bundle-refused': {
    title: 'The support bundle would have held a secret',
    todo: 'Nothing was written. The details name the place: take the secret out there, or change it where it is used, then try again.',
  },
  'update-failed': {
    title: 'The update did not work',
    todo: 'Check the network and try again, or install the new version by hand. This version goes on working.',
  },
  'invalid-request': {
    title: 'The app did not understand the request',
    todo: 'Correct the marked field. If there is none, please report this.',
  },
  internal: {
    title: 'Something unexpected went wrong',
    todo: 'Try again. If it happens again, please report it together with the log.',
  },
} as const satisfies Record<ErrorCode, { title: string; todo: string }>;

/** Words of failures, banners and the connection. */
export const failures = {
  codes: {
    ...codes,
    'no-answer': {
      title: 'The app did not answer',
      todo: 'Check that it is still running, then try again. What you entered is still here.',
    },
  },
  field: 'Field',
  otherDetails: {
    step: 'Step',
    host: 'Host',
    port: 'Port',
    server: 'Server',
    status: 'HTTP status',
    networkCode: 'Network error',
    systemCode: 'System error',
    error: 'Error of the provider',
    suberror: 'More exactly',
    aadsts: 'Error number (AADSTS)',
    scope: 'Permission',
    reason: 'Reason',
    place: 'Place',
    line: 'Line',
    file: 'File',
    accountId: 'Account',
    clockOffSeconds: 'Clock is off by (seconds)',
  },
  details: detailWords,
  code: 'Code',
  message: 'Message',
  detailsCopied: 'Details copied',
  copyDetails: 'Copy Details',
  more_one: 'and {{count}} more',
  more_other: 'and {{count}} more',
  dismissAll: 'Dismiss All',
  banners: {
    keyFileTitle: 'Key file in use',
    keyFile:
      'Secrets of this profile are sealed with a key file, not by the operating system. Use it for trying out, not for real mailboxes.',
    memoryTitle: 'Sign-ins are not kept',
    memory:
      'This computer has no secret store that can be used, so sign-ins and passwords are forgotten when the app ends.',
    policyRefusedTitle: 'The policy file was refused',
    policyRefused: 'Signing in and sending are stopped until your administrator has corrected it.',
    policyLastGoodTitle: 'The policy file was refused',
    policyLastGood: 'The last good copy stays in force until your administrator has corrected it.',
    noSandboxTitle: 'The window runs without its sandbox',
    noSandbox:
      'This system does not let an AppImage have one. The deb package brings what is needed for it; use that where you can.',
    connectionLostTitle: 'Connection lost',
    connectionLost: 'The app does not answer. What you see may be out of date; trying again by itself.',
    retryNow: 'Try Now',
    refusedTitle: 'This page is not connected any more',
    refused: 'The app was started anew. Open the address that it shows now.',
  },
} as const;
