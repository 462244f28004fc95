/** Words of the OAuth clients in Settings, and of the guides to both consoles. */
export const oauthClients = {
  sources: {
    builtIn: 'Built-in',
    own: 'Own registration',
    policy: 'Named by the administrator',
  },
  types: {
    desktop: 'Desktop application',
    web: 'Web application',
  },
  fields: {
    source: 'OAuth client',
    clientId: 'Client ID',
    secret: 'Client secret',
    tenant: 'Tenant',
    ownTenant: 'Tenant ID or domain',
    cloud: 'Cloud',
    type: 'Registered as',
    redirectPort: 'Redirect port',
    redirectPath: 'Redirect path',
    redirectUri: 'Redirect URI to register',
    authorizationEndpoint: 'Authorize URL',
    tokenEndpoint: 'Token URL',
    revocationEndpoint: 'Revoke URL',
    guide: 'How to register it',
  },
  help: {
    source:
      'Built-in: sign-ins use the registration of this app. Own registration: they use the one that your company made at the provider.',
    clientId: 'What the provider calls the registration. Microsoft: Application (client) ID.',
    secret:
      'Belongs to the client ID. It is kept in the key store of this computer, goes to the provider alone and is never shown again. A client of Microsoft with a secret is a confidential client: its redirect URI is registered under Web. PKCE is used all the same.',
    tenant: 'Who may sign in at Microsoft. It has to fit the account types of the registration.',
    ownTenant:
      'Directory (tenant) ID of the registration, or a domain of it, e.g. contoso.com. Needed for a single-tenant registration.',
    cloud: 'The cloud of Microsoft that holds the mailboxes.',
    type: 'Desktop application: the browser comes back to any free port. Web application: it comes back to a fixed port and path, which have to be registered.',
    redirectPort:
      'Port on this computer that the browser comes back to. It has to be free while somebody signs in. Microsoft does not compare it, so it may be empty there.',
    redirectPath: 'Path of the redirect URI, e.g. /oauth/redirect.',
    redirectUri:
      'Enter exactly this at the provider. It means this computer: nobody else gets the answer of a sign-in.',
    endpoint: 'Where sign-ins go. It follows from the provider, the cloud and the tenant.',
    guide: 'Step by step through the pages of the provider.',
  },
  tenants: {
    organizations: 'organizations: work and school accounts',
    common: 'common: work, school and personal accounts',
    consumers: 'consumers: personal accounts only',
    own: 'Own tenant',
  },
  clouds: {
    global: 'Global',
    'us-government': 'US Government',
    china: 'China, operated by 21Vianet',
  },
  copy: 'Copy',
  copied: 'Copied',
  noRegistration: 'Nothing has to be registered for a Desktop client of Google.',
  microsoftDesktop: 'Register it under “Mobile and desktop applications”; the port does not matter there.',
  confidential: 'A secret makes it a confidential client: register the redirect URI under Web.',
  noneBuiltIn: 'This version has no client of its own. Register one, and choose Own registration.',
  newSignIn_one: '{{count}} account needs a new sign-in after Save.',
  newSignIn_other: '{{count}} accounts need a new sign-in after Save.',
  findings: {
    required: 'Enter the client ID.',
    googleIdShape: 'Client IDs of Google end in .apps.googleusercontent.com.',
    microsoftIdShape: 'Microsoft’s Application (client) IDs look like 351d6cb2-1c69-4081-9cc2-a769d71567cb.',
    secretIsId: 'This looks like the Secret ID. Enter the Value, which is shown once beside it.',
    secretOfOther: 'The secret that is set belongs to another client ID. Replace or clear it.',
    secretMissing: 'This kind of client usually needs a secret.',
    tenantInvalid: 'Enter a tenant ID or a domain: letters, digits, dots and hyphens.',
    portInvalid: 'Enter a port from 1 to 65535.',
    portRequired: 'Google compares the port: enter the one that is registered.',
    pathInvalid: 'Begin with / and use only letters, digits, and / . _ ~ -',
  },
  guide: {
    show: 'Show the steps',
    hide: 'Hide the steps',
    changed: 'What is different from older guides',
    google: {
      project: 'Open the Google Cloud console and choose a project, or create one.',
      api: 'Enable the Gmail API in the project.',
      branding: 'Google Auth Platform › Branding: enter the name of the app and a support e-mail address.',
      audience:
        'Audience: choose Internal if all mailboxes are in your Google Workspace. With External, publish the app: in Testing, only test users can sign in, and every sign-in ends after 7 days.',
      scopes:
        'Data Access: add the scope below. For Gmail by SMTP it is https://mail.google.com/ instead, which is restricted.',
      client:
        'Clients › Create client: choose Desktop app, and nothing else is asked. Web application works too: then choose it under “{{type}}” above, with a port, and enter the redirect URI from above under Authorized redirect URIs.',
      secret:
        'Copy the client ID and the client secret at once. Choose Own registration above and enter them there.',
      save: 'Save, then sign in to an account.',
    },
    googleChanges: {
      platform:
        '“APIs & Services › OAuth consent screen” is now the Google Auth Platform with pages of its own: Branding, Audience, Data Access, Clients.',
      secretOnce:
        'The client secret is shown only when it is created. Where it was lost, add another one on the page of the client.',
      origins: 'JavaScript origins and a refresh token are not needed. Sign In does that part.',
    },
    microsoft: {
      register:
        'Open App registrations in the Microsoft Entra admin center and choose New registration. Any name will do.',
      accountTypes:
        'Supported account types: for “Accounts in this organizational directory only” choose Own tenant above; for “Accounts in any organizational directory”, organizations; with “and personal Microsoft accounts”, common.',
      redirect:
        'Redirect URI: choose “Public client/native (mobile & desktop)” and enter this. Web works too: then choose Web application under “{{type}}” above, and make a secret.',
      ids: 'Copy the Application (client) ID from the Overview, and for a single tenant the Directory (tenant) ID. Choose Own registration above and enter them there.',
      permissions:
        'API permissions › Add a permission › Microsoft Graph › Delegated permissions: add the ones below. Every sign-in asks for both SMTP.Send and Mail.Send: with the second one an account goes on through Microsoft Graph where SMTP AUTH is switched off. Mail.Send.Shared is for shared mailboxes by that way, Mail.ReadWrite for messages above 3 MB.',
      consent: 'Where users may not consent themselves, choose “Grant admin consent”.',
      secret:
        'Only for Web: Certificates & secrets › New client secret. Copy the Value at once, not the Secret ID, and note when it expires.',
      smtpAuth: 'SMTP AUTH has to be on for each mailbox that sends by SMTP. In Exchange Online PowerShell:',
      save: 'Save, then sign in to an account.',
    },
    microsoftChanges: {
      names:
        'Azure Active Directory is now Microsoft Entra ID. App registrations are the same in the Azure portal and in the Entra admin center.',
      publicClient:
        '“Allow public client flows” can stay off. It is needed only where somebody signs in by a code in a browser elsewhere.',
      graph:
        'User.Read.All is not needed. SMTP.Send is listed under Microsoft Graph, but the app asks for it as outlook.office.com/SMTP.Send, because a token of Graph is refused by the mail server.',
      token: 'No code and no refresh token has to be copied by hand. Sign In does that part.',
    },
    links: {
      googleProject: 'Google Cloud console',
      googleApi: 'Gmail API',
      googleBranding: 'Branding',
      googleAudience: 'Audience',
      googleScopes: 'Data Access',
      googleClients: 'Clients',
      microsoftApps: 'App registrations',
      microsoftQuickstart: 'Microsoft’s own guide',
    },
  },
} as const;
