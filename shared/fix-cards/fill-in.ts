import type { AccountRow } from '../account.ts';
import type { ClientInfo, ProviderInfo } from '../app-state.ts';
import { microsoftHosts } from '../oauth-endpoints.ts';
import { appPasswordPage } from './app-passwords.ts';
import type { CopyKey, LinkKey } from './words.ts';

/** What cards are filled in with. */
export interface CardFacts {
  readonly provider: string;
  /** SMTP User. */
  readonly mailbox: string;
  readonly signInAccount: string;
  readonly from: string;
  readonly host: string;
  readonly port: number;
  readonly sendThrough: 'smtp' | 'api';
  /** The provider also takes messages by HTTPS. */
  readonly offersApi: boolean;
  /** Empty: the account has none. */
  readonly providerName: string;
  /** Mail servers of the provider. */
  readonly mailHosts: readonly string[];
  readonly client: ClientInfo | null;
}

/** Answers what an account's cards are filled in with. */
export function factsOf(
  account: Pick<AccountRow, 'provider' | 'user' | 'signInAccount' | 'from' | 'host' | 'port' | 'sendThrough'>,
  providers: readonly ProviderInfo[],
): CardFacts {
  const { provider, user, signInAccount, from, host, port, sendThrough } = account;
  const info = providers.find(({ id }) => id === provider);
  return {
    provider,
    mailbox: user,
    signInAccount: signInAccount || user,
    from: from || user,
    ...{ host, port, sendThrough },
    offersApi:
      sendThrough === 'smtp' && (info?.presets.some((preset) => preset.sendThrough === 'api') ?? false),
    providerName: info?.name ?? '',
    mailHosts: info ? mailHostsOf(info) : [],
    client: info?.client ?? null,
  };
}

function mailHostsOf({ presets, otherHosts = [] }: ProviderInfo): readonly string[] {
  const named = presets.filter(({ sendThrough }) => sendThrough === 'smtp').map(({ host }) => host);
  return [...named, ...otherHosts];
}

/** Facts where no account is known. */
export const noFacts: CardFacts = {
  provider: '',
  mailbox: '',
  signInAccount: '',
  from: '',
  host: '',
  port: 0,
  sendThrough: 'smtp',
  offersApi: false,
  providerName: '',
  mailHosts: [],
  client: null,
};

/** Says whether an address is known to be the one of who signs in, who needs no right to send as themselves. */
export function isOwn(address: string, { signInAccount }: CardFacts): boolean {
  return address !== '' && address.toLowerCase() === signInAccount.toLowerCase();
}

const orPlaceholder = (text: string, placeholder: string) => (text === '' ? `<${placeholder}>` : text);
const anyTenant = new Set(['common', 'organizations', 'consumers']);

/** Tenant that sign-ins go to, as the authorization endpoint says; empty: none. */
export function tenantOf(client: ClientInfo | null): string {
  const path = URL.parse(client?.authorizationEndpoint ?? '')?.pathname ?? '';
  return /^\/([^/]+)\/oauth2\//.exec(path)?.[1] ?? '';
}

function permissionOf({ provider, sendThrough }: CardFacts): string {
  if (provider === 'microsoft') return sendThrough === 'api' ? 'Mail.Send' : 'SMTP.Send';
  if (provider !== 'google') return '';
  return sendThrough === 'api' ? 'https://www.googleapis.com/auth/gmail.send' : 'https://mail.google.com/';
}

/** What the placeholders of the words stand for. */
export type CardValues = Readonly<
  Record<
    | 'mailbox'
    | 'signInAccount'
    | 'from'
    | 'host'
    | 'port'
    | 'tenant'
    | 'redirectUri'
    | 'permission'
    | 'provider'
    | 'providerHosts'
    | 'clockOff',
    string
  >
>;

/** Answers the values for the placeholders of the words. */
export function cardValues(facts: CardFacts, clockOffSeconds: number): CardValues {
  const minutes = Math.round(Math.abs(clockOffSeconds) / 60);
  return {
    mailbox: orPlaceholder(facts.mailbox, 'mailbox'),
    signInAccount: orPlaceholder(facts.signInAccount, 'user'),
    from: orPlaceholder(facts.from, 'address'),
    host: orPlaceholder(facts.host, 'server'),
    port: facts.port === 0 ? '<port>' : String(facts.port),
    tenant: orPlaceholder(tenantOf(facts.client), 'tenant'),
    redirectUri: facts.client?.redirectUri ?? 'http://localhost',
    permission: orPlaceholder(permissionOf(facts), 'permission'),
    provider: orPlaceholder(facts.providerName, 'provider'),
    providerHosts: orPlaceholder(facts.mailHosts.join(', '), 'servers'),
    clockOff: `${minutes} min`,
  };
}

/**
 * Answers a text as one argument of a PowerShell command: whatever a mailbox is called, it stays one argument.
 *
 * PowerShell takes typographic quotes for quotes.
 *
 * @see https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules
 */
