import type { relay as englishRelay, watchFolders as englishFolders } from '../en/unattended.ts';
import type { Translation } from '../translation.ts';

export const watchFolders: Translation<typeof englishFolders> = {
  add: 'Ordner überwachen',
  label: 'Überwachte Ordner',
  none: 'Es gibt keine.',
  help: 'Dokumente, die in einen solchen Ordner gelegt werden, werden gesendet, je eine Nachricht, solange ein Agent läuft; die installierte App ist einer. Danach werden sie in seinen Ordner „sent“ oder „failed“ verschoben. Wird sofort wirksam.',
  unreadable: 'Die Liste der überwachten Ordner ist nicht lesbar.',
  account: 'Konto {{id}} · {{user}}',
  accountGone: 'Konto {{id}} (entfernt)',
  byRecords: 'Konto nach Datensätzen',
  recipients: {
    'file-name': 'Empfänger im Dateinamen',
    sidecar: 'Empfänger in einer Datei daneben',
  },
  summary: '{{account}} · {{recipients}} · {{subject}}',
  states: {
    'no-agent': 'Niemand überwacht ihn: Es läuft kein Agent',
    starting: 'Der Agent beginnt gleich damit',
    watching: 'Wird überwacht',
    unreachable: 'Nicht erreichbar',
  },
  waiting_one: '{{count}} Datei wartet',
  waiting_other: '{{count}} Dateien warten',
  onTheWay_one: '{{count}} Dokument ist unterwegs',
  onTheWay_other: '{{count}} Dokumente sind unterwegs',
  last: {
    sent: 'Zuletzt gesendet: {{file}}, {{time}}',
    failed: 'Zuletzt fehlgeschlagen: {{file}}, {{time}}',
  },
  alreadyThere_one:
    '{{count}} Datei liegt schon in {{folder}}. Sie wird ebenfalls gesendet oder nach „failed“ verschoben.',
  alreadyThere_other:
    '{{count}} Dateien liegen schon in {{folder}}. Sie werden ebenfalls gesendet oder nach „failed“ verschoben.',
  remove: 'Entfernen',
  removeTitle: 'Diesen Ordner nicht mehr überwachen?',
  removeText:
    '{{folder}} wird nicht mehr überwacht. Seine Dateien bleiben. Was schon unterwegs ist, wird gesendet.',
  removeKeep: 'Weiter überwachen',
  dialog: {
    title: 'Ordner überwachen',
    folder: 'Ordner',
    folderHint: 'Der ganze Pfad, wie in /srv/outgoing. Die Ordner „sent“ und „failed“ werden darin angelegt.',
    pickHint: 'Die Ordner „sent“ und „failed“ werden darin angelegt.',
    pick: 'Ordner wählen',
    recipients: 'Empfänger',
    nameHint:
      'Zwei Unterstriche vor den Adressen, Kommas dazwischen: INV-1234__kay@fabrikam.test.pdf. Die Anlage heißt dann INV-1234.pdf.',
    sidecarHint:
      'Eine Datei mit dem Namen des Dokuments, die auf .json oder .csv endet. Sie kann auch Betreff, Text und Datensätze nennen. Ein Dokument wartet, bis sie da ist.',
    account: 'Konto',
    byRecords: 'Das, zu dem die Datensätze unten führen',
    records: 'Datensätze',
    subject: 'Betreff',
    subjectHint:
      '{name} ist der Name des Dokuments ohne Empfänger und Endung, {file} sein ganzer Name. Beide können auch im Text stehen.',
    body: 'Text',
    required: 'Füllen Sie dieses Feld aus.',
    taken: 'Dieser Ordner wird bereits überwacht.',
    incomplete: 'Füllen Sie alle drei Teile jedes Datensatzes aus.',
  },
};

export const relay: Translation<typeof englishRelay> = {
  status: 'Status',
  statusHelp:
    'Das Relay nimmt Mail von Programmen auf diesem Computer an und sendet sie über die Konten hier, solange die App oder ein Agent läuft.',
  off: 'Aus',
  listening: 'Lauscht auf {{addresses}}',
  notListening: 'Lauscht nicht',
  starting: 'Lauscht in diesem Programm noch nicht',
  changes: 'Ändert sich, wenn die Einstellungen gespeichert werden.',
  unreadable: 'Der Status ist nicht lesbar.',
  label: 'Programme',
  none: 'Es gibt keine.',
  help: 'Programme, die Mail übergeben dürfen, jedes mit eigenem Benutzernamen und Kennwort und den Konten, die es verwenden darf. Wird sofort wirksam.',
  accounts: 'Konten: {{ids}}',
  added: 'hinzugefügt {{time}}',
  add: 'Programm hinzufügen',
  remove: 'Entfernen',
  removeTitle: '{{name}} entfernen?',
  removeText: 'Sein Kennwort gilt sofort nicht mehr. Wird es neu hinzugefügt, bekommt es ein anderes.',
  removeKeep: 'Programm behalten',
  dialog: {
    title: 'Programm hinzufügen',
    name: 'Benutzername',
    nameHint: 'Damit meldet sich das Programm an. Kleinbuchstaben, Ziffern und . _ -',
    nameInvalid:
      'Beginnen Sie mit einem Buchstaben oder einer Ziffer; erlaubt sind a-z, 0-9, Punkt, Bindestrich und Unterstrich, höchstens 32.',
    taken: 'Ein Programm dieses Namens gibt es schon.',
    required: 'Füllen Sie dieses Feld aus.',
    accounts: 'Konten, die es verwenden darf',
    accountsHint:
      'Es muss unter einer ihrer Adressen senden. NAME+ID als Benutzername wählt das Konto mit dieser ID.',
    accountsRequired: 'Wählen Sie mindestens eines.',
    accountChoice: '{{id}} · {{user}}',
    filter: 'Konten filtern',
    more_one: '{{count}} weiteres Konto passt. Geben Sie mehr von seiner Adresse ein.',
    more_other: '{{count}} weitere Konten passen. Geben Sie mehr von der Adresse ein.',
    noAccounts: 'Es gibt noch kein Konto. Fügen Sie zuerst im Bereich „SMTP Setup“ eines hinzu.',
    doneTitle: 'Was {{name}} wissen muss',
    doneText:
      'Das Kennwort wird nicht wieder angezeigt. Wer es verliert, entfernt das Programm und fügt es neu hinzu.',
    server: 'Server',
    port: 'Port',
    password: 'Kennwort',
    off: 'Das Relay ist aus. Schalten Sie es in den Einstellungen ein, und speichern Sie.',
    done: 'Fertig',
  },
};
