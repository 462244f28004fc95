import type { shell as english } from '../en/shell.ts';
import type { Translation } from '../translation.ts';

export const shell: Translation<typeof english> = {
  appName: 'SMTP Setup',
  loading: 'Wird gestartet…',
  crashTitle: 'Im Fenster ist ein Fehler aufgetreten',
  crashText:
    'Was gespeichert oder übergeben wurde, ist nicht verloren: Das Senden geht ohne das Fenster weiter. Laden Sie es neu.',
  reload: 'Neu laden',
  modules: {
    accounts: 'SMTP Setup',
    compose: 'Verfassen',
    outbox: 'Postausgang',
    settings: 'Einstellungen',
  },
  tabs: {
    label: 'Geöffnete Module',
    open: 'Modul öffnen',
    closeHint: 'Schließen (Strg+W)',
    closeHintMac: 'Schließen (⌘W)',
    draft: 'nicht gesendete Nachricht',
    unsaved: 'nicht gespeicherte Änderungen',
    attention_one: '{{count}} mit Handlungsbedarf',
    attention_other: '{{count}} mit Handlungsbedarf',
    waiting_one: '{{count}} unterwegs',
    waiting_other: '{{count}} unterwegs',
    noneTitle: 'Kein Modul ist geöffnet',
    noneText: 'Wählen Sie, was Sie tun möchten.',
  },
  close: 'Schließen',
  refresh: 'Aktualisieren',
  cancel: 'Abbrechen',
  dismiss: 'Schließen',
  details: 'Details',
  hideDetails: 'Details ausblenden',
  copied: 'Kopiert',
  undo: 'Rückgängig',
  openList: 'Liste öffnen',
  clear: 'Löschen',
  notices: 'Hinweise',
  toasts: 'Was geschehen ist',
  keys: {
    control: 'Strg',
    alt: 'Alt',
    shift: 'Umschalt',
    delete: 'Entf',
    enter: 'Eingabe',
  },
  commandWithKey: '{{command}} ({{key}})',
  commandOff: '{{command}}: {{reason}}',
  tryAgain: 'Erneut versuchen',
  partLostTitle: 'Dieser Teil des Fensters ist noch nicht da',
  partLostText: 'Die App antwortet nicht. Versuchen Sie es erneut, wenn die Verbindung wieder da ist.',
  partGoneTitle: 'Dieser Teil des Fensters kann nicht geladen werden',
  partGoneText:
    'Die App wurde vermutlich aktualisiert. Laden Sie das Fenster neu; was nicht gespeichert oder gesendet ist, geht verloren.',
  version: 'Version {{version}}',
  update: {
    check: 'Nach Updates suchen',
    checking: 'Eine neuere Version wird gesucht…',
    newestTitle: 'Das ist die neueste Version',
    newest: 'Version {{version}} ist installiert.',
    availableTitle: 'Version {{version}} ist verfügbar',
    available: 'Sie wird erst heruntergeladen, wenn Sie es wünschen; Sie können dabei weiterarbeiten.',
    download: 'Herunterladen',
    downloadingTitle: 'Version {{version}} wird heruntergeladen',
    downloading: '{{percent}} % sind heruntergeladen.',
    readyTitle: 'Version {{version}} ist bereit',
    ready:
      'Die App wird beendet, aktualisiert und neu gestartet. Was noch nicht gesendet ist, wird danach gesendet.',
    readySending:
      'Eine Nachricht wird gerade gesendet. Installieren Sie die Version, sobald das abgeschlossen ist.',
    install: 'Installieren und neu starten',
    offTitle: 'Diese Installation aktualisiert sich nicht selbst',
    off: {
      'not-here':
        'Ein anderes Programm hat dieses Profil geöffnet. Suchen Sie in der installierten App nach Updates.',
      policy: 'Ihr Administrator installiert neuere Versionen.',
      development: 'Sie wurde aus dem Quelltext gestartet.',
      system:
        'Installieren Sie neuere Versionen so, wie Sie diese installiert haben, mit der Paketverwaltung oder als neues AppImage.',
      administrator:
        'Sie wurde für alle auf diesem Computer installiert, neuere Versionen installiert deshalb Ihr Administrator.',
      'no-source':
        'Es ist nicht hinterlegt, wo neuere Versionen zu finden sind. Installieren Sie sie von Hand.',
      unsigned:
        'Sie ist nicht signiert, deshalb ließe sich eine gefälschte Version nicht von einer echten unterscheiden.',
    },
  },
  none: 'Keiner',
};
