import type {
  cardWords,
  copyWords,
  linkWords,
  stepWords,
  whoWords,
} from '../../../shared/fix-cards/words.ts';
import type { Translation } from '../translation.ts';

export const cards: Translation<typeof cardWords> = {
  'microsoft-sign-in-revoked': {
    title: 'Die Anmeldung wurde zurückgezogen',
    cause:
      'Microsoft hat sie beendet, zum Beispiel weil das Kennwort geändert wurde oder ein Administrator alle Anmeldungen beendet hat.',
  },
  'microsoft-sign-in-expired': {
    title: 'Die Anmeldung ist abgelaufen',
    cause: 'Microsoft beendet eine Anmeldung, die 90 Tage lang nicht verwendet wurde.',
  },
  'microsoft-sign-in-frequency': {
    title: 'Ihre Organisation verlangt eine neue Anmeldung',
    cause:
      'Eine Richtlinie Ihrer Organisation beendet jede Anmeldung nach einiger Zeit, es wird also wieder geschehen.',
  },
  'microsoft-second-factor': {
    title: 'Ein zweiter Faktor ist erforderlich',
    cause: 'Microsoft verlangt mehr als das Kennwort: eine App, einen Code oder einen Schlüssel.',
  },
  'microsoft-consent-missing': {
    title: 'Niemand hat diese App bisher zugelassen',
    cause: 'Microsoft liegt keine Zustimmung vor, weder von Ihnen noch von Ihrer Organisation.',
  },
  'permission-declined': {
    title: 'Die Berechtigung wurde abgelehnt',
    cause: 'Auf der Seite des Anbieters hat jemand „Abbrechen“ statt „Akzeptieren“ gewählt.',
  },
  'microsoft-code-not-good': {
    title: 'Der Anmeldecode gilt nicht mehr',
    cause: 'Er ist abgelaufen, wurde schon verwendet oder falsch eingegeben.',
  },
  'microsoft-admin-approval': {
    title: 'Nur ein Administrator darf diese App zulassen',
    cause: 'Ihre Organisation erlaubt niemandem, Apps selbst zuzustimmen.',
  },
  'microsoft-wrong-tenant': {
    title: 'Dieses Konto gehört zu einer anderen Organisation',
    cause:
      'Wer sich angemeldet hat, ist im Verzeichnis der App unbekannt oder hat ein Konto der falschen Art.',
  },
  'microsoft-app-unknown': {
    title: 'Microsoft kennt diese App nicht',
    cause:
      'Die Client-ID ist falsch, gehört zu einem anderen Mandanten, oder die App wurde dort deaktiviert.',
  },
  'microsoft-single-tenant': {
    title: 'Die App ist nur für eine Organisation registriert',
    cause: 'Eine solche App meldet sich bei ihrem eigenen Mandanten an, nicht bei „{{tenant}}“.',
  },
  'microsoft-redirect-uri': {
    title: 'Der Umleitungs-URI ist nicht registriert',
    cause: 'Microsoft antwortet nur an Adressen, die in der App-Registrierung stehen.',
  },
  'microsoft-web-client': {
    title: 'Die App ist als Web-App registriert',
    cause: 'Microsoft verlangt ein Clientgeheimnis, das eine App auf einem Desktop nicht hat.',
  },
  'microsoft-policy-blocks': {
    title: 'Eine Sicherheitsrichtlinie blockiert diese Anmeldung',
    cause:
      'Der bedingte Zugriff oder die Sicherheitsstandards Ihrer Organisation haben sie abgelehnt, zum Beispiel wegen des Geräts.',
  },
  'microsoft-not-assigned': {
    title: 'Sie sind dieser App nicht zugewiesen',
    cause: 'Ihre Organisation lässt sie nur ausgewählte Personen verwenden.',
  },
  'microsoft-user-locked': {
    title: 'Das Microsoft-Konto ist gesperrt',
    cause: 'Es ist gesperrt oder deaktiviert, oder sein Kennwort ist abgelaufen.',
  },
  'microsoft-permission-unregistered': {
    title: 'Die App darf diese Berechtigung nicht anfordern',
    cause: 'Die Berechtigung zum Senden von E-Mail steht nicht in der App-Registrierung.',
  },
  'provider-busy': {
    title: 'Der Anbieter bittet zu warten',
    cause: 'Er hat zu viele Anfragen erhalten oder ist gerade gestört. Die Anmeldung gilt weiter.',
  },
  'google-sign-in-ended': {
    title: 'Google hat die Anmeldung beendet',
    cause:
      'Sie wurde zurückgezogen oder sechs Monate nicht verwendet, oder das Kennwort wurde geändert. Endet sie alle sieben Tage, hat das Google-Projekt noch den Status „Testing“.',
  },
  'google-testing-ended': {
    title: 'Google hat die Anmeldung nach sieben Tagen beendet',
    cause:
      'Das Google-Projekt hat vermutlich noch den Status „Testing“: Dann endet jede Anmeldung nach einer Woche.',
  },
  'google-private-account': {
    title: 'Das ist ein privates Google-Konto',
    cause: 'Jemand hat es für eine Adresse des Unternehmens angelegt. Google hat kein Postfach dafür.',
  },
  'google-session-length': {
    title: 'Ihr Google Workspace verlangt eine neue Anmeldung',
    cause: 'Eine Richtlinie beendet jede Sitzung nach einiger Zeit, es wird also wieder geschehen.',
  },
  'google-client-unknown': {
    title: 'Google kennt diese App nicht',
    cause: 'Die Client-ID oder ihr Geheimnis ist falsch, oder der Client wurde gelöscht.',
  },
  'google-redirect-uri': {
    title: 'Der Google-Client ist nicht von der Art für Desktop-Apps',
    cause: 'Nur Clients der Art „Desktop“ dürfen den Browser an diesen Computer zurückschicken.',
  },
  'google-declined': {
    title: 'Google hat die Berechtigung nicht erhalten',
    cause:
      'Jemand hat „Abbrechen“ gewählt, oder das Google-Projekt hat den Status „Testing“ und diese Person ist kein Testnutzer.',
  },
  'google-admin-policy': {
    title: 'Ihr Google Workspace blockiert diese App',
    cause: 'Ein Administrator muss ihr zuerst vertrauen.',
  },
  'google-company-only': {
    title: 'Diese App ist für Konten eines einzigen Unternehmens',
    cause: 'Das Google-Projekt ist von der Art „Internal“, und jemand von außerhalb hat sich angemeldet.',
  },
  'google-embedded-browser': {
    title: 'Google akzeptiert diesen Browser nicht',
    cause: 'Die Seite wurde in einem Fenster innerhalb eines anderen Programms geöffnet.',
  },
  'sending-not-allowed': {
    title: 'Das Senden von E-Mail wurde nicht erlaubt',
    cause:
      'Das Kästchen für das Senden von E-Mail war bei der Anmeldung nicht angekreuzt, oder es wurde eine andere Berechtigung erteilt.',
  },
  'large-messages-not-allowed': {
    title: 'Die Anmeldung erlaubt keine Nachrichten dieser Größe',
    cause:
      'Microsoft Graph nimmt mehr als 3 MB nur über einen Entwurf an, und niemand hat der App erlaubt, einen anzulegen. Es wurde nichts gesendet.',
  },
  'exchange-token-refused': {
    title: 'Exchange akzeptiert diese Anmeldung für das Postfach nicht',
    cause:
      'Auch ein neues Token wurde abgelehnt: {{signInAccount}} hat kein Recht, von {{mailbox}} zu senden, oder jemand anderes hat sich angemeldet.',
  },
  'exchange-smtp-auth-disabled': {
    title: 'SMTP AUTH ist für dieses Postfach abgeschaltet',
    cause: 'In Exchange Online ist es standardmäßig aus. Eine neue Anmeldung ändert daran nichts.',
  },
  'exchange-password-refused': {
    title: 'Microsoft akzeptiert dieses Kennwort nicht',
    cause:
      'Die Standardauthentifizierung ist in der Organisation abgeschaltet, oder eine Richtlinie verbietet sie hier.',
  },
  'password-refused': {
    title: 'Der Server akzeptiert Benutzername und Kennwort nicht',
    cause:
      'Er hat sie für {{mailbox}} abgelehnt: Das Kennwort wurde geändert oder falsch eingegeben, oder der Server verlangt ein App-Kennwort.',
  },
  'token-refused': {
    title: 'Der Server akzeptiert diese Anmeldung nicht',
    cause:
      'Auch ein neues Token wurde abgelehnt: {{signInAccount}} hat keine Rechte am Postfach {{mailbox}}, oder der Server nimmt keine Token dieses Anbieters an.',
  },
  'wrong-account': {
    title: 'Jemand anderes hat sich angemeldet',
    cause:
      'Dieses Konto ist für {{signInAccount}}, und im Browser war eine andere Person angemeldet. Es wurde nichts geändert.',
  },
  'server-not-providers': {
    title: 'Der Server {{host}} gehört nicht zu {{provider}}',
    cause:
      'Wer die Anmeldung bekommt, kann als {{mailbox}} senden. Sie wird deshalb an keinen Server weitergegeben, der nicht bekanntermaßen zu {{provider}} gehört. Es wurde nichts gesendet.',
  },
  'sign-in-needed': {
    title: 'Jemand muss sich anmelden',
    cause: 'Für dieses Konto gibt es keine Anmeldung, oder der Anbieter akzeptiert sie nicht mehr.',
  },
  'connection-lost': {
    title: 'Die Verbindung ist abgebrochen',
    cause:
      '{{host}} hat geantwortet, aber dann wurde die Verbindung getrennt oder blieb stumm, bevor die Nachricht angekommen war.',
  },
  'gmail-password-refused': {
    title: 'Gmail akzeptiert dieses Kennwort nicht',
    cause: 'Gmail verlangt eine Anmeldung mit Google oder ein App-Passwort statt des üblichen.',
  },
  'sign-in-first': {
    title: 'Der Server verlangt zuerst TLS oder eine Anmeldung',
    cause:
      'Er nimmt keine Nachrichten von Unbekannten an und keine über eine Verbindung, die jeder mitlesen kann.',
  },
  'send-as-denied': {
    title: 'Dieses Konto darf nicht als {{from}} senden',
    cause: 'Die Absenderadresse gehört jemand anderem, oder das Recht, als sie zu senden, fehlt.',
  },
  'too-large': {
    title: 'Die Nachricht ist zu groß',
    cause:
      'Mit ihren Dokumenten ist sie größer, als der Server annimmt. Dokumente wachsen unterwegs um etwa ein Drittel.',
  },
  'too-many-connections': {
    title: 'Zu viele Verbindungen auf einmal',
    cause:
      'Microsoft nimmt drei Verbindungen je Postfach an; andere Programme oder Geräte verwenden es auch.',
  },
  'server-busy': {
    title: 'Der Server bittet zu warten',
    cause: 'Er ist ausgelastet, oder dieses Konto sendet schneller, als er erlaubt.',
  },
  'quota-used-up': {
    title: 'Das Tageslimit ist erreicht',
    cause:
      'Der Anbieter begrenzt die Nachrichten oder Empfänger pro Tag, und dieses Postfach hat die Grenze erreicht.',
  },
  'mailbox-full': {
    title: 'Ihr Postfach ist voll',
    cause: 'Gesendetes wird unter „Gesendete Elemente“ aufbewahrt, und dafür ist kein Platz mehr.',
  },
  'sender-blocked': {
    title: 'Das Postfach ist wegen Spam gesperrt',
    cause: 'Microsoft hat seine Nachrichten als verdächtig eingestuft und lässt keine mehr durch.',
  },
  'recipient-unknown': {
    title: 'Den Empfänger gibt es nicht',
    cause: 'Der Server kennt kein Postfach mit dieser Adresse.',
  },
  'tls-method-wrong': {
    title: 'Die TLS-Methode passt nicht zum Port',
    cause: 'Der Server beginnt auf Port {{port}} nicht mit TLS.',
  },
  'no-greeting': {
    title: 'Der Server meldet sich nicht',
    cause:
      'Entweder erwartet er TLS vom ersten Byte an, wie auf Port 465, oder eine Firewall ist dazwischen.',
  },
  'starttls-missing': {
    title: 'Der Server bietet kein STARTTLS an',
    cause: 'Er hat keines, oder etwas dazwischen hat es entfernt. Ohne TLS wird nichts gesendet.',
  },
  'connection-refused': {
    title: 'Auf diesem Port antwortet niemand',
    cause:
      'Auf Port {{port}} von {{host}} lauscht kein Mailserver, oder eine Firewall weist die Verbindung ab.',
  },
  'name-unknown': {
    title: 'Der Servername wird nicht gefunden',
    cause: 'Der Name {{host}} ist falsch geschrieben, oder dieser Computer ist offline.',
  },
  'port-blocked': {
    title: 'Der Server ist nicht erreichbar',
    cause: 'Von {{host}} kam nichts zurück. Viele Netzwerke sperren die Mailports 25, 465 und 587.',
  },
  'certificate-unknown': {
    title: 'Dem Zertifikat des Servers wird nicht vertraut',
    cause:
      'Es ist abgelaufen, stammt von einer firmeninternen Zertifizierungsstelle, oder ein Programm dazwischen untersucht den Datenverkehr.',
  },
  'certificate-name': {
    title: 'Das Zertifikat gilt für einen anderen Namen',
    cause: 'In seinem Zertifikat heißt der Server nicht {{host}}.',
  },
  'proxy-setting-invalid': {
    title: 'Die Proxyeinstellung ist ungültig',
    cause:
      'Für diesen Computer ist ein Proxy eingestellt, aber die Angabe ist keine URL eines http-, https- oder socks5-Proxys oder enthält einen Namen oder ein Kennwort, das sich nicht senden lässt.',
  },
  'proxy-unreachable': {
    title: 'Der Proxy antwortet nicht',
    cause: 'Für diesen Computer ist ein Proxy eingestellt, aber an dessen Adresse antwortet keiner.',
  },
  'proxy-refuses': {
    title: 'Der Proxy lässt dies nicht durch',
    cause:
      'Er lässt keine Verbindung zu Port {{port}} von {{host}} zu, oder er erreicht den Server selbst nicht.',
  },
  'network-sign-in': {
    title: 'Statt des Anbieters hat etwas dazwischen geantwortet',
    cause:
      'Ein Proxy möchte wissen, wer Sie sind, oder ein Netzwerk zeigt zuerst seine eigene Seite, wie im Hotel.',
  },
  'microsoft-secret-id': {
    title: 'Das Clientgeheimnis ist falsch',
    cause: 'Oft wurde die ID des Geheimnisses statt seines Werts eingegeben.',
  },
  'microsoft-secret-expired': {
    title: 'Das Clientgeheimnis ist abgelaufen',
    cause: 'Microsoft gibt Geheimnissen ein Ablaufdatum; danach kann sich niemand mehr anmelden.',
  },
  'gmail-api-disabled': {
    title: 'Die Gmail-API ist abgeschaltet',
    cause: 'Sie muss im Google-Projekt des Clients aktiviert werden.',
  },
  'no-mailbox': {
    title: 'Diese Person hat dort kein Postfach',
    cause: 'Das Konto gibt es, aber ohne Postfach beim Anbieter, zum Beispiel weil eine Lizenz fehlt.',
  },
  'clock-wrong': {
    title: 'Die Uhr dieses Computers geht falsch',
    cause: 'Sie weicht um {{clockOff}} ab. Zertifikate und Token gelten nur zu ihrer Zeit.',
  },
};

