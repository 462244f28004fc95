import type { accountDialog as english } from '../en/account-dialog.ts';
import type { Translation } from '../translation.ts';

export const accountDialog: Translation<typeof english> = {
  title: 'SMTP Setup',
  signIn: 'Anmelden',
  signInAgain: 'Neu anmelden',
  signOut: 'Abmelden',
  ok: 'OK',
  cancel: 'Abbrechen',
  more: 'Mehr',
  fields: {
    id: 'E-Mail-Server-ID',
    provider: 'OAuth-Dienstanbieter',
    host: 'Hostname oder IP-Adresse des E-Mail-Servers',
    user: 'SMTP-Benutzer',
    password: 'SMTP-Kennwort',
    port: 'SMTP-Port',
    businessObject: 'Geschäftsobjekt',
    columnName: 'Spaltenname',
    columnValue: 'Spaltenwert',
    tls: 'SMTP über SSL oder TLS aktivieren',
    tlsMethod: 'SSL/TLS-Startmethode',
    enabled: 'Aktiviert',
    isDefault: 'Standardkonto',
    senderName: 'Absendername',
    replyTo: 'Antwort an',
    from: 'Absenderadresse',
    signInAccount: 'Anmeldekonto',
    alternateServer: 'Ausweichserver',
    timeoutMs: 'Zeitlimit (Millisekunden)',
    sendThrough: 'Senden über',
    sendPasswordUnencrypted: 'Kennwort unverschlüsselt senden',
  },
  hints: {
    id: 'Beim Speichern vergeben',
    key: 'Lassen Sie alle drei leer, wenn das Konto nur auf Wunsch oder als Standardkonto verwendet wird.',
    isDefault: 'Sendet, wenn kein Schlüssel passt.',
    from: 'Leer: der SMTP-Benutzer',
    replyTo: 'Leer: Antworten gehen an die Absenderadresse',
    signInAccount: 'Wer sich anmeldet, wenn das Postfach freigegeben ist. Leer: der SMTP-Benutzer',
    alternateServer: 'Wird versucht, wenn der erste Server ausfällt',
    timeoutMs: 'Leer: {{timeout}} aus den Einstellungen',
    sendPasswordUnencrypted:
      'Jeder im Netzwerk kann das Kennwort mitlesen. Nur für Server im eigenen Netzwerk, die kein TLS haben.',
    sendThroughSmtpGoogle:
      'Gmail über SMTP braucht eine neue Anmeldung, die vollen Zugriff auf das Postfach verlangt. Google nennt diese Berechtigung eingeschränkt: Möglicherweise muss Ihr Unternehmen sie zulassen.',
    locked: 'Von {{provider}} vorgegeben',
    passwordUnused: 'Nicht verwendet: Dieses Konto sendet mit einer Anmeldung.',
    sameComputer: 'Dieser Server läuft auf Ihrem eigenen Computer, es geht also nichts über ein Netzwerk.',
  },
  managedText:
    'Nur Ihr Administrator kann dieses Konto ändern. Sie können sich anmelden oder das Kennwort eingeben.',
  copyTitle: 'Eine Kopie von Konto {{id}}.',
  copyText: 'Schlüssel, Kennwort und Anmeldung werden nicht kopiert.',
  providerNone: 'Keiner',
  sendThrough: {
    smtp: 'SMTP',
    api: '{{provider}}-API',
    apiGoogle: 'Gmail-API',
    apiMicrosoft: 'Microsoft Graph',
  },
  passwordSet: 'gesetzt',
  passwordCleared: 'Wird mit OK gelöscht',
  passwordClear: 'Löschen',
  passwordKeep: 'Behalten',
  signedInAs: 'Angemeldet als {{name}}',
  signedInPending: 'Angemeldet als {{name}}. Wird mit OK wirksam.',
  signOutPending: 'Wird mit OK abgemeldet.',
  saving: 'Wird gespeichert…',
  confirmHostTitle: 'Anmeldung an {{host}} weitergeben?',
  confirmHostText:
    '{{host}} gehört nicht zu {{provider}}. Bei jedem Senden würde ein Zugriffstoken der Anmeldung bei {{provider}} dorthin übertragen; wer {{host}} betreibt, könnte damit als {{user}} senden.',
  confirmHostAdvice: 'Stimmen Sie nur zu, wenn Ihr Administrator diesen Server genannt hat.',
  confirmHost: 'An {{host}} weitergeben',
  correctHost: 'Host korrigieren',
  somebody: 'der angemeldeten Person',
  discardTitle: 'Änderungen verwerfen?',
  discardText: 'Ihre Eingaben in diesem Dialogfeld sind nicht gespeichert.',
  discard: 'Verwerfen',
  keepEditing: 'Weiter bearbeiten',
  findings: {
    'host-required': 'Geben Sie den Hostnamen oder die IP-Adresse des Servers ein.',
    'host-invalid':
      'Das ist kein Hostname und keine IP-Adresse. Lassen Sie „smtp://“, Leerzeichen und den Port weg.',
    'alternate-invalid':
      'Geben Sie einen anderen Server als den ersten ein, z. B. backup.example.com oder backup.example.com:2525.',
    'port-invalid': 'Geben Sie einen Port von 1 bis 65535 ein; üblich ist 587.',
    'user-required': 'Geben Sie das sendende Postfach ein, z. B. name@example.com.',
    'user-invalid': 'Das ist keine E-Mail-Adresse.',
    'from-invalid':
      'Das ist keine E-Mail-Adresse. Lassen Sie das Feld leer, um den SMTP-Benutzer zu verwenden.',
    'reply-to-invalid': 'Das ist keine E-Mail-Adresse.',
    'sign-in-account-invalid': 'Das ist keine E-Mail-Adresse.',
    'key-incomplete': 'Füllen Sie Geschäftsobjekt, Spaltenname und Spaltenwert aus oder keines davon.',
    'key-taken':
      'Konto {{accountId}} hat diesen Schlüssel bereits. Nehmen Sie einen anderen Wert oder deaktivieren Sie das andere Konto.',
    'key-taken-by-administrator':
      'Konto {{accountId}}, von Ihrem Administrator vorgegeben, hat diesen Schlüssel bereits. Nehmen Sie einen anderen Wert.',
    'port-465-with-starttls': 'Port 465 erwartet in der Regel Implizit oder Automatisch, nicht STARTTLS.',
    'port-587-with-implicit': 'Port 587 erwartet in der Regel STARTTLS oder Automatisch, nicht Implizit.',
    'gmail-api-host':
      'Dieser Sendeweg hat seinen eigenen Host. Wählen Sie für einen anderen Server unter „Mehr“ bei „Senden über“ SMTP.',
    'host-not-providers':
      'Das ist kein Mailserver des Anbieters. Korrigieren Sie den Host, oder stimmen Sie bei OK zu, dass die Anmeldung an ihn weitergegeben wird.',
    'office365-without-provider':
      'Office 365 akzeptiert keine Kennwörter mehr. Wählen Sie Microsoft und melden Sie sich an.',
    'password-again':
      'Das gespeicherte Kennwort gehört zu einem anderen Server oder SMTP-Benutzer. Geben Sie es noch einmal ein, sonst hat dieses Konto keines.',
    'password-without-tls':
      'Ohne TLS wird das Kennwort nicht gesendet. Schalten Sie TLS ein oder erlauben Sie es unter „Mehr“.',
    'oauth-without-tls': 'Eine Anmeldung wird nie ohne TLS gesendet. Schalten Sie TLS ein.',
    'locked-by-policy': 'Ihr Administrator hat diesen Wert festgelegt.',
    'timeout-invalid': 'Geben Sie eine Zahl von 1000 bis 3600000 ein oder lassen Sie das Feld leer.',
  },
};
