import type { oauthClients as english } from '../en/oauth-clients.ts';
import type { Translation } from '../translation.ts';

export const oauthClients: Translation<typeof english> = {
  sources: {
    builtIn: 'Eingebaut',
    own: 'Eigene Registrierung',
    policy: 'Vom Administrator vorgegeben',
  },
  types: {
    desktop: 'Desktopanwendung',
    web: 'Webanwendung',
  },
  fields: {
    source: 'OAuth-Client',
    clientId: 'Client-ID',
    secret: 'Clientgeheimnis',
    tenant: 'Mandant',
    ownTenant: 'Mandanten-ID oder Domäne',
    cloud: 'Cloud',
    type: 'Registriert als',
    redirectPort: 'Umleitungsport',
    redirectPath: 'Umleitungspfad',
    redirectUri: 'Zu registrierender Umleitungs-URI',
    authorizationEndpoint: 'Autorisierungs-URL',
    tokenEndpoint: 'Token-URL',
    revocationEndpoint: 'Widerrufs-URL',
    guide: 'So wird er registriert',
  },
  help: {
    source:
      'Eingebaut: Anmeldungen verwenden die Registrierung dieser App. Eigene Registrierung: Sie verwenden diejenige, die Ihr Unternehmen beim Anbieter angelegt hat.',
    clientId: 'So nennt der Anbieter die Registrierung. Microsoft: Application (client) ID.',
    secret:
      'Gehört zur Client-ID. Es liegt im Schlüsselspeicher dieses Computers, geht nur an den Anbieter und wird nie wieder angezeigt. Ein Client von Microsoft mit einem Geheimnis ist ein vertraulicher Client: Sein Umleitungs-URI wird unter „Web“ registriert. PKCE wird in jedem Fall verwendet.',
    tenant: 'Wer sich bei Microsoft anmelden darf. Muss zu den Kontotypen der Registrierung passen.',
    ownTenant:
      'Directory (tenant) ID der Registrierung oder eine ihrer Domänen, z. B. contoso.com. Nötig bei einer Registrierung für einen einzelnen Mandanten.',
    cloud: 'Die Cloud von Microsoft, in der die Postfächer liegen.',
    type: 'Desktopanwendung: Der Browser kommt an einen beliebigen freien Port zurück. Webanwendung: Er kommt an einen festen Port und Pfad zurück, die registriert sein müssen.',
    redirectPort:
      'Port auf diesem Computer, an den der Browser zurückkommt. Er muss frei sein, während sich jemand anmeldet. Microsoft vergleicht ihn nicht, dort darf er leer sein.',
    redirectPath: 'Pfad des Umleitungs-URI, z. B. /oauth/redirect.',
    redirectUri:
      'Geben Sie genau dies beim Anbieter ein. Gemeint ist dieser Computer: Niemand sonst erhält die Antwort einer Anmeldung.',
    endpoint: 'Wohin Anmeldungen gehen. Ergibt sich aus Anbieter, Cloud und Mandant.',
    guide: 'Schritt für Schritt durch die Seiten des Anbieters.',
  },
  tenants: {
    organizations: 'organizations: Geschäfts- und Schulkonten',
    common: 'common: auch persönliche Konten',
    consumers: 'consumers: nur persönliche Konten',
    own: 'Eigener Mandant',
  },
  clouds: {
    global: 'Weltweit',
    'us-government': 'US-Regierung',
    china: 'China, betrieben von 21Vianet',
  },
  copy: 'Kopieren',
  copied: 'Kopiert',
  noRegistration: 'Für einen Desktop-Client von Google muss nichts registriert werden.',
  microsoftDesktop:
    'Registrieren Sie ihn unter „Mobile and desktop applications“; auf den Port kommt es dort nicht an.',
  confidential:
    'Ein Geheimnis macht ihn zum vertraulichen Client: Registrieren Sie den Umleitungs-URI unter „Web“.',
  noneBuiltIn:
    'Diese Version hat keinen eigenen Client. Registrieren Sie einen, und wählen Sie „Eigene Registrierung“.',
  newSignIn_one: '{{count}} Konto braucht nach dem Speichern eine neue Anmeldung.',
  newSignIn_other: '{{count}} Konten brauchen nach dem Speichern eine neue Anmeldung.',
  findings: {
    required: 'Geben Sie die Client-ID ein.',
    googleIdShape: 'Client-IDs von Google enden auf .apps.googleusercontent.com.',
    microsoftIdShape:
      'Application (client) IDs von Microsoft sehen aus wie 351d6cb2-1c69-4081-9cc2-a769d71567cb.',
    secretIsId:
      'Das sieht nach der „Secret ID“ aus. Geben Sie den Wert („Value“) ein, der einmal daneben angezeigt wird.',
    secretOfOther: 'Das gesetzte Geheimnis gehört zu einer anderen Client-ID. Ersetzen oder löschen Sie es.',
    secretMissing: 'Ein Client dieser Art braucht in der Regel ein Geheimnis.',
    tenantInvalid:
      'Geben Sie eine Mandanten-ID oder eine Domäne ein: Buchstaben, Ziffern, Punkte und Bindestriche.',
    portInvalid: 'Geben Sie einen Port von 1 bis 65535 ein.',
    portRequired: 'Google vergleicht den Port: Geben Sie den registrierten ein.',
    pathInvalid: 'Beginnen Sie mit / und verwenden Sie nur Buchstaben, Ziffern und / . _ ~ -',
  },
  guide: {
    show: 'Schritte anzeigen',
    hide: 'Schritte ausblenden',
    changed: 'Was anders ist als in älteren Anleitungen',
    google: {
      project: 'Öffnen Sie die Google Cloud Console, und wählen Sie ein Projekt oder legen Sie eines an.',
      api: 'Aktivieren Sie die Gmail API in dem Projekt.',
      branding:
        'Google Auth Platform › Branding: Geben Sie den Namen der App und eine E-Mail-Adresse für Support ein.',
      audience:
        'Audience: Wählen Sie „Internal“, wenn alle Postfächer in Ihrem Google Workspace sind. Bei „External“ veröffentlichen Sie die App: Unter „Testing“ können sich nur Testnutzer anmelden, und jede Anmeldung endet nach 7 Tagen.',
      scopes:
        'Data Access: Fügen Sie den folgenden Bereich hinzu. Für Gmail über SMTP ist es stattdessen https://mail.google.com/, der eingeschränkt ist.',
      client:
        'Clients › Create client: Wählen Sie „Desktop app“, dann wird nichts weiter gefragt. „Web application“ geht auch: Wählen Sie es dann oben unter „{{type}}“ mit einem Port, und geben Sie den Umleitungs-URI von oben unter „Authorized redirect URIs“ ein.',
      secret:
        'Kopieren Sie Client-ID und Clientgeheimnis sofort. Wählen Sie oben „Eigene Registrierung“, und geben Sie sie dort ein.',
      save: 'Speichern Sie, und melden Sie sich dann bei einem Konto an.',
    },
    googleChanges: {
      platform:
        '„APIs & Services › OAuth consent screen“ heißt jetzt Google Auth Platform und hat eigene Seiten: Branding, Audience, Data Access, Clients.',
      secretOnce:
        'Das Clientgeheimnis wird nur beim Anlegen angezeigt. Ist es verloren, fügen Sie auf der Seite des Clients ein weiteres hinzu.',
      origins:
        'JavaScript-Ursprünge und ein Aktualisierungstoken sind nicht nötig. „Anmelden“ übernimmt diesen Teil.',
    },
    microsoft: {
      register:
        'Öffnen Sie „App registrations“ im Microsoft Entra Admin Center, und wählen Sie „New registration“. Der Name ist beliebig.',
      accountTypes:
        'Supported account types: Bei „Accounts in this organizational directory only“ wählen Sie oben „Eigener Mandant“; bei „Accounts in any organizational directory“ organizations; bei „and personal Microsoft accounts“ common.',
      redirect:
        'Redirect URI: Wählen Sie „Public client/native (mobile & desktop)“, und geben Sie dies ein. „Web“ geht auch: Wählen Sie dann oben unter „{{type}}“ „Webanwendung“, und legen Sie ein Geheimnis an.',
      ids: 'Kopieren Sie die „Application (client) ID“ aus „Overview“ und bei einem einzelnen Mandanten die „Directory (tenant) ID“. Wählen Sie oben „Eigene Registrierung“, und geben Sie sie dort ein.',
      permissions:
        'API permissions › Add a permission › Microsoft Graph › Delegated permissions: Fügen Sie die folgenden hinzu. Jede Anmeldung verlangt SMTP.Send und Mail.Send: Mit der zweiten sendet ein Konto über Microsoft Graph weiter, wo SMTP AUTH abgeschaltet ist. Mail.Send.Shared ist für freigegebene Postfächer auf diesem Weg, Mail.ReadWrite für Nachrichten über 3 MB.',
      consent: 'Wo Benutzer nicht selbst zustimmen dürfen, wählen Sie „Grant admin consent“.',
      secret:
        'Nur für „Web“: Certificates & secrets › New client secret. Kopieren Sie sofort den Wert („Value“), nicht die „Secret ID“, und notieren Sie, wann er abläuft.',
      smtpAuth:
        'SMTP AUTH muss für jedes Postfach eingeschaltet sein, das über SMTP sendet. In Exchange Online PowerShell:',
      save: 'Speichern Sie, und melden Sie sich dann bei einem Konto an.',
    },
    microsoftChanges: {
      names:
        'Azure Active Directory heißt jetzt Microsoft Entra ID. Die App-Registrierungen im Azure-Portal und im Entra Admin Center sind dieselben.',
      publicClient:
        '„Allow public client flows“ kann ausgeschaltet bleiben. Nötig ist es nur, wenn sich jemand mit einem Code in einem Browser anderswo anmelden soll.',
      graph:
        'User.Read.All ist nicht nötig. SMTP.Send steht unter Microsoft Graph, aber die App fordert es als outlook.office.com/SMTP.Send an, weil der Mailserver ein Token von Graph ablehnt.',
      token:
        'Weder Code noch Aktualisierungstoken müssen von Hand kopiert werden. „Anmelden“ übernimmt diesen Teil.',
    },
    links: {
      googleProject: 'Google Cloud Console',
      googleApi: 'Gmail API',
      googleBranding: 'Branding',
      googleAudience: 'Audience',
      googleScopes: 'Data Access',
      googleClients: 'Clients',
      microsoftApps: 'App-Registrierungen',
      microsoftQuickstart: 'Anleitung von Microsoft',
    },
  },
};
