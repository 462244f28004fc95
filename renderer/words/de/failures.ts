import type { failures as english } from '../en/failures.ts';
import type { Translation } from '../translation.ts';

export const failures: Translation<typeof english> = {
  codes: {
    'sign-in-required': {
      title: 'Eine Anmeldung ist erforderlich',
      todo: 'Melden Sie sich bei dem Konto an. Wartende Nachrichten werden danach gesendet.',
    },
    'sign-in-cancelled': {
      title: 'Die Anmeldung wurde abgebrochen',
      todo: 'Es wurde nichts geändert. Melden Sie sich an, wenn Sie so weit sind.',
    },
    'sign-in-timed-out': {
      title: 'Die Anmeldung hat zu lange gedauert',
      todo: 'Beginnen Sie sie neu und schließen Sie sie in der angezeigten Zeit ab.',
    },
    'browser-not-opened': {
      title: 'Der Browser konnte nicht geöffnet werden',
      todo: 'Kopieren Sie den Anmeldelink in einen Browser auf diesem Computer.',
    },
    'redirect-unavailable': {
      title: 'Der Browser kann sich bei dieser App nicht zurückmelden',
      todo: 'Ein anderes Programm belegt den registrierten Port. Schließen Sie es, und melden Sie sich dann neu an.',
    },
    'authorization-denied': {
      title: 'Die Berechtigung wurde nicht erteilt',
      todo: 'Melden Sie sich neu an und stimmen Sie der Anfrage zu, oder bitten Sie Ihren Administrator, diese App zuzulassen.',
    },
    'authorization-failed': {
      title: 'Der Anbieter hat die Anmeldung abgelehnt',
      todo: 'Versuchen Sie es noch einmal. Wenn es wieder scheitert, zeigen Sie die Details Ihrem Administrator.',
    },
    'refresh-token-refused': {
      title: 'Der Anbieter akzeptiert dieses Aktualisierungstoken nicht',
      todo: 'Es wurde zurückgezogen, ist verbraucht oder für einen anderen Client bestimmt. Verwenden Sie ein anderes, oder melden Sie sich im Browser an.',
    },
    'state-mismatch': {
      title: 'Die Antwort gehörte nicht zu dieser Anmeldung',
      todo: 'Sie wurde zur Sicherheit verworfen. Beginnen Sie die Anmeldung hier von vorn.',
    },
    'issuer-mismatch': {
      title: 'Die Antwort kam von einem anderen Anbieter als erwartet',
      todo: 'Bitten Sie Ihren Administrator, die Endpunkte dieses Anbieters zu prüfen.',
    },
    'scope-missing': {
      title: 'Das Senden von E-Mail wurde nicht erlaubt',
      todo: 'Melden Sie sich neu an und lassen Sie die Berechtigung zum Senden von E-Mail angekreuzt.',
    },
    'large-messages-not-allowed': {
      title: 'Die Anmeldung erlaubt keine Nachrichten dieser Größe',
      todo: 'Microsoft Graph nimmt Nachrichten über 3 MB nur mit einer weiteren Berechtigung an. Melden Sie sich neu an und erlauben Sie sie, oder senden Sie weniger oder kleinere Dokumente.',
    },
    'wrong-account': {
      title: 'Jemand anderes hat sich angemeldet',
      todo: 'Melden Sie sich als die Person an, die das Konto nennt, oder ändern Sie seinen SMTP-Benutzer.',
    },
    'grant-revoked': {
      title: 'Die Anmeldung ist nicht mehr gültig',
      todo: 'Sie wurde zurückgezogen oder ist abgelaufen, zum Beispiel nach einer Kennwortänderung. Melden Sie sich neu an.',
    },
    'client-rejected': {
      title: 'Der Anbieter akzeptiert diese App nicht',
      todo: 'Bitten Sie Ihren Administrator, Client-ID und Geheimnis dieses Anbieters zu korrigieren.',
    },
    'consent-required': {
      title: 'Ihre Organisation muss diese App zulassen',
      todo: 'Bitten Sie Ihren Administrator um seine Zustimmung, und melden Sie sich dann neu an.',
    },
    'provider-unreachable': {
      title: 'Der Anbieter ist nicht erreichbar',
      todo: 'Prüfen Sie das Netzwerk. Die Anmeldung gilt weiter, und das Senden wartender E-Mails wird automatisch wiederholt.',
    },
    'provider-response-invalid': {
      title: 'Die Antwort des Anbieters ist unverständlich',
      todo: 'Vielleicht ist eine Netzwerkanmeldung oder ein Proxy dazwischen. Prüfen Sie das Netzwerk, und versuchen Sie es dann noch einmal.',
    },
    'vault-unavailable': {
      title: 'Der Schlüsselspeicher dieses Computers antwortet nicht',
      todo: 'Entsperren Sie ihn oder melden Sie sich am Computer neu an, und versuchen Sie es dann noch einmal. Es ging nichts verloren.',
    },
    'vault-unreadable': {
      title: 'Das gespeicherte Geheimnis ist auf diesem Computer nicht lesbar',
      todo: 'Es wurde von einem anderen Benutzer oder auf einem anderen Computer gespeichert. Melden Sie sich neu an, oder geben Sie das Kennwort noch einmal ein.',
    },
    'server-unreachable': {
      title: 'Der Mailserver ist nicht erreichbar',
      todo: 'Prüfen Sie Hostname, Port und Netzwerk. Das Senden wartender E-Mails wird automatisch wiederholt.',
    },
    'tls-failed': {
      title: 'Keine sichere Verbindung zum Server',
      todo: 'Prüfen Sie SSL/TLS-Startmethode und Hostname; das Zertifikat des Servers kann falsch oder unbekannt sein.',
    },
    'authentication-rejected': {
      title: 'Der Server hat Benutzername oder Kennwort abgelehnt',
      todo: 'Prüfen Sie SMTP-Benutzer und Kennwort des Kontos, oder melden Sie sich neu an.',
    },
    'smtp-auth-disabled': {
      title: 'Der Administrator hat das Senden über SMTP abgeschaltet',
      todo: 'Lassen Sie SMTP AUTH für dieses Postfach aktivieren, oder wählen Sie bei „Senden über“ Microsoft Graph.',
    },
    'sender-rejected': {
      title: 'Der Server akzeptiert den Absender nicht',
      todo: 'Verwenden Sie eine Absenderadresse, unter der dieses Konto senden darf.',
    },
    'recipient-rejected': {
      title: 'Der Server akzeptiert die Empfänger nicht',
      todo: 'Prüfen Sie die Adressen, und senden Sie dann noch einmal.',
    },
    'message-rejected': {
      title: 'Der Server nimmt die Nachricht nicht an',
      todo: 'Lesen Sie die Antwort des Servers, und ändern Sie die Nachricht.',
    },
    'message-too-large': {
      title: 'Die Nachricht ist zu groß',
      todo: 'Senden Sie weniger oder kleinere Dokumente.',
    },
    deferred: {
      title: 'Der Server bittet zu warten',
      todo: 'Sie müssen nichts tun: Es wird automatisch erneut versucht.',
    },
    throttled: {
      title: 'Zu viele Nachrichten auf einmal',
      todo: 'Sie müssen nichts tun: Das Senden geht langsamer weiter.',
    },
    'delivery-unconfirmed': {
      title: 'Sie wurde möglicherweise gesendet',
      todo: 'Der Server hat am Ende nicht geantwortet. Sehen Sie im Ordner „Gesendete Elemente“ nach, und markieren Sie sie dann als gesendet oder senden Sie sie noch einmal.',
    },
    'document-unreadable': {
      title: 'Ein Dokument ist nicht lesbar',
      todo: 'Prüfen Sie, ob es noch da ist und gelesen werden darf, und fügen Sie es dann noch einmal hinzu.',
    },
    'account-not-found': {
      title: 'Dieses Konto gibt es nicht mehr',
      todo: 'Wählen Sie ein anderes Konto.',
    },
    'account-invalid': {
      title: 'Ein Feld des Kontos stimmt nicht',
      todo: 'Bearbeiten Sie das Konto und korrigieren Sie es.',
    },
    'server-not-providers': {
      title: 'Der Server gehört nicht zum Anbieter',
      todo: 'Die Anmeldung wird nicht an ihn weitergegeben, und es wurde nichts gesendet. Bearbeiten Sie das Konto: Geben Sie einen Mailserver seines Anbieters ein, oder stimmen Sie diesem zu.',
    },
    'account-disabled': {
      title: 'Das Konto ist deaktiviert',
      todo: 'Aktivieren Sie es, oder wählen Sie ein anderes Konto.',
    },
    'no-account-for-records': {
      title: 'Kein Konto passt zu diesen Datensätzen',
      todo: 'Fügen Sie ein Konto mit einem der gesuchten Schlüssel hinzu, oder legen Sie ein Standardkonto fest.',
    },
    'key-taken': {
      title: 'Ein anderes Konto hat diesen Schlüssel',
      todo: 'Nehmen Sie einen anderen Spaltenwert, oder deaktivieren Sie das Konto, das ihn hat.',
    },
    'key-incomplete': {
      title: 'Der Schlüssel ist unvollständig',
      todo: 'Füllen Sie Geschäftsobjekt, Spaltenname und Spaltenwert aus oder keines davon.',
    },
    'password-required': {
      title: 'Das Konto hat kein Kennwort',
      todo: 'Bearbeiten Sie das Konto und geben Sie es ein.',
    },
    'item-not-found': {
      title: 'Diese Nachricht ist nicht mehr im Postausgang',
      todo: 'Aktualisieren Sie die Liste.',
    },
    'transition-refused': {
      title: 'Das ist nicht mehr möglich',
      todo: 'Inzwischen ist etwas anderes geschehen. Sehen Sie sich den aktuellen Stand an.',
    },
    'profile-unreadable': {
      title: 'Eine Datei Ihres Profils ist nicht verwendbar',
      todo: 'Stellen Sie sie aus einer Sicherung wieder her, oder lassen Sie sich das Schreibrecht geben; die Details nennen sie. Es wurde nichts überschrieben.',
    },
    'profile-in-use': {
      title: 'Ein anderes Programm verwendet dieses Profil',
      todo: 'Beenden Sie es, oder warten Sie, bis es fertig ist.',
    },
    'storage-full': {
      title: 'Der Datenträger ist voll',
      todo: 'Schaffen Sie Platz, und versuchen Sie es dann noch einmal.',
    },
    'storage-unusable': {
      title: 'Die eigenen Dateien der App sind nicht verwendbar',
      todo: 'Geben Sie Ihrem Benutzer das Recht, den Profilordner zu lesen und zu schreiben. Danach geht es automatisch weiter.',
    },
    'policy-invalid': {
      title: 'Die Richtliniendatei Ihres Administrators hat einen Fehler',
      todo: 'Bitten Sie Ihren Administrator, sie zu korrigieren.',
    },
    'locked-by-policy': {
      title: 'Ihr Administrator hat diesen Wert festgelegt',
      todo: 'Nur Ihr Administrator kann ihn ändern.',
    },
    'setting-invalid': {
      title: 'Eine Einstellung stimmt nicht',
      todo: 'Korrigieren Sie den markierten Wert.',
    },
    'import-refused': {
      title: 'Die Datei kann nicht importiert werden',
      todo: 'Korrigieren Sie sie, und importieren Sie sie dann noch einmal.',
    },
    'passphrase-wrong': {
      title: 'Die Passphrase ist falsch',
      todo: 'Geben Sie die Passphrase ein, mit der die Datei exportiert wurde.',
    },
    'export-declined': {
      title: 'Es wurde nichts exportiert',
      todo: 'Kennwörter und Anmeldungen werden nur exportiert, wenn Sie zustimmen. Exportieren Sie noch einmal, oder exportieren Sie ohne Geheimnisse.',
    },
    'bundle-refused': {
      title: 'Das Supportpaket hätte ein Geheimnis enthalten',
      todo: 'Es wurde nichts geschrieben. Die Details nennen die Stelle: Entfernen Sie dort das Geheimnis, oder ändern Sie es, wo es verwendet wird, und versuchen Sie es dann noch einmal.',
    },
    'update-failed': {
      title: 'Das Update ist fehlgeschlagen',
      todo: 'Prüfen Sie das Netzwerk und versuchen Sie es noch einmal, oder installieren Sie die neue Version von Hand. Diese Version läuft weiter.',
    },
    'invalid-request': {
      title: 'Die App hat die Anforderung nicht verstanden',
      todo: 'Korrigieren Sie das markierte Feld. Wenn es keines gibt, melden Sie dies bitte.',
    },
    internal: {
      title: 'Etwas Unerwartetes ist schiefgegangen',
      todo: 'Versuchen Sie es noch einmal. Wenn es wieder geschieht, melden Sie es bitte zusammen mit dem Protokoll.',
    },
    'no-answer': {
      title: 'Die App hat nicht geantwortet',
      todo: 'Prüfen Sie, ob sie noch läuft, und versuchen Sie es dann noch einmal. Ihre Eingaben sind noch da.',
    },
  },
  field: 'Feld',
  otherDetails: {
    step: 'Schritt',
    host: 'Hostname',
    port: 'Port',
    server: 'Server',
    status: 'HTTP-Status',
    networkCode: 'Netzwerkfehler',
    systemCode: 'Systemfehler',
    error: 'Fehler des Anbieters',
    suberror: 'Genauer',
    aadsts: 'Fehlernummer (AADSTS)',
    scope: 'Berechtigung',
    reason: 'Grund',
    place: 'Stelle',
    line: 'Zeile',
    file: 'Datei',
    accountId: 'Konto',
    clockOffSeconds: 'Uhr geht falsch um (Sekunden)',
  },
  details: {
    providerText: 'Der Anbieter antwortete',
    correlationId: 'Korrelations-ID',
    traceId: 'Ablaufverfolgungs-ID',
    requestId: 'Anforderungs-ID',
  },
  code: 'Code',
  message: 'Meldung',
  detailsCopied: 'Details kopiert',
  copyDetails: 'Details kopieren',
  more_one: 'und {{count}} weitere',
  more_other: 'und {{count}} weitere',
  dismissAll: 'Alle schließen',
  banners: {
    keyFileTitle: 'Schlüsseldatei in Gebrauch',
    keyFile:
      'Die Geheimnisse dieses Profils sind mit einer Schlüsseldatei versiegelt, nicht durch das Betriebssystem. Verwenden Sie es zum Ausprobieren, nicht für echte Postfächer.',
    memoryTitle: 'Anmeldungen werden nicht aufbewahrt',
    memory:
      'Dieser Computer hat keinen verwendbaren Speicher für Geheimnisse. Anmeldungen und Kennwörter gehen deshalb beim Beenden der App verloren.',
    policyRefusedTitle: 'Die Richtliniendatei wurde abgelehnt',
    policyRefused: 'Anmelden und Senden sind angehalten, bis Ihr Administrator sie korrigiert hat.',
    policyLastGoodTitle: 'Die Richtliniendatei wurde abgelehnt',
    policyLastGood: 'Die letzte gültige Fassung gilt weiter, bis Ihr Administrator sie korrigiert hat.',
    noSandboxTitle: 'Das Fenster läuft ohne Sandbox',
    noSandbox:
      'Dieses System erlaubt einem AppImage keine. Das deb-Paket bringt das Nötige mit; verwenden Sie es, wo Sie können.',
    connectionLostTitle: 'Verbindung verloren',
    connectionLost:
      'Die App antwortet nicht. Was Sie sehen, kann veraltet sein; die Verbindung wird automatisch weiter versucht.',
    retryNow: 'Jetzt versuchen',
    refusedTitle: 'Diese Seite ist nicht mehr verbunden',
    refused: 'Die App wurde neu gestartet. Öffnen Sie die Adresse, die sie jetzt anzeigt.',
  },
};
