/** What the shell says in English. */
export const english = {
  crashed:
    'SMTP Setup has to close. Messages that were on their way are safe and go out after the next start.',
  fileMenu: 'File',
  editMenu: 'Edit',
  viewMenu: 'View',
  windowMenu: 'Window',
  helpMenu: 'Help',
  checkForUpdates: 'Check for Updates…',
  about: 'About SMTP Setup',
  services: 'Services',
  hide: 'Hide SMTP Setup',
  hideOthers: 'Hide Others',
  showAll: 'Show All',
  quit: 'Quit SMTP Setup',
  exit: 'Exit',
  close: 'Close Window',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  delete: 'Delete',
  selectAll: 'Select All',
  actualSize: 'Actual Size',
  zoomIn: 'Zoom In',
  zoomOut: 'Zoom Out',
  fullScreen: 'Toggle Full Screen',
  minimize: 'Minimize',
  zoom: 'Zoom',
  front: 'Bring All to Front',
  newMessage: 'New Message',
  open: 'Open SMTP Setup',
  inTray: 'SMTP Setup goes on sending. You find it in the notification area of the taskbar.',
  allReady: 'Everything is ready.',
  sending: (count: number) =>
    count === 1 ? 'One message is being sent.' : `${count} messages are being sent.`,
  accountsNeed: (count: number) => (count === 1 ? 'One account needs you.' : `${count} accounts need you.`),
  messagesNeed: (count: number) =>
    count === 1
      ? 'One message may have been sent: decide about it.'
      : `${count} messages may have been sent: decide about them.`,
  problem: 'Something keeps SMTP Setup from working.',
  quitQuestion: 'Quit while messages are being sent?',
  quitText: (count: number) =>
    count === 1
      ? 'One message has not left yet. It is safe, and goes out after the next start.'
      : `${count} messages have not left yet. They are safe, and go out after the next start.`,
  keepSending: 'Keep Sending',
  quitNow: 'Quit',
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
};
