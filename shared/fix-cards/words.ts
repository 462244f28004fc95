/**
 * English words of the fix cards, for the window, the command line and `docs/errors.md`: what happened and why.
 *
 * `{{…}}` is filled in for the account.
 */
export const cardWords = {
  'microsoft-sign-in-revoked': {
    title: 'The sign-in was withdrawn',
    cause:
      'Microsoft ended it, for example because the password was changed or an administrator ended all sign-ins.',
  },
  'microsoft-sign-in-expired': {
    title: 'The sign-in has expired',
    cause: 'Microsoft ends a sign-in that was not used for 90 days.',
  },
  'microsoft-sign-in-frequency': {
    title: 'Your organisation asks for a new sign-in',
    cause: 'A policy of your organisation ends every sign-in after some time, so this will happen again.',
  },
  'microsoft-second-factor': {
    title: 'A second factor is needed',
    cause: 'Microsoft wants more than the password: an app, a code or a key.',
  },
  'microsoft-consent-missing': {
    title: 'Nobody has allowed this app yet',
    cause: 'Microsoft has no consent to it, neither from you nor from your organisation.',
  },
  'permission-declined': {
    title: 'The permission was declined',
    cause: 'On the page of the provider somebody chose Cancel instead of Accept.',
  },
  'microsoft-code-not-good': {
    title: 'The code for signing in is not good any more',
    cause: 'It has expired, was used already or was mistyped.',
  },
  'microsoft-admin-approval': {
    title: 'Only an administrator may allow this app',
    cause: 'Your organisation does not let people consent to apps themselves.',
  },
  'microsoft-wrong-tenant': {
    title: 'This account belongs to another organisation',
    cause: 'Whoever signed in is unknown in the directory of the app, or has an account of the wrong kind.',
  },
  'microsoft-app-unknown': {
    title: 'Microsoft does not know this app',
    cause: 'The client ID is wrong, belongs to another tenant, or the app was disabled there.',
  },
  'microsoft-single-tenant': {
    title: 'The app is registered for one organisation only',
    cause: 'Such an app signs in at its own tenant, not at “{{tenant}}”.',
  },
  'microsoft-redirect-uri': {
    title: 'The redirect URI is not registered',
    cause: 'Microsoft only answers at addresses that stand in the app registration.',
  },
  'microsoft-web-client': {
    title: 'The app is registered as a web app',
    cause: 'Microsoft wants a client secret that an app on a desktop does not have.',
  },
  'microsoft-policy-blocks': {
    title: 'A security policy blocks this sign-in',
    cause:
      'Conditional Access or the security defaults of your organisation refused it, for example because of the device.',
  },
  'microsoft-not-assigned': {
    title: 'You are not assigned to this app',
    cause: 'Your organisation lets only chosen people use it.',
  },
  'microsoft-user-locked': {
    title: 'The Microsoft account is locked',
    cause: 'It is locked or disabled, or its password has expired.',
  },
  'microsoft-permission-unregistered': {
    title: 'The app may not ask for this permission',
    cause: 'The permission to send e-mail does not stand in the app registration.',
  },
  'provider-busy': {
    title: 'The provider asks to wait',
    cause: 'It got too many requests, or has a bad moment. The sign-in is still good.',
  },
  'google-sign-in-ended': {
    title: 'Google ended the sign-in',
    cause:
      'It was withdrawn, not used for six months, or the password was changed. Where it ends every seven days, the Google project is still in Testing.',
  },
  'google-testing-ended': {
    title: 'Google ended the sign-in after seven days',
    cause: 'The Google project is probably still in Testing: there every sign-in ends after a week.',
  },
  'google-private-account': {
    title: 'This is a private Google account',
    cause: 'Somebody made it for an address of the company. Google has no mailbox for it.',
  },
  'google-session-length': {
    title: 'Your Google Workspace asks for a new sign-in',
    cause: 'A policy ends every session after some time, so this will happen again.',
  },
  'google-client-unknown': {
    title: 'Google does not know this app',
    cause: 'The client ID or its secret is wrong, or the client was deleted.',
  },
  'google-redirect-uri': {
    title: 'The Google client is not of the kind for desktop apps',
    cause: 'Only clients of the kind Desktop may send the browser back to this computer.',
  },
  'google-declined': {
    title: 'Google did not get the permission',
    cause: 'Somebody chose Cancel, or the Google project is in Testing and this person is no test user.',
  },
  'google-admin-policy': {
    title: 'Your Google Workspace blocks this app',
    cause: 'An administrator has to trust it first.',
  },
  'google-company-only': {
    title: 'This app is for accounts of one company',
    cause: 'The Google project is of the kind Internal, and somebody of another company signed in.',
  },
  'google-embedded-browser': {
    title: 'Google does not accept this browser',
    cause: 'The page was opened in a window inside another program.',
  },
  'sending-not-allowed': {
    title: 'Sending e-mail was not allowed',
    cause: 'The box for sending e-mail was not ticked at the sign-in, or another permission was given.',
  },
  'large-messages-not-allowed': {
    title: 'The sign-in does not allow messages of this size',
    cause:
      'Microsoft Graph takes more than 3 MB only by way of a draft, and nobody has allowed the app to make one. Nothing was sent.',
  },
  'exchange-token-refused': {
    title: 'Exchange does not take this sign-in for the mailbox',
    cause:
      'A fresh token was refused too: {{signInAccount}} has no rights to send from {{mailbox}}, or somebody else signed in.',
  },
  'exchange-smtp-auth-disabled': {
    title: 'SMTP AUTH is switched off for this mailbox',
    cause: 'Exchange Online has it off by default. Signing in again changes nothing.',
  },
  'exchange-password-refused': {
    title: 'Microsoft does not take this password',
    cause: 'Basic authentication is switched off for the organisation, or a policy forbids it here.',
  },
  'password-refused': {
    title: 'The server does not take user name and password',
    cause:
      'It refused them for {{mailbox}}: the password was changed or mistyped, or the server wants an app password.',
  },
  'token-refused': {
    title: 'The server does not take this sign-in',
    cause:
      'A fresh token was refused too: {{signInAccount}} has no rights to the mailbox {{mailbox}}, or the server takes no tokens of this provider.',
  },
  'wrong-account': {
    title: 'Somebody else signed in',
    cause:
      'This account is for {{signInAccount}}, and the browser was signed in as another person. Nothing was changed.',
  },
  'server-not-providers': {
    title: 'The server {{host}} does not belong to {{provider}}',
    cause:
      'Whoever gets the sign-in can send as {{mailbox}}, so it is not shown to a server that nobody knows to be of {{provider}}. Nothing was sent.',
  },
  'sign-in-needed': {
    title: 'Somebody has to sign in',
    cause: 'There is no sign-in for this account, or the provider does not accept it any more.',
  },
  'connection-lost': {
    title: 'The connection broke off',
    cause: '{{host}} answered, and then the connection was cut or went silent before the message was there.',
  },
  'gmail-password-refused': {
    title: 'Gmail does not take this password',
    cause: 'Gmail wants a sign-in with Google, or an app password instead of the usual one.',
  },
  'sign-in-first': {
    title: 'The server wants TLS or a sign-in first',
    cause:
      'It does not take messages from somebody it does not know, or over a connection that anybody can read.',
  },
  'send-as-denied': {
    title: 'This account may not send as {{from}}',
    cause: 'The From address belongs to somebody else, or the right to send as it is missing.',
  },
  'too-large': {
    title: 'The message is too large',
    cause:
      'With its documents it is larger than the server takes. Documents grow by about a third on the way.',
  },
  'too-many-connections': {
    title: 'Too many connections at once',
    cause: 'Microsoft takes three connections of one mailbox; other programs or devices use it too.',
  },
  'server-busy': {
    title: 'The server asks to wait',
    cause: 'It is busy, or this account sends faster than it allows.',
  },
  'quota-used-up': {
    title: 'The limit of today is used up',
    cause: 'The provider counts messages or recipients per day, and this mailbox has reached the number.',
  },
  'mailbox-full': {
    title: 'Your mailbox is full',
    cause: 'What is sent is kept in Sent Items, and there is no room left for it.',
  },
  'sender-blocked': {
    title: 'The mailbox is blocked because of spam',
    cause: 'Microsoft found its messages suspicious and lets nothing out any more.',
  },
  'recipient-unknown': {
    title: 'The recipient does not exist',
    cause: 'The server knows no mailbox with this address.',
  },
  'tls-method-wrong': {
    title: 'The TLS method does not fit the port',
    cause: 'The server on port {{port}} does not begin with TLS.',
  },
  'no-greeting': {
    title: 'The server does not say anything',
    cause: 'Either it waits for TLS from the first byte, as on port 465, or a firewall is in between.',
  },
  'starttls-missing': {
    title: 'The server offers no STARTTLS',
    cause: 'It has none, or something in between took it away. Nothing is sent without TLS.',
  },
  'connection-refused': {
    title: 'Nothing answers on this port',
    cause: 'No mail server listens on port {{port}} of {{host}}, or a firewall turns the connection away.',
  },
  'name-unknown': {
    title: 'The server name cannot be found',
    cause: 'The name {{host}} is misspelt, or this computer is offline.',
  },
  'port-blocked': {
    title: 'The server cannot be reached',
    cause: 'Nothing came back from {{host}}. Many networks block the mail ports 25, 465 and 587.',
  },
  'certificate-unknown': {
    title: 'The certificate of the server is not trusted',
    cause:
      'It has expired, was made by a company-internal authority, or a program in between inspects the traffic.',
  },
  'certificate-name': {
    title: 'The certificate is for another name',
    cause: 'The server is not called {{host}} in its certificate.',
  },
  'proxy-setting-invalid': {
    title: 'What is set as the proxy is none',
    cause:
      'This computer is told to go through a proxy, and what it is told is no URL of an http, https or socks5 proxy, or has a name or password that cannot be sent to it.',
  },
  'proxy-unreachable': {
    title: 'The proxy does not answer',
    cause: 'This computer is told to go through a proxy, and nothing that is one answers at its address.',
  },
  'proxy-refuses': {
    title: 'The proxy does not let this through',
    cause: 'It was asked for port {{port}} of {{host}}, and forbids it or cannot reach the server itself.',
  },
  'network-sign-in': {
    title: 'Something in between answered instead of the provider',
    cause: 'A proxy wants to know who you are, or a network shows its own page first, as in a hotel.',
  },
  'microsoft-secret-id': {
    title: 'The client secret is wrong',
    cause: 'Often the ID of the secret was entered instead of its value.',
  },
  'microsoft-secret-expired': {
    title: 'The client secret has expired',
    cause: 'Microsoft gives secrets an end; after it nobody can sign in.',
  },
  'gmail-api-disabled': {
    title: 'The Gmail API is switched off',
    cause: 'It has to be enabled in the Google project of the client.',
  },
  'no-mailbox': {
    title: 'This person has no mailbox there',
    cause: 'The account exists, but has no mailbox at the provider, for want of a licence for instance.',
  },
  'clock-wrong': {
    title: 'The clock of this computer is wrong',
    cause: 'It is {{clockOff}} off. Certificates and tokens are only good at their time.',
  },
} as const;