export function powerShellArgument(text: string): string {
  const line = text.replace(/\p{C}/gu, '');
  if (/^[A-Za-z0-9<][A-Za-z0-9@._+<>-]*$/.test(line) && !/[<>]/.test(line.slice(1, -1))) return line;
  return `'${line.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`;
}

const plainId = /^[A-Za-z0-9-]{1,64}$/;
const plainUri = /^https?:\/\/[\w.:/~-]+$/;

/** Answers a text to be copied; empty: something that it needs is not known. */
export function copyText(key: CopyKey, facts: CardFacts): string {
  const values = cardValues(facts, 0);
  const argument = (name: keyof CardValues) => powerShellArgument(values[name]);
  const clientId = facts.client?.clientId ?? '';
  const redirectUri = facts.client?.redirectUri ?? '';
  switch (key) {
    case 'enableForMailbox':
      return `Set-CASMailbox -Identity ${argument('mailbox')} -SmtpClientAuthenticationDisabled $false`;
    case 'enableForAll':
      return 'Set-TransportConfig -SmtpClientAuthenticationDisabled $false';
    case 'sendAs':
      return isOwn(facts.from, facts)
        ? ''
        : `Add-RecipientPermission -Identity ${argument('from')} -Trustee ${argument('signInAccount')} -AccessRights SendAs`;
    case 'fullAccess':
      return facts.mailbox === '' || isOwn(facts.mailbox, facts)
        ? ''
        : `Add-MailboxPermission -Identity ${argument('mailbox')} -User ${argument('signInAccount')} -AccessRights FullAccess`;
    case 'unblock':
      return `Remove-BlockedSenderAddress -SenderAddress ${argument('mailbox')}`;
    case 'testPort':
      return facts.host === ''
        ? ''
        : `Test-NetConnection -ComputerName ${argument('host')} -Port ${argument('port')}`;
    case 'publicClient':
      return plainId.test(clientId) && plainUri.test(redirectUri)
        ? `az ad app update --id ${clientId} --is-fallback-public-client true --public-client-redirect-uris ${redirectUri}`
        : '';
    case 'consentLink':
      return consentLink(facts.client);
    case 'redirectUri':
      return redirectUri;
    case 'clientId':
      return clientId;
    case 'permission':
      return permissionOf(facts);
    case 'largePermission':
      return 'Mail.ReadWrite';
    default:
      return key satisfies never;
  }
}

/**
 * Answers the page where an administrator allows the app for a whole organisation; empty: there is no client, or the provider
 * has none.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/v2-admin-consent
 */
export function consentLink(client: ClientInfo | null): string {
  const tenant = tenantOf(client);
  const endpoint = URL.parse(client?.authorizationEndpoint ?? '');
  if (!client || client.clientId === '' || tenant === '' || !endpoint) return '';
  const directory = anyTenant.has(tenant) ? 'organizations' : tenant;
  return `${endpoint.origin}/${directory}/adminconsent?client_id=${encodeURIComponent(client.clientId)}`;
}

const pages: Readonly<Record<Exclude<LinkKey, 'microsoftError' | 'appPasswords'>, string>> = {
  secondFactor: 'https://aka.ms/mfasetup',
  entraApps: 'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade',
  entraSignInLogs: 'https://entra.microsoft.com/',
  resetPassword: 'https://aka.ms/sspr',
  googleClients: 'https://console.cloud.google.com/auth/clients',
  googleAudience: 'https://console.cloud.google.com/auth/audience',
  googleAppAccess: 'https://admin.google.com/ac/owl',
  googleAppPasswords: 'https://myaccount.google.com/apppasswords',
  gmailApi: 'https://console.cloud.google.com/apis/library/gmail.googleapis.com',
  smtpAuthHelp: 'https://aka.ms/smtp_auth_disabled',
  restrictedEntities: 'https://security.microsoft.com/restrictedentities',
  newSecret: 'https://aka.ms/NewClientSecret',
};

/**
 * Answers a page that helps; empty: there is none for this error.
 *
 * @param aadsts number of Microsoft's error; 0: none
 * @param facts the endpoints of the client say in which of Microsoft's clouds it is registered
 */
export function linkUrl(key: LinkKey, aadsts: number, { client, host }: CardFacts): string {
  if (key === 'appPasswords') return appPasswordPage(host);
  if (key === 'entraApps' || key === 'entraSignInLogs') return inCloudOf(client, pages[key]);
  if (key !== 'microsoftError') return pages[key];
  return aadsts === 0 ? '' : `https://login.microsoftonline.com/error?code=${aadsts}`;
}

/** Each of Microsoft's clouds has its own place where apps are registered. */
const portals: Readonly<Record<string, string>> = {
  [microsoftHosts['us-government']]: 'https://portal.azure.us',
  [microsoftHosts.china]: 'https://portal.azure.cn',
};

/** @see https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud */
function inCloudOf(client: ClientInfo | null, page: string): string {
  const portal = portals[URL.parse(client?.authorizationEndpoint ?? '')?.hostname ?? ''];
  return portal === undefined ? page : page.replace('https://entra.microsoft.com', portal);
}
