import type { settings as english } from '../en/settings.ts';
import type { Translation } from '../translation.ts';

export const settings: Translation<typeof english> = {
  toolbar: {
    label: 'Befehle der Einstellungen',
    save: 'Speichern',
    filter: 'Filter',
    filterPlaceholder: 'Einstellungen filtern',
    export: 'Exportieren',
    import: 'Importieren',
    expand: 'Aufklappen',
    collapse: 'Zuklappen',
    groupsLabel: 'Gruppen',
  },
  groups: {
    sending: 'Senden',
    confirmation: 'E-Mail-Bestätigung im Verkauf',
    google: 'OAuth-Client: Google',
    microsoft: 'OAuth-Client: Microsoft',
    customProviders: 'Eigene Anbieter',
    businessObjects: 'Geschäftsobjekte',
    agent: 'Agent und überwachte Ordner',
    relay: 'Programme, die über diesen Computer senden',
    history: 'Verlauf und Dokumente',
    appearance: 'Darstellung',
    about: 'Info',
  },
  labels: {
    canSignInWhenSending: 'Anmelden beim Senden von E-Mail möglich',
    systemUser: 'Systembenutzer',
    defaultAccountId: 'Standardkonto',
    smtpTimeoutMs: 'SMTP-Zeitlimit',
    retentionDays: 'Verlauf aufbewahren',
    keepDocumentsDays: 'Dokumente zum erneuten Senden aufbewahren',
    language: 'Sprache',
    theme: 'Design',
    signInBrowser: 'Browser zum Anmelden',
    emailToFaxFormat: 'Formatzeichenfolge für E-Mail an Fax',
    startAgentAtLogin: 'Agent starten, wenn ich mich am Computer anmelde',
    relayEnabled: 'Mail von Programmen annehmen (Relay)',
    relayPort: 'Port',
  },
  help: {
    canSignInWhenSending:
      'Wahr: Wenn ein Konto beim Senden eine neue Anmeldung braucht, werden Sie einmal gefragt, und die Nachricht wartet. Falsch: Sie werden nicht gefragt; die Nachricht wird mit dem Grund „Eine Anmeldung ist erforderlich“ angehalten, und Sie melden sich im Bereich „SMTP Setup“ an. Unbeaufsichtigte Programme werden nie gefragt, unabhängig vom Wert.',
    systemUser:
      'Der Benutzername, der in Konten mit dem Schlüssel SystemUser, User_Name gesucht wird. Leer: Ihr Benutzername auf diesem Computer ({{userName}}).',
    defaultAccountId:
      'Das Konto, das sendet, wenn kein Schlüssel passt. Deaktivierte Konten werden übergangen.',
    smtpTimeoutMs:
      'Wie lange ein Schritt mit einem Mailserver dauern darf, in Millisekunden, von 1000 bis 3600000. Ein Konto kann einen eigenen Wert haben.',
    retentionDays:
      'Wie viele Tage erledigte Nachrichten im Postausgang bleiben. Bei 0 werden sie sofort entfernt.',
    keepDocumentsDays:
      'Wie viele Tage die Dokumente erledigter Nachrichten aufbewahrt werden, damit sie erneut gesendet werden können. Bei 0 werden sie sofort gelöscht.',
    language: 'Die Sprache des Fensters.',
    theme: 'Hell, dunkel oder wie im System.',
    signInBrowser:
      'Der Browser, in dem Anmeldeseiten geöffnet werden. Ist der gewählte nicht installiert, öffnet sich der des Systems.',
    emailToFaxFormat:
      'Wie aus einer Faxnummer eine Adresse wird: {0} steht für die Nummer, wie in {0}@fax.example.com. Geben Sie als Empfänger fax:5550100 ein, um an ein Fax zu senden.',
    startAgentAtLogin:
      'Wahr: Die App startet ohne Fenster, sendet, was im Postausgang wartet, und kümmert sich um die überwachten Ordner. Sie stellt nie Fragen; was Ihre Entscheidung erfordert, wird angehalten. Wenn Sie die App öffnen, erscheint ihr Fenster.',
    relayEnabled:
      'Wahr: Programme auf diesem Computer übergeben Mail per SMTP, mit dem Benutzernamen und dem Kennwort, die unten für sie festgelegt sind. Aus dem Netzwerk ist das Relay nicht erreichbar.',
    relayPort:
      'Wo das Relay auf 127.0.0.1 und ::1 lauscht, von 0 bis 65535. 0: ein beliebiger freier Port, den die Zeile „Status“ nennt.',
  },
  loginStart: {
    unavailable: 'Hier nicht verfügbar: Nur die installierte App kann so gestartet werden',
    'needs-approval':
      'macOS wartet auf Ihre Zustimmung: Erlauben Sie SMTP Setup in den Systemeinstellungen unter „Allgemein“',
    failed: 'Das System hat es nicht angenommen. Speichern Sie noch einmal, oder starten Sie die App neu',
  },
  defaultIs: 'Standard: {{value}}.',
  noDefault: 'Dieser Eintrag hat keinen Standardwert.',
  isTrue: 'Wahr',
  isFalse: 'Falsch',
  units: {
    smtpTimeoutMs: 'ms',
    retentionDays: 'Tage',
    keepDocumentsDays: 'Tage',
  },
  themes: {
    system: 'Wie im System',
    light: 'Hell',
    dark: 'Dunkel',
  },
  browsers: {
    system: 'Wie im System',
    chrome: 'Google Chrome',
    edge: 'Microsoft Edge',
    firefox: 'Mozilla Firefox',
    safari: 'Apple Safari',
  },
  languages: {
    system: 'Wie im System',
    pseudo: 'Testsprache, von rechts nach links',
  },
  noneChosen: 'Keines',
  details: {
    host: '1) Hostname oder IP-Adresse des E-Mail-Servers',
    user: '2) SMTP-Benutzer',
    password: '3a) SMTP-Kennwort oder',
    provider: '3b) OAuth-Dienstanbieter für SMTP',
    port: '4) SMTP-Port',
    tls: '5) SMTP über SSL oder TLS aktivieren',
    tlsMethod: '6) Startmethode von SMTP über SSL oder TLS',
  },
  detailHelp: {
    host: 'Der Server, dem E-Mail übergeben wird. Microsoft: smtp.office365.com. Google: gmail.googleapis.com.',
    user: 'Das Postfach, unter dessen Adresse dieses Konto sendet. Geben Sie es ein, oder drücken Sie …, um sich bei Google oder Microsoft anzumelden und die dort gewählte Adresse zu verwenden.',
    password:
      'Das Kennwort des SMTP-Benutzers, wo der Server eines annimmt. Es liegt im Schlüsselspeicher dieses Computers und wird nie wieder angezeigt.',
    provider: 'Wer den SMTP-Benutzer statt mit einem Kennwort anmeldet. Keiner: Es gilt das Kennwort.',
    port: 'Üblich ist 587; 465, wo der Server implizites TLS spricht. Die Gmail-API verwendet 443.',
    tls: 'Wahr: Die Verbindung ist verschlüsselt. Falsch: Die Verbindung ist unverschlüsselt, und es wird kein Kennwort gesendet, außer innerhalb dieses Computers.',
    tlsMethod:
      'Automatisch: implizites TLS auf Port 465, STARTTLS auf jedem anderen Port, aber nie ohne TLS.',
  },
  noDefaultAccount:
    'Es gibt kein Standardkonto. Wählen Sie eines, oder füllen Sie die Zeilen unten aus: „Speichern“ legt es an. Die Schaltfläche … meldet bei Google oder Microsoft an.',
  linesEdited: 'Sie haben die Zeilen unten geändert. Speichern oder verwerfen Sie das zuerst.',
  linesDiscard: 'Verwerfen',
  linesOff: 'Dieses Konto ist deaktiviert, es sendet also nicht.',
  editAccount: 'Konto {{id}} bearbeiten',
  signInAccount: 'Bei Konto {{id}} anmelden',
  signInNew: 'Anmelden und das Standardkonto anlegen',
  signedInAs: 'Angemeldet als {{name}}',
  signedInPending: 'Angemeldet als {{name}}. Gilt, sobald Sie speichern.',
  secret: {
    set: 'gesetzt',
    cleared: 'Wird beim Speichern gelöscht',
    replace: 'Ersetzen',
    clear: 'Löschen',
    keep: 'Behalten',
    enter: 'Nicht gesetzt',
  },
  about: {
    versionHelp: 'Geben Sie sie bitte an, wenn Sie Hilfe anfordern.',
    support: 'Hilfe anfordern',
    supportHelp:
      'Eine Datei mit allem, was jemand braucht, um Ihnen zu helfen, ohne Kennwörter und Anmeldungen. Sie sehen sie, bevor sie gespeichert wird.',
    supportOpen: 'Supportpaket',
    secretStorage: 'Kennwörter und Anmeldungen',
    secretStorageHelp:
      'Wo Kennwörter, Clientgeheimnisse und Anmeldungen liegen. Sie verlassen diesen Computer nie, außer Sie exportieren sie mit einer Passphrase.',
    storages: {
      'operating-system': 'Im Schlüsselspeicher des Betriebssystems',
      'key-file': 'In einer Datei, die nur Sie lesen können; der Schlüsselspeicher wird nicht verwendet',
      memory: 'Nur bis zum Beenden der App; es wurde kein Schlüsselspeicher gefunden',
    },
  },
  helpEmpty: 'Wählen Sie eine Einstellung, um zu sehen, was sie bewirkt.',
  accountChoice: 'Konto {{id}} · {{user}}',
  lockedBy: 'Festgelegt von {{name}}',
  lockedBySomebody: 'Von Ihrem Administrator festgelegt',
  unsaved: 'Noch nicht gespeichert',
  unsavedCount_one: '{{count}} Änderung ist nicht gespeichert',
  unsavedCount_other: '{{count}} Änderungen sind nicht gespeichert',
  saved: 'Einstellungen gespeichert.',
  notANumber: 'Geben Sie eine ganze Zahl von {{min}} bis {{max}} ein.',
  faxExample: '{0}@fax.example.com',
  notAFaxFormat: 'Das ergibt keine E-Mail-Adresse. Setzen Sie {0} dorthin, wo die Nummer stehen soll.',
  helpLabel: 'Hilfe zur gewählten Einstellung',
  filterNone: 'Die Namen der Gruppen und Einstellungen wurden durchsucht.',
  closeTitle: 'Geänderte Einstellungen speichern?',
  closeText_one: '{{count}} Änderung ist nicht gespeichert.',
  closeText_other: '{{count}} Änderungen sind nicht gespeichert.',
  discard: 'Änderungen verwerfen',
  stay: 'Hier bleiben',
};