/** One thing to do each; who does it stands in the rules. */
export const stepWords = {
  confirmServer:
    'Or, where your administrator has named {{host}}, press OK there and agree that the sign-in is shown to it.',
  enterProvidersServer: 'Edit the account and enter a server of {{provider}} as its host: {{providerHosts}}.',
  checkMailScanner:
    'If it happens with every message, look for a firewall or virus scanner that cuts connections to port {{port}}.',
  enterPasswordAgain: 'Enter the SMTP Password again, the one of {{mailbox}}.',
  checkUser: 'Check SMTP User: some servers want the whole address, others only the name before the @.',
  makeAppPassword:
    'This provider takes app passwords only: make one on its page and enter it as SMTP Password.',
  allowPasswords: 'Check that the mailbox may send with a password and is not locked.',
  takeTokens: 'Check that the server takes tokens of this provider for the mailbox.',
  chooseOtherAccount:
    'If the browser signs in by itself, choose “Use another account” there, or copy the sign-in link into another browser profile.',
  changeUser: 'Or, if that mailbox is meant, edit the account and change SMTP User.',
  checkSignInPolicy: 'If it ends again and again, look for the reason in the sign-in log of the provider.',
  signInAgain: 'Sign in again.',
  keepRunning: 'Leave the app running now and then: it renews every sign-in once a day.',
  relaxSignInFrequency:
    'If sending has to go on unattended, exclude this app from the sign-in frequency policy in Entra.',
  finishSecondFactor: 'Sign in and confirm with the second factor.',
  registerSecondFactor: 'If you have none yet, set one up first.',
  signInAndAccept: 'Sign in and choose Accept.',
  getNewCode: 'Start the sign-in by code again, and give the new code to the owner of the mailbox.',
  grantConsent: 'Open the consent link and accept for the whole organisation.',
  signInAfterwards: 'Sign in again afterwards.',
  useWorkAccount: 'Sign in with the account of your work, {{signInAccount}}.',
  checkTenant: 'Check the tenant of the OAuth client (it is “{{tenant}}”), or invite the person as a guest.',
  checkMicrosoftClient: 'Compare client ID and tenant with the app registration in Entra.',
  enableApp: 'Under Enterprise applications, look whether the app is enabled for users to sign in.',
  enterTenant: 'Enter the directory (tenant) ID instead of “{{tenant}}”.',
  makeMultiTenant: 'Or let the registration take accounts in any organisational directory.',
  addRedirectUri:
    'In the app registration, under Authentication, add {{redirectUri}} to the platform “Mobile and desktop applications”.',
  moveToDesktop:
    'Move the redirect URI from the platform “Web” to “Mobile and desktop applications”, or allow public client flows.',
  enterSecret: 'Or enter the secret of the client here.',
  useManagedDevice: 'Try it on a computer that your organisation manages.',
  allowInPolicy:
    'Look up the correlation ID in the sign-in logs of Entra: they name the policy. Allow the app there, or enrol the device.',
  assignUser: 'Under Enterprise applications, assign {{signInAccount}} to the app.',
  changePassword: 'Change or reset the password, then sign in again.',
  unlockUser: 'Unlock or enable {{signInAccount}}.',
  addMailPermission:
    'In the app registration, under API permissions, add the delegated permission {{permission}}, then grant admin consent.',
  waitForRetry: 'Nothing to do: it is tried again by itself.',
  publishProject:
    'Where it ends every week: publish the Google project, or make it Internal. Sign in once more afterwards.',
  publishTestingProject: 'Publish the Google project, or make it Internal: then a sign-in lasts.',
  addToWorkspace: 'Or give {{signInAccount}} an account in your Google Workspace.',
  trustGoogleApp: 'In the Google Admin console, under App access control, set the client ID to Trusted.',
  checkGoogleClient: 'Compare client ID and secret with the client in the Google console.',
  createDesktopClient: 'Create an OAuth client of the kind Desktop app, and enter its ID and secret here.',
  addTestUser: 'Add {{signInAccount}} to the test users, or publish the Google project.',
  useCompanyAccount: 'Sign in with your account of the company.',
  makeExternal: 'Or set the user type of the Google project to External.',
  useSystemBrowser: 'Copy the sign-in link and open it in Chrome, Edge, Firefox or Safari.',
  tickSending: 'Sign in again and leave the box for sending e-mail ticked.',
  signInAsOwner: 'Sign in again as {{signInAccount}}.',
  giveMailboxRights: 'Give {{signInAccount}} the rights to the mailbox.',
  enableSmtpAuth: 'Run the first command in Exchange Online PowerShell; it takes some minutes to work.',
  enableSmtpAuthForAll: 'Only where every mailbox is meant: run the second one.',
  securityDefaults: 'Security defaults keep SMTP AUTH off whatever the mailbox says.',
  switchToGraph: 'Or let the account send through Microsoft Graph, which needs no SMTP AUTH.',
  allowLargeMessages: 'Sign in again and allow large messages; the app then may read and write this mailbox.',
  consentToLarge: 'Where people may not allow it themselves: consent to the permission for the app.',
  switchToMicrosoft: 'Edit the account and choose Microsoft as OAuth Service Provider.',
  switchToGoogle: 'Edit the account and choose Google as OAuth Service Provider.',
  useAppPassword: 'Or make an app password in your Google account and enter it as SMTP Password.',
  turnOnTls: 'Edit the account and enable SMTP over SSL or TLS.',
  enterUser: 'Enter SMTP User and password, or allow this computer to send without.',
  changeFrom: 'Use a From address of your own.',
  grantSendAs: 'Give {{signInAccount}} the right to send as {{from}}.',
  smallerDocuments: 'Send fewer or smaller documents, or a link to them.',
  waitUntilTomorrow: 'Nothing to do: it is tried again until the limit opens, within 24 hours.',
  emptySentItems: 'Empty Sent Items, or ask for a larger mailbox.',
  unblockSender: 'Find out why, then release the mailbox under Restricted entities in Microsoft Defender.',
  checkRecipients: 'Check the address, then send again.',
  chooseStarttls: 'Edit the account: choose STARTTLS for port 587 or 25, or port 465 for Implicit.',
  chooseImplicit: 'On port 465, edit the account and choose Implicit.',
  checkFirewall: 'Let this computer reach port {{port}} of {{host}}.',
  checkStarttls:
    'Look why the server offers no STARTTLS, or name the port where it speaks TLS from the first byte.',
  checkHostAndPort: 'Check host name and port.',
  checkHostName: 'Check the spelling of the host name.',
  checkNetwork: 'Check whether this computer is online.',
  useHttps: 'Or send through the interface of the provider, which only needs port 443.',
  trustAuthority:
    'If the certificate is right, name its authority in the policy file or start the app with --ca-file. There is no way to ignore it.',
  renewCertificate: 'If it has expired, renew it.',
  checkClock: 'Check date and time of this computer.',
  useCertificateName: 'Edit the account and enter a name that stands in the certificate.',
  signInToNetwork: 'Open any page in the browser and sign in to the network.',
  correctProxyVariable:
    'Correct HTTPS_PROXY or ALL_PROXY, for example to http://proxy.example:3128, then start the app again.',
  checkProxyAddress:
    'Check the proxy of this computer in the settings of the system, or in HTTPS_PROXY and ALL_PROXY.',
  allowInProxy: 'Let the proxy open connections to port {{port}} of {{host}}.',
  goAroundProxy:
    'Where the server can be reached without: add {{host}} to the exceptions of the proxy, or to NO_PROXY.',
  setUpProxy: 'Let this computer through the proxy, or allow the hosts of the provider without it.',
  enterSecretValue:
    'Enter the value of the secret. It is shown once when the secret is made; make a new one if it is lost.',
  makeNewSecret: 'Make a new client secret and enter its value.',
  enableGmailApi: 'Enable the Gmail API in the Google project of the client.',
  assignLicence: 'Give {{signInAccount}} a licence with a mailbox.',
  useOtherAccount: 'Or sign in with an account that has a mailbox.',
  setClock: 'Let the computer set its clock by itself, then try again.',
} as const;

