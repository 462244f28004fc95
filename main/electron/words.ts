import type { Notify } from '../ports.ts';

/** The product's name; it is also what the operating system files our secrets under, so it never changes. */
export const productName = 'SMTP Setup';

/** The Windows identity of the app; the installer stamps its shortcuts with the same one. */
export const appId = 'org.smtp-setup.app';

/** The few words that the shell itself says; everything else stands in the page. */
export const words = {
  crashed:
    'SMTP Setup has to close. Messages that were on their way are safe and go out after the next start.',
  dangerousSwitch: 'SMTP Setup does not start with a switch that takes away its protection.',
  noCommandLine: 'This executable only opens the window so far; the command line is a program of its own.',
  viewMenu: 'View',
  checkForUpdates: 'Check for Updates…',
  leaveQuestion: 'Close without saving?',
  leaveText: 'What you entered and did not save or send is lost.',
  exportQuestion: 'Export passwords and sign-ins?',
  exportText:
    'Whoever has the file and its passphrase can send as you. If you did not just press Export, cancel and tell your administrator.',
  hostQuestion: (host: string) => `Show the sign-in to ${host}?`,
  hostText:
    'An access token would go there whenever the account sends, and whoever runs that server could send as you. If you did not just agree to it, cancel and tell your administrator.',
  showSignIn: 'Show It',
  keepSecrets: 'Cancel',
  exportSecrets: 'Export with Secrets',
  stay: 'Keep Editing',
  leave: 'Close',
  'sign-in-needed': (count: number) =>
    count === 1 ? 'One message waits for you to sign in.' : `${count} messages wait for you to sign in.`,
  'sign-ins-ended': (count: number) =>
    count === 1
      ? 'A sign-in has ended: sign in again before something has to be sent.'
      : `${count} sign-ins have ended: sign in again before something has to be sent.`,
  'batch-finished': (count: number) =>
    count === 1 ? 'One message was sent.' : `${count} messages were sent.`,
  'batch-needs-person': (count: number) =>
    count === 1
      ? 'One message of a batch needs you: look at the Outbox.'
      : `${count} messages of a batch need you: look at the Outbox.`,
} as const satisfies Record<Parameters<Notify>[0]['kind'], (count: number) => string> &
  Record<string, unknown>;