export const todo: Translation<typeof stepWords> = {
  confirmServer:
    'Oder klicken Sie dort, wenn Ihr Administrator {{host}} genannt hat, auf OK und stimmen Sie zu, dass die Anmeldung dorthin weitergegeben wird.',
  enterProvidersServer:
    'Bearbeiten Sie das Konto und geben Sie einen Server von {{provider}} als Host ein: {{providerHosts}}.',
  checkMailScanner:
    'Wenn es bei jeder Nachricht geschieht, suchen Sie nach einer Firewall oder einem Virenscanner, der Verbindungen zu Port {{port}} trennt.',
  enterPasswordAgain: 'Geben Sie das SMTP-Kennwort noch einmal ein, das von {{mailbox}}.',
  checkUser:
    'Prüfen Sie den SMTP-Benutzer: Manche Server wollen die ganze Adresse, andere nur den Namen vor dem @.',
  makeAppPassword:
    'Dieser Anbieter akzeptiert nur App-Kennwörter: Erzeugen Sie eines auf seiner Seite, und geben Sie es als SMTP-Kennwort ein.',
  allowPasswords: 'Prüfen Sie, ob das Postfach mit einem Kennwort senden darf und nicht gesperrt ist.',
  takeTokens: 'Prüfen Sie, ob der Server für das Postfach Token dieses Anbieters annimmt.',
  chooseOtherAccount:
    'Wenn der Browser Sie automatisch anmeldet, wählen Sie dort „Anderes Konto verwenden“, oder kopieren Sie den Anmeldelink in ein anderes Browserprofil.',
  changeUser: 'Oder ändern Sie im Konto den SMTP-Benutzer, wenn das andere Postfach gemeint ist.',
  checkSignInPolicy: 'Wenn sie immer wieder endet, suchen Sie den Grund im Anmeldeprotokoll des Anbieters.',
  signInAgain: 'Melden Sie sich neu an.',
  keepRunning: 'Lassen Sie die App ab und zu laufen: Sie erneuert jede Anmeldung einmal am Tag.',
  relaxSignInFrequency:
    'Wenn unbeaufsichtigt weiter gesendet werden muss, nehmen Sie diese App in Entra von der Richtlinie zur Anmeldehäufigkeit aus.',
  finishSecondFactor: 'Melden Sie sich an, und bestätigen Sie mit dem zweiten Faktor.',
  registerSecondFactor: 'Wenn Sie noch keinen haben, richten Sie zuerst einen ein.',
  signInAndAccept: 'Melden Sie sich an, und wählen Sie „Akzeptieren“.',
  getNewCode:
    'Beginnen Sie die Anmeldung mit Code von vorn, und geben Sie dem Inhaber des Postfachs den neuen Code.',
  grantConsent: 'Öffnen Sie den Zustimmungslink, und stimmen Sie für die ganze Organisation zu.',
  signInAfterwards: 'Melden Sie sich danach neu an.',
  useWorkAccount: 'Melden Sie sich mit Ihrem Geschäftskonto an, {{signInAccount}}.',
  checkTenant:
    'Prüfen Sie den Mandanten des OAuth-Clients (er ist „{{tenant}}“), oder laden Sie die Person als Gast ein.',
  checkMicrosoftClient: 'Vergleichen Sie Client-ID und Mandant mit der App-Registrierung in Entra.',
  enableApp:
    'Sehen Sie unter „Unternehmensanwendungen“ nach, ob die App für die Anmeldung von Benutzern aktiviert ist.',
  enterTenant: 'Geben Sie die Verzeichnis-ID (Mandanten-ID) statt „{{tenant}}“ ein.',
  makeMultiTenant:
    'Oder lassen Sie in der Registrierung Konten in einem beliebigen Organisationsverzeichnis zu.',
  addRedirectUri:
    'Fügen Sie in der App-Registrierung unter „Authentication“ {{redirectUri}} zur Plattform „Mobile and desktop applications“ hinzu.',
  moveToDesktop:
    'Verschieben Sie den Umleitungs-URI von der Plattform „Web“ zu „Mobile and desktop applications“, oder erlauben Sie öffentliche Clientflows.',
  enterSecret: 'Oder geben Sie hier das Geheimnis des Clients ein.',
  useManagedDevice: 'Versuchen Sie es auf einem Computer, den Ihre Organisation verwaltet.',
  allowInPolicy:
    'Suchen Sie die Korrelations-ID in den Anmeldeprotokollen von Entra: Sie nennen die Richtlinie. Lassen Sie die App dort zu, oder registrieren Sie das Gerät.',
  assignUser: 'Weisen Sie unter „Unternehmensanwendungen“ {{signInAccount}} der App zu.',
  changePassword: 'Ändern Sie das Kennwort oder setzen Sie es zurück, und melden Sie sich dann neu an.',
  unlockUser: 'Entsperren oder aktivieren Sie {{signInAccount}}.',
  addMailPermission:
    'Fügen Sie in der App-Registrierung unter „API permissions“ die delegierte Berechtigung {{permission}} hinzu, und erteilen Sie dann die Administratorzustimmung.',
  waitForRetry: 'Sie müssen nichts tun: Es wird automatisch erneut versucht.',
  publishProject:
    'Wo sie jede Woche endet: Veröffentlichen Sie das Google-Projekt, oder stellen Sie es auf „Internal“. Melden Sie sich danach noch einmal an.',
  publishTestingProject:
    'Veröffentlichen Sie das Google-Projekt, oder stellen Sie es auf „Internal“: Dann bleibt eine Anmeldung bestehen.',
  addToWorkspace: 'Oder geben Sie {{signInAccount}} ein Konto in Ihrem Google Workspace.',
  trustGoogleApp:
    'Setzen Sie in der Google-Admin-Konsole unter „App access control“ die Client-ID auf „Trusted“.',
  checkGoogleClient: 'Vergleichen Sie Client-ID und Geheimnis mit dem Client in der Google-Konsole.',
  createDesktopClient:
    'Legen Sie einen OAuth-Client der Art „Desktop app“ an, und geben Sie seine ID und sein Geheimnis hier ein.',
  addTestUser:
    'Fügen Sie {{signInAccount}} zu den Testnutzern hinzu, oder veröffentlichen Sie das Google-Projekt.',
  useCompanyAccount: 'Melden Sie sich mit Ihrem Unternehmenskonto an.',
  makeExternal: 'Oder stellen Sie den Nutzertyp des Google-Projekts auf „External“.',
  useSystemBrowser: 'Kopieren Sie den Anmeldelink, und öffnen Sie ihn in Chrome, Edge, Firefox oder Safari.',
  tickSending: 'Melden Sie sich neu an, und lassen Sie das Kästchen für das Senden von E-Mail angekreuzt.',
  signInAsOwner: 'Melden Sie sich neu als {{signInAccount}} an.',
  giveMailboxRights: 'Geben Sie {{signInAccount}} die Rechte am Postfach.',
  enableSmtpAuth:
    'Führen Sie den ersten Befehl in Exchange Online PowerShell aus; er braucht einige Minuten, bis er wirkt.',
  enableSmtpAuthForAll: 'Nur wenn es für jedes Postfach gelten soll: Führen Sie den zweiten aus.',
  securityDefaults:
    'Die Sicherheitsstandards halten SMTP AUTH abgeschaltet, was auch am Postfach eingestellt ist.',
  switchToGraph: 'Oder lassen Sie das Konto über Microsoft Graph senden, das kein SMTP AUTH braucht.',
  allowLargeMessages:
    'Melden Sie sich neu an, und erlauben Sie große Nachrichten; die App darf dieses Postfach dann lesen und ändern.',
  consentToLarge: 'Wo Personen es nicht selbst erlauben dürfen: Stimmen Sie der Berechtigung für die App zu.',
  switchToMicrosoft: 'Bearbeiten Sie das Konto, und wählen Sie Microsoft als OAuth-Dienstanbieter.',
  switchToGoogle: 'Bearbeiten Sie das Konto, und wählen Sie Google als OAuth-Dienstanbieter.',
  useAppPassword:
    'Oder erzeugen Sie in Ihrem Google-Konto ein App-Passwort, und geben Sie es als SMTP-Kennwort ein.',
  turnOnTls: 'Bearbeiten Sie das Konto, und aktivieren Sie SMTP über SSL oder TLS.',
  enterUser:
    'Geben Sie SMTP-Benutzer und Kennwort ein, oder erlauben Sie diesem Computer, ohne sie zu senden.',
  changeFrom: 'Verwenden Sie eine eigene Absenderadresse.',
  grantSendAs: 'Geben Sie {{signInAccount}} das Recht, als {{from}} zu senden.',
  smallerDocuments: 'Senden Sie weniger oder kleinere Dokumente, oder einen Link darauf.',
  waitUntilTomorrow:
    'Sie müssen nichts tun: Es wird automatisch erneut versucht, bis wieder gesendet werden darf, spätestens nach 24 Stunden.',
  emptySentItems: 'Leeren Sie „Gesendete Elemente“, oder bitten Sie um ein größeres Postfach.',
  unblockSender:
    'Finden Sie den Grund heraus, und geben Sie das Postfach dann in Microsoft Defender unter „Restricted entities“ frei.',
  checkRecipients: 'Prüfen Sie die Adresse, und senden Sie dann noch einmal.',
  chooseStarttls:
    'Bearbeiten Sie das Konto: Wählen Sie STARTTLS für Port 587 oder 25, oder Port 465 für Implizit.',
  chooseImplicit: 'Bearbeiten Sie bei Port 465 das Konto, und wählen Sie Implizit.',
  checkFirewall: 'Lassen Sie diesen Computer Port {{port}} von {{host}} erreichen.',
  checkStarttls:
    'Stellen Sie fest, warum der Server kein STARTTLS anbietet, oder nennen Sie den Port, auf dem er vom ersten Byte an TLS spricht.',
  checkHostAndPort: 'Prüfen Sie Hostname und Port.',
  checkHostName: 'Prüfen Sie die Schreibweise des Hostnamens.',
  checkNetwork: 'Prüfen Sie, ob dieser Computer online ist.',
  useHttps: 'Oder senden Sie über die Schnittstelle des Anbieters, die nur Port 443 braucht.',
  trustAuthority:
    'Wenn das Zertifikat stimmt, nennen Sie seine Zertifizierungsstelle in der Richtliniendatei, oder starten Sie die App mit --ca-file. Ignorieren lässt es sich nicht.',
  renewCertificate: 'Wenn es abgelaufen ist, erneuern Sie es.',
  checkClock: 'Prüfen Sie Datum und Uhrzeit dieses Computers.',
  useCertificateName: 'Bearbeiten Sie das Konto, und geben Sie einen Namen ein, der im Zertifikat steht.',
  signInToNetwork: 'Öffnen Sie eine beliebige Seite im Browser, und melden Sie sich beim Netzwerk an.',
  correctProxyVariable:
    'Berichtigen Sie HTTPS_PROXY oder ALL_PROXY, zum Beispiel zu http://proxy.example:3128, und starten Sie die App neu.',
  checkProxyAddress:
    'Prüfen Sie den Proxy dieses Computers in den Einstellungen des Systems oder in HTTPS_PROXY und ALL_PROXY.',
  allowInProxy: 'Lassen Sie den Proxy Verbindungen zu Port {{port}} von {{host}} öffnen.',
  goAroundProxy:
    'Wo der Server auch ohne ihn erreichbar ist: Fügen Sie {{host}} zu den Ausnahmen des Proxys oder zu NO_PROXY hinzu.',
  setUpProxy:
    'Lassen Sie diesen Computer durch den Proxy, oder erlauben Sie die Hosts des Anbieters ohne ihn.',
  enterSecretValue:
    'Geben Sie den Wert des Geheimnisses ein. Er wird einmal beim Anlegen angezeigt; legen Sie ein neues an, wenn er verloren ist.',
  makeNewSecret: 'Legen Sie ein neues Clientgeheimnis an, und geben Sie seinen Wert ein.',
  enableGmailApi: 'Aktivieren Sie die Gmail-API im Google-Projekt des Clients.',
  assignLicence: 'Geben Sie {{signInAccount}} eine Lizenz mit einem Postfach.',
  useOtherAccount: 'Oder melden Sie sich mit einem Konto an, das ein Postfach hat.',
  setClock: 'Lassen Sie den Computer seine Uhr selbst stellen, und versuchen Sie es dann noch einmal.',
};

