import type { ShellWords } from '../words.ts';

/** What the shell says in German. */
export const german: ShellWords = {
  crashed:
    'SMTP Setup muss geschlossen werden. Nachrichten, die unterwegs waren, sind sicher und werden nach dem nächsten Start gesendet.',
  fileMenu: 'Datei',
  editMenu: 'Bearbeiten',
  viewMenu: 'Ansicht',
  windowMenu: 'Fenster',
  helpMenu: 'Hilfe',
  checkForUpdates: 'Nach Updates suchen…',
  about: 'Über SMTP Setup',
  services: 'Dienste',
  hide: 'SMTP Setup ausblenden',
  hideOthers: 'Andere ausblenden',
  showAll: 'Alle einblenden',
  quit: 'SMTP Setup beenden',
  exit: 'Beenden',
  close: 'Fenster schließen',
  undo: 'Rückgängig',
  redo: 'Wiederholen',
  cut: 'Ausschneiden',
  copy: 'Kopieren',
  paste: 'Einfügen',
  delete: 'Löschen',
  selectAll: 'Alles auswählen',
  actualSize: 'Originalgröße',
  zoomIn: 'Vergrößern',
  zoomOut: 'Verkleinern',
  fullScreen: 'Vollbild ein/aus',
  minimize: 'Minimieren',
  zoom: 'Zoomen',
  front: 'Alle nach vorne bringen',
  newMessage: 'Neue Nachricht',
  open: 'SMTP Setup öffnen',
  inTray: 'SMTP Setup sendet weiter. Sie finden es im Infobereich der Taskleiste.',
  allReady: 'Alles ist bereit.',
  sending: (count) =>
    count === 1 ? 'Eine Nachricht wird gesendet.' : `${count} Nachrichten werden gesendet.`,
  accountsNeed: (count) => (count === 1 ? 'Ein Konto wartet auf Sie.' : `${count} Konten warten auf Sie.`),
  messagesNeed: (count) =>
    count === 1
      ? 'Eine Nachricht wurde vielleicht gesendet: Bitte entscheiden Sie.'
      : `${count} Nachrichten wurden vielleicht gesendet: Bitte entscheiden Sie.`,
  problem: 'SMTP Setup kann nicht richtig arbeiten.',
  quitQuestion: 'Beenden, während Nachrichten gesendet werden?',
  quitText: (count) =>
    count === 1
      ? 'Eine Nachricht ist noch nicht gesendet. Sie ist sicher und wird nach dem nächsten Start gesendet.'
      : `${count} Nachrichten sind noch nicht gesendet. Sie sind sicher und werden nach dem nächsten Start gesendet.`,
  keepSending: 'Weiter senden',
  quitNow: 'Beenden',
  leaveQuestion: 'Ohne Speichern schließen?',
  leaveText: 'Was Sie eingegeben und nicht gespeichert oder gesendet haben, geht verloren.',
  exportQuestion: 'Kennwörter und Anmeldungen exportieren?',
  exportText:
    'Wer die Datei und ihre Passphrase hat, kann in Ihrem Namen senden. Wenn Sie nicht eben „Exportieren“ gewählt haben, brechen Sie ab und informieren Sie Ihren Administrator.',
  hostQuestion: (host) => `Anmeldung an ${host} weitergeben?`,
  hostText:
    'Bei jedem Senden würde ein Zugriffstoken dorthin übertragen; wer den Server betreibt, könnte in Ihrem Namen senden. Wenn Sie nicht eben zugestimmt haben, brechen Sie ab und informieren Sie Ihren Administrator.',
  showSignIn: 'Weitergeben',
  keepSecrets: 'Abbrechen',
  exportSecrets: 'Mit Geheimnissen exportieren',
  stay: 'Weiter bearbeiten',
  leave: 'Schließen',
  'sign-in-needed': (count) =>
    count === 1
      ? 'Eine Nachricht wartet auf Ihre Anmeldung.'
      : `${count} Nachrichten warten auf Ihre Anmeldung.`,
  'sign-ins-ended': (count) =>
    count === 1
      ? 'Eine Anmeldung ist beendet: Melden Sie sich neu an, bevor etwas gesendet werden muss.'
      : `${count} Anmeldungen sind beendet: Melden Sie sich neu an, bevor etwas gesendet werden muss.`,
  'batch-finished': (count) =>
    count === 1 ? 'Eine Nachricht wurde gesendet.' : `${count} Nachrichten wurden gesendet.`,
  'batch-needs-person': (count) =>
    count === 1
      ? 'Eine Nachricht einer Serie wartet auf Sie: Sehen Sie im Postausgang nach.'
      : `${count} Nachrichten einer Serie warten auf Sie: Sehen Sie im Postausgang nach.`,
};