/** Labels of what can be copied. */
export const copyWords = {
  enableForMailbox: 'Command for this mailbox',
  enableForAll: 'Command for the whole organisation',
  sendAs: 'Command that lets them send as this address',
  fullAccess: 'Command that opens the mailbox to them',
  unblock: 'Command that releases the mailbox',
  publicClient: 'Command that changes the registration',
  testPort: 'Command that tries the port',
  consentLink: 'Consent link for the administrator',
  redirectUri: 'Redirect URI',
  clientId: 'Client ID',
  permission: 'Permission',
  largePermission: 'Permission for large messages',
} as const;

/** Labels of pages that help. */
export const linkWords = {
  microsoftError: 'What Microsoft says about this number',
  secondFactor: 'Set up a second factor',
  entraApps: 'App registrations in Entra',
  entraSignInLogs: 'Sign-in logs in Entra',
  resetPassword: 'Reset the password',
  googleClients: 'Clients in the Google console',
  googleAudience: 'Audience in the Google console',
  googleAppAccess: 'App access control in the Google Admin console',
  googleAppPasswords: 'App passwords in your Google account',
  appPasswords: 'Make an app password',
  gmailApi: 'Gmail API in the Google console',
  smtpAuthHelp: 'Microsoft about SMTP AUTH',
  restrictedEntities: 'Restricted entities in Microsoft Defender',
  newSecret: 'Make a new secret',
} as const;

/** Who can do something about it. */
export const whoWords = {
  you: 'You can fix this',
  administrator: 'Your administrator can fix this',
  wait: 'This passes by itself',
} as const;

export type CardId = keyof typeof cardWords;
export type StepKey = keyof typeof stepWords;
export type CopyKey = keyof typeof copyWords;
export type LinkKey = keyof typeof linkWords;
export type Who = keyof typeof whoWords;