export const copies: Translation<typeof copyWords> = {
  enableForMailbox: 'Befehl für dieses Postfach',
  enableForAll: 'Befehl für die ganze Organisation',
  sendAs: 'Befehl, der das Senden als diese Adresse erlaubt',
  fullAccess: 'Befehl, der das Postfach öffnet',
  unblock: 'Befehl, der das Postfach freigibt',
  publicClient: 'Befehl, der die Registrierung ändert',
  testPort: 'Befehl, der den Port ausprobiert',
  consentLink: 'Zustimmungslink für den Administrator',
  redirectUri: 'Umleitungs-URI',
  clientId: 'Client-ID',
  permission: 'Berechtigung',
  largePermission: 'Berechtigung für große Nachrichten',
};

export const links: Translation<typeof linkWords> = {
  microsoftError: 'Was Microsoft zu dieser Nummer sagt',
  secondFactor: 'Zweiten Faktor einrichten',
  entraApps: 'App-Registrierungen in Entra',
  entraSignInLogs: 'Anmeldeprotokolle in Entra',
  resetPassword: 'Kennwort zurücksetzen',
  googleClients: 'Clients in der Google-Konsole',
  googleAudience: 'Zielgruppe in der Google-Konsole',
  googleAppAccess: 'App-Zugriffssteuerung in der Google-Admin-Konsole',
  googleAppPasswords: 'App-Passwörter in Ihrem Google-Konto',
  appPasswords: 'App-Kennwort erzeugen',
  gmailApi: 'Gmail-API in der Google-Konsole',
  smtpAuthHelp: 'Microsoft über SMTP AUTH',
  restrictedEntities: 'Gesperrte Absender in Microsoft Defender',
  newSecret: 'Neues Geheimnis anlegen',
};

export const who: Translation<typeof whoWords> = {
  you: 'Das können Sie beheben',
  administrator: 'Das kann Ihr Administrator beheben',
  wait: 'Das geht von selbst vorbei',
};
