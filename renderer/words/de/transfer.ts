import type { transfer as english } from '../en/transfer.ts';
import type { Translation } from '../translation.ts';

export const transfer: Translation<typeof english> = {
  exporting: {
    title: 'Exportieren',
    what: 'Was soll in der Datei stehen?',
    kinds: {
      profile: 'Einstellungen und Konten, ohne Geheimnisse',
      sealed: 'Einstellungen und Konten, mit Geheimnissen',
      csv: 'Die Konten als CSV, ohne Geheimnisse',
    },
    hints: {
      profile:
        'Kennwörter, Clientgeheimnisse und Anmeldungen werden weggelassen: Sie werden nach einem Import neu eingegeben.',
      sealed:
        'Kennwörter, Clientgeheimnisse und Anmeldungen werden mit exportiert, versiegelt durch eine Passphrase.',
      csv: 'Für eine Tabellenkalkulation oder ein anderes Programm. Einstellungen sind nicht enthalten.',
    },
    passphrase: 'Passphrase',
    repeated: 'Passphrase wiederholen',
    noWayBack:
      'Es gibt keinen Weg zurück: Ohne die Passphrase kann niemand die Geheimnisse öffnen, auch Sie nicht. Wer beides hat, kann als diese Konten senden.',
    strengths: {
      short: 'Zu kurz: Verwenden Sie mindestens {{count}} Zeichen.',
      weak: 'Schwach: leicht zu erraten. Mehrere Wörter, die nicht zusammengehören, sind besser.',
      fair: 'Mittel: Ein oder zwei weitere Wörter machen sie stark.',
      strong: 'Stark.',
    },
    different: 'Die beiden sind nicht gleich.',
    start: 'Exportieren',
    busy: 'Die Datei wird zusammengestellt…',
    done: 'Als {{name}} exportiert.',
  },
  importing: {
    title: 'Importieren',
    intro:
      'Wählen Sie eine Datei, die hier exportiert wurde, oder Konten als CSV, auch aus SalesPad. Sie sehen, was sich ändern würde, bevor es geschieht.',
    choose: 'Datei wählen…',
    drop: 'oder legen Sie sie hier ab',
    dropNow: 'Datei hier ablegen',
    faults: {
      'too-large':
        'Die Datei ist größer als {{max}}. Exportierte Dateien sind weit kleiner; ist es die richtige?',
      empty: 'Die Datei ist leer.',
      unreadable:
        'Die Datei konnte nicht gelesen werden. Vielleicht wurde sie verschoben oder ist in einem anderen Programm geöffnet.',
      'not-one': 'Wählen Sie eine Datei, nicht mehrere und keinen Ordner.',
    },
    reading: '{{name}} wird gelesen…',
    another: 'Andere Datei wählen…',
    file: 'Datei: {{name}}',
    sealedTitle: 'Die Datei enthält Geheimnisse.',
    sealedText:
      'Geben Sie ihre Passphrase ein, um auch Kennwörter, Clientgeheimnisse und Anmeldungen zu importieren. Ohne sie werden sie weggelassen.',
    open: 'Öffnen',
    opening: 'Wird geöffnet…',
    passphrase: 'Passphrase der Datei',
    wrong: 'Das ist nicht die Passphrase der Datei. Es wurde nichts geändert.',
    opened:
      'Die Geheimnisse der Datei sind entschlüsselt: Kennwörter, Clientgeheimnisse und Anmeldungen werden mit importiert.',
    rowsLabel: 'Was der Import bewirken würde',
    band: 'Was sich ändern würde',
    show: 'Anzeigen',
    filters: {
      all: 'Alle {{number}}',
      added: 'Neu {{number}}',
      changed: 'Geändert {{number}}',
      same: 'Gleich {{number}}',
      refused: 'Nur abgelehnte {{number}}',
    },
    columns: {
      line: 'Zeile',
      action: 'Ergebnis',
      title: 'Konto oder Einstellung',
      details: 'Was sich ändert, oder warum nicht',
    },
    actions: {
      added: 'Neu',
      changed: 'Geändert',
      same: 'Gleich',
      refused: 'Abgelehnt',
    },
    accountTitle: 'Konto {{id}} · {{title}}',
    newAccount: 'Neues Konto',
    change: '{{field}}: {{from}} → {{to}}',
    value: '{{field}}: {{to}}',
    empty: 'leer',
    fields: {
      signIn: 'Anmeldung',
      clientSecrets: 'Clientgeheimnisse',
    },
    reasonAt: '{{field}}: {{message}}',
    correctLine:
      'Korrigieren Sie Zeile {{line}} der Datei, und importieren Sie sie noch einmal. Bereits übernommene Zeilen bleiben, wie sie sind.',
    sameDetails: 'Nichts zu tun',
    nothingShown: 'Keine solche Zeile',
    nothingInFile: 'Die Datei enthält weder Konten noch Einstellungen',
    details: 'Details der Zeile',
    detailsHint: 'Wählen Sie eine Zeile, um alles über sie zu sehen.',
    before: 'Vorher',
    after: 'Nachher',
    field: 'Feld',
    copyRefused_one: '{{number}} abgelehnte Zeile kopieren',
    copyRefused_other: '{{number}} abgelehnte Zeilen kopieren',
    start: {
      accounts_one: '{{number}} Konto importieren',
      accounts_other: '{{number}} Konten importieren',
      settings_one: '{{number}} Einstellung importieren',
      settings_other: '{{number}} Einstellungen importieren',
      both: '{{accounts}} und {{settings}} importieren',
      bothAccounts_one: '{{number}} Konto',
      bothAccounts_other: '{{number}} Konten',
      bothSettings_one: '{{number}} Einstellung',
      bothSettings_other: '{{number}} Einstellungen',
      nothing: 'Nichts zu importieren',
    },
    importing: 'Der Import läuft. Er lässt sich nicht mittendrin anhalten.',
    planAgain:
      'Inzwischen hat sich etwas geändert, und es wurde nichts importiert. Sehen Sie sich die Zeilen noch einmal an.',
    doneTitle: 'Import abgeschlossen',
    done: {
      added_one: '{{number}} Konto wurde hinzugefügt.',
      added_other: '{{number}} Konten wurden hinzugefügt.',
      changed_one: '{{number}} Konto wurde geändert.',
      changed_other: '{{number}} Konten wurden geändert.',
      same_one: '{{number}} Konto ist unverändert.',
      same_other: '{{number}} Konten sind unverändert.',
      refused_one: '{{number}} Zeile wurde abgelehnt.',
      refused_other: '{{number}} Zeilen wurden abgelehnt.',
      settings_one: '{{number}} Einstellung wurde geändert.',
      settings_other: '{{number}} Einstellungen wurden geändert.',
      nothing: 'Es musste nichts geändert werden.',
    },
    signInNeeded_one: '{{number}} Konto braucht eine Anmeldung, bevor es senden kann.',
    signInNeeded_other: '{{number}} Konten brauchen eine Anmeldung, bevor sie senden können.',
    passwordNeeded_one:
      '{{number}} Konto braucht ein Kennwort, bevor es senden kann. Geben Sie es mit „Bearbeiten“ in Konto {{ids}} ein.',
    passwordNeeded_other:
      '{{number}} Konten brauchen ein Kennwort, bevor sie senden können. Geben Sie sie mit „Bearbeiten“ ein, beginnend mit {{ids}}.',
    firstPassword: 'Konto {{id}} anzeigen',
    ignored_one: 'Aus dieser Spalte der Datei wird nichts gelesen: {{titles}}.',
    ignored_other: 'Aus {{number}} Spalten der Datei wird nichts gelesen: {{titles}}.',
    warning: 'Warnung: {{text}}',
    passwordInClear: 'Ohne TLS wird das Kennwort im Klartext gesendet.',
    signIn_one: 'Bei {{number}} Konto anmelden…',
    signIn_other: 'Bei {{number}} Konten anmelden…',
  },
};
