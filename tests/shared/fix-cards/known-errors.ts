import { errorCatalog } from '../../../shared/errors.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { Symptom } from '../../../shared/fix-cards/symptom.ts';
import type { CardId } from '../../../shared/fix-cards/words.ts';
import { parseProviderError, providerErrorToFailure } from '../../../main/identity/provider-error.ts';
import type { Step } from '../../../main/identity/provider-error.ts';
import { classifyConnectionFailure } from '../../../main/mail/connection-failure.ts';
import { classifyGmailAnswer } from '../../../main/mail/gmail-answer.ts';
import { refusalOfGraph } from '../../../main/mail/graph-answer.ts';
import { classifyReply } from '../../../main/mail/reply-classification.ts';
import type { ReplyStage } from '../../../main/mail/reply-classification.ts';
import { createReplyReader } from '../../../main/mail/smtp-reply.ts';
import { failureName } from '../../../main/failure-name.ts';

/** The bytes of an error, for a server that says them; `connection`: it is not said in one answer of a server. */
export type Wire =
  | { readonly kind: 'token'; readonly step: Step; readonly status: number; readonly body: string }
  | { readonly kind: 'smtp'; readonly stage: ReplyStage; readonly bytes: string }
  | { readonly kind: 'gmail' | 'graph'; readonly status: number; readonly body: string }
  | { readonly kind: 'connection' };

/** One error as it comes over the wire, and the card it has to lead to. */
export interface KnownError {
  readonly card: CardId;
  readonly provider: 'google' | 'microsoft' | 'none';
  readonly symptom: Symptom;
  readonly wire: Wire;
  /** Where these bytes stand. */
  readonly source: string;
}

const correlationId = 'aaaa0000-bb11-2222-33cc-444444dddddd';
const entra = 'learn.microsoft.com/entra/identity-platform/reference-error-codes';

/** An answer of Entra's token endpoint, through the code that reads it. */
function token(
  card: CardId,
  aadsts: number,
  error: string,
  text: string,
  { step = 'refresh', suberror, source = entra }: { step?: Step; suberror?: string; source?: string } = {},
): KnownError {
  const body = JSON.stringify({
    error,
    error_description: `AADSTS${aadsts}: ${text}\r\nTrace ID: 0000aaaa-11bb-cccc-dd33-eeeeee333333\r\nCorrelation ID: ${correlationId}\r\nTimestamp: 2026-11-09 02:02:12Z`,
    error_codes: [aadsts],
    timestamp: '2026-11-09 02:02:12Z',
    trace_id: '0000aaaa-11bb-cccc-dd33-eeeeee333333',
    correlation_id: correlationId,
    error_uri: `https://login.microsoftonline.com/error?code=${aadsts}`,
    ...(suberror !== undefined && { suberror }),
  });
  return { card, provider: 'microsoft', ...ofProvider(body, step, 400), source };
}

/** An answer of Google's token endpoint, or the error of its redirect. */
function google(card: CardId, body: object, step: Step, source: string): KnownError {
  return { card, provider: 'google', ...ofProvider(JSON.stringify(body), step, 400), source };
}

function ofProvider(body: string, step: Step, status: number): Pick<KnownError, 'symptom' | 'wire'> {
  const found = parseProviderError(JSON.parse(body));
  if (!found) throw new Error(`no OAuth error: ${body}`);
  const { code, detail } = providerErrorToFailure(found, step, status);
  return { symptom: { code, ...(detail && { detail }) }, wire: { kind: 'token', step, status, body } };
}

/** A reply of a mail server, byte by byte, through the code that reads it. */
function reply(
  card: CardId,
  stage: ReplyStage,
  bytes: string,
  source: string,
  provider: KnownError['provider'] = 'microsoft',
): KnownError {
  const [read] = createReplyReader().push(Buffer.from(bytes)).replies;
  if (!read) throw new Error(`no reply: ${bytes}`);
  const refusal = classifyReply(stage, read);
  const symptom = { code: refusal.code, reply: refusal.reply ?? '' };
  return { card, provider, symptom, wire: { kind: 'smtp', stage, bytes }, source };
}

function gmailApi(card: CardId, status: number, body: object, source: string): KnownError {
  const answer = { status, retryAfter: '', body: JSON.stringify(body) };
  const outcome = classifyGmailAnswer(answer, [], false, 0);
  if (!('code' in outcome)) throw new Error('not refused');
  const symptom = { code: outcome.code, reply: outcome.reply ?? '' };
  return { card, provider: 'google', symptom, wire: { kind: 'gmail', status, body: answer.body }, source };
}

function graphApi(card: CardId, status: number, code: string, message: string): KnownError {
  const answer = { status, headers: {}, body: JSON.stringify({ error: { code, message } }) };
  const refusal = refusalOfGraph(answer, 0);
  if (!refusal) throw new Error('not refused');
  const symptom = { code: refusal.code, reply: refusal.reply ?? '' };
  const wire = { kind: 'graph', status, body: answer.body } as const;
  return { card, provider: 'microsoft', symptom, wire, source: 'learn.microsoft.com/graph/errors' };
}

/** A connection that failed, as Node or the library reports it; the Check tests produce them on real sockets. */
function network(card: CardId, thrown: object, source: string): KnownError {
  const error = Object.assign(new Error('text'), thrown);
  const { code } = classifyConnectionFailure(error);
  return {
    card,
    provider: 'none',
    symptom: { code, detail: { networkCode: failureName(error) } },
    wire: { kind: 'connection' },
    source,
  };
}

/** What a person sees in the browser never comes back to the app; they copy it. */
const nodemailer = 'nodemailer.com/smtp and lib/errors of the package';
const exchangeTrace = '[MN2PR05CA0004.namprd05.prod.outlook.com 2026-09-12T20:59:57.214Z 08DBB276B7E699C4]';
const gmailCodes = 'support.google.com/a/answer/3726730';
const limits = 'learn.microsoft.com/exchange/troubleshoot/send-emails/smtp-submission-improvements';
const googleNative = 'developers.google.com/identity/protocols/oauth2/native-app';
const gmailApiErrors = 'developers.google.com/workspace/gmail/api/guides/handle-errors';

const chromiumErrors = 'source.chromium.org net/base/net_error_list.h';

const failed = (reason: string, message: string, status: string) => ({
  error: { code: 403, message, errors: [{ domain: 'global', reason, message }], status },
});

/** The errors that are known, one or more samples each. */
export const knownErrors: readonly KnownError[] = [
  token(
    'microsoft-sign-in-revoked',
    50_173,
    'invalid_grant',
    'The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.',
    { suberror: 'bad_token' },
  ),
  token(
    'microsoft-sign-in-expired',
    700_082,
    'invalid_grant',
    'The refresh token has expired due to inactivity. The token was issued on 2026-05-01T08:00:00.0000000Z and was inactive for 90.00:00:00.',
  ),
  token(
    'microsoft-sign-in-frequency',
    70_043,
    'invalid_grant',
    'The refresh token has expired or is invalid due to sign-in frequency checks by conditional access. The token was issued on 2026-11-08T02:02:12.0000000Z and the maximum allowed lifetime for this request is 43200.',
    { suberror: 'token_expired' },
  ),
  token(
    'microsoft-second-factor',
    50_076,
    'invalid_grant',
    "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '00000002-0000-0ff1-ce00-000000000000'.",
    { suberror: 'basic_action' },
  ),
  token(
    'microsoft-consent-missing',
    65_001,
    'invalid_grant',
    "The user or administrator has not consented to use the application with ID '11111111-2222-3333-4444-555555555555' named 'SMTP Setup'. Send an interactive authorization request for this user and resource.",
    { suberror: 'consent_required' },
  ),
  token('permission-declined', 65_004, 'access_denied', 'User declined to consent to access the app.', {
    step: 'authorize',
  }),
  token(
    'microsoft-admin-approval',
    90_094,
    'access_denied',
    'Admin consent is required for the permissions requested by this application.',
    { step: 'authorize', source: 'learn.microsoft.com/troubleshoot/entra/entra-id/app-integration' },
  ),
  token(
    'microsoft-wrong-tenant',
    50_020,
    'interaction_required',
    "User account 'ben@fabrikam.test' from identity provider 'live.com' does not exist in tenant 'Contoso' and cannot access the application '11111111-2222-3333-4444-555555555555'(SMTP Setup) in that tenant.",
    { step: 'redeem' },
  ),
  token(
    'microsoft-app-unknown',
    700_016,
    'unauthorized_client',
    "Application with identifier '11111111-2222-3333-4444-555555555555' was not found in the directory 'Contoso'.",
    { step: 'redeem' },
  ),
  token(
    'microsoft-single-tenant',
    50_194,
    'invalid_request',
    "Application '11111111-2222-3333-4444-555555555555'(SMTP Setup) is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps created after '10/15/2018'. Use a tenant-specific endpoint or configure the application to be multi-tenant.",
    { step: 'redeem' },
  ),
  token(
    'microsoft-redirect-uri',
    50_011,
    'invalid_request',
    "The redirect URI 'http://localhost' specified in the request does not match the redirect URIs configured for the application '11111111-2222-3333-4444-555555555555'.",
    { step: 'authorize' },
  ),
  token(
    'microsoft-web-client',
    7_000_218,
    'invalid_client',
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    { step: 'redeem', source: 'github.com/Azure/azure-sdk-for-go/issues/22386' },
  ),
  token(
    'microsoft-policy-blocks',
    53_003,
    'invalid_grant',
    'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
    { suberror: 'message_only' },
  ),
  token(
    'microsoft-not-assigned',
    50_105,
    'invalid_grant',
    "Your administrator has configured the application SMTP Setup ('11111111-2222-3333-4444-555555555555') to block users unless they are specifically granted ('assigned') access to the application.",
    { step: 'redeem' },
  ),
  token(
    'microsoft-user-locked',
    50_053,
    'invalid_grant',
    "The account is locked, you've tried to sign in too many times with an incorrect user ID or password.",
  ),
  token(
    'microsoft-permission-unregistered',
    650_057,
    'invalid_resource',
    'Invalid resource. The client has requested access to a resource which is not listed in the requested permissions in the client application registration.',
    { step: 'redeem' },
  ),
  token(
    'provider-busy',
    50_196,
    'invalid_request',
    'The server terminated an operation because it encountered a client request loop. Please contact your app vendor.',
  ),
  google(
    'google-sign-in-ended',
    { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
    'refresh',
    'developers.google.com/identity/protocols/oauth2#expiration',
  ),
  google(
    'google-session-length',
    {
      error: 'invalid_grant',
      error_description: 'reauth related error (invalid_rapt)',
      error_uri: 'https://support.google.com/a/answer/9368756',
      error_subtype: 'invalid_rapt',
    },
    'refresh',
    'support.google.com/a/answer/9368756',
  ),
  google(
    'google-client-unknown',
    { error: 'invalid_client', error_description: 'The OAuth client was not found.' },
    'refresh',
    googleNative,
  ),
  google(
    'google-redirect-uri',
    { error: 'redirect_uri_mismatch', error_description: 'Bad Request' },
    'redeem',
    googleNative,
  ),
  google('google-declined', { error: 'access_denied' }, 'authorize', googleNative),
  google('google-admin-policy', { error: 'admin_policy_enforced' }, 'authorize', googleNative),
  google('google-company-only', { error: 'org_internal' }, 'authorize', googleNative),
  google('google-embedded-browser', { error: 'disallowed_useragent' }, 'authorize', googleNative),
  gmailApi(
    'sending-not-allowed',
    403,
    failed('insufficientPermissions', 'Request had insufficient authentication scopes.', 'PERMISSION_DENIED'),
    gmailApiErrors,
  ),
  reply(
    'exchange-token-refused',
    'authentication',
    `535 5.7.3 Authentication unsuccessful ${exchangeTrace}\r\n`,
    'learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth',
  ),
  reply(
    'exchange-smtp-auth-disabled',
    'authentication',
    `535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information. ${exchangeTrace}\r\n`,
    'github.com/simonrob/email-oauth2-proxy/issues/193',
  ),
  reply(
    'exchange-password-refused',
    'authentication',
    `535 5.7.139 Authentication unsuccessful, basic authentication is disabled. ${exchangeTrace}\r\n`,
    'github.com/lukevella/rallly/issues/3154',
  ),
  reply(
    'gmail-password-refused',
    'authentication',
    '535-5.7.8 Username and Password not accepted. For more information, go to\r\n535 5.7.8  https://support.google.com/mail/?p=BadCredentials 5b1f17b1804b1-4358ab1f0ffsm.12 - gsmtp\r\n',
    gmailCodes,
    'none',
  ),
  reply(
    'sign-in-first',
    'sender',
    `530 5.7.57 Client not authenticated to send mail. ${exchangeTrace}\r\n`,
    'learn.microsoft.com/exchange/mail-flow-best-practices/fix-issues-with-printers-scanners-and-lob-applications-that-send-email-using-off',
    'none',
  ),
  reply(
    'send-as-denied',
    'message',
    `554 5.2.252 SendAsDenied; ben@contoso.test not allowed to send as sales@contoso.test; STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied ${exchangeTrace}\r\n`,
    'learn.microsoft.com/exchange/mail-flow-best-practices/non-delivery-reports-in-exchange-online',
  ),
  reply(
    'too-large',
    'message',
    "552-5.3.4 Your message exceeded Google's message size limits. For more information, go to\r\n552 5.3.4  https://support.google.com/mail/?p=MaxSizeError 5b1f17b1804b1-4358ab1f0ffsm.12 - gsmtp\r\n",
    gmailCodes,
    'google',
  ),
  reply(
    'too-many-connections',
    'message',
    '432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded\r\n',
    limits,
  ),
  reply(
    'server-busy',
    'greeting',
    '421 4.3.2 Service not available, closing transmission channel\r\n',
    'RFC 5321 §3.8',
  ),
  reply(
    'quota-used-up',
    'sender',
    '550-5.4.5 Daily user sending limit exceeded. For more information on Gmail\r\n550 5.4.5 sending limits go to https://support.google.com/a/answer/166852 - gsmtp\r\n',
    gmailCodes,
    'google',
  ),
  reply(
    'mailbox-full',
    'message',
    '554 5.2.2 mailbox full; STOREDRV.Submission.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded\r\n',
    limits,
  ),
  reply(
    'sender-blocked',
    'message',
    '550 5.1.8 Access denied, bad outbound sender. For more information please go to http://go.microsoft.com/fwlink/?LinkId=875724.\r\n',
    'learn.microsoft.com/defender-office-365/outbound-spam-restore-restricted-users',
  ),
  reply(
    'recipient-unknown',
    'recipient',
    '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup\r\n',
    'learn.microsoft.com/exchange/mail-flow-best-practices/non-delivery-reports-in-exchange-online',
  ),
  network(
    'tls-method-wrong',
    { code: 'ESOCKET', originalCode: 'ERR_SSL_WRONG_VERSION_NUMBER' },
    'nodejs.org/api/errors.html',
  ),
  network('no-greeting', { code: 'ETIMEDOUT', timeoutType: 'GREETING_TIMEOUT', command: 'CONN' }, nodemailer),
  network(
    'starttls-missing',
    { code: 'ETLS', command: 'STARTTLS', response: '502 5.5.1 Unknown' },
    nodemailer,
  ),
  network('connection-refused', { code: 'ECONNREFUSED' }, 'nodejs.org/api/errors.html'),
  network('name-unknown', { code: 'ENOTFOUND' }, 'nodejs.org/api/errors.html'),
  network('port-blocked', { code: 'ENETUNREACH' }, 'nodejs.org/api/errors.html'),
  network(
    'certificate-unknown',
    { code: 'ESOCKET', originalCode: 'SELF_SIGNED_CERT_IN_CHAIN' },
    'docs.openssl.org X509_STORE_CTX_get_error',
  ),
  network(
    'certificate-name',
    { code: 'ESOCKET', originalCode: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    'nodejs.org/api/errors.html',
  ),
  {
    card: 'network-sign-in',
    provider: 'google',
    symptom: { code: 'provider-unreachable', detail: { status: 407 } },
    wire: { kind: 'token', step: 'refresh', status: 407, body: '<html>Who are you?</html>' },
    source: 'RFC 9110 §15.5.8',
  },
  token(
    'microsoft-secret-id',
    7_000_215,
    'invalid_client',
    "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '11111111-2222-3333-4444-555555555555'.",
    { source: 'github.com/keycloak/keycloak/issues/31294' },
  ),
  token(
    'microsoft-secret-expired',
    7_000_222,
    'invalid_client',
    "The provided client secret keys for app '11111111-2222-3333-4444-555555555555' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.",
    { source: 'github.com/dotnet/sign/issues/849' },
  ),
];

/** Further samples of the same errors, and of those that came later. */
export const moreErrors: readonly KnownError[] = [
  ...['535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6', '535 Incorrect authentication data'].map(
    (text) => reply('password-refused', 'authentication', `${text}\r\n`, 'postfix, exim', 'none'),
  ),
  reply(
    'password-refused',
    'authentication',
    '535 5.7.3 Authentication unsuccessful\r\n',
    'Exchange Server on premises',
    'none',
  ),
  reply(
    'token-refused',
    'authentication',
    '535-5.7.8 Username and Password not accepted. For more information, go to\r\n535 5.7.8  https://support.google.com/mail/?p=BadCredentials 5b1f17b1804b1-4358ab1f0ffsm.12 - gsmtp\r\n',
    'support.google.com/a/answer/3726730',
    'google',
  ),
  ...['ECONNRESET', 'ECONNECTION', 'EPIPE'].map((code) =>
    network('connection-lost', { code }, 'nodejs.org/api/errors.html'),
  ),
  network('proxy-setting-invalid', { code: 'ERR_PROXY_INVALID' }, chromiumErrors),
  ...['ERR_PROXY_CONNECTION_FAILED', 'ERR_PROXY_PROTOCOL'].map((code) =>
    network('proxy-unreachable', { code }, chromiumErrors),
  ),
  network('proxy-refuses', { code: 'ERR_TUNNEL_CONNECTION_FAILED' }, chromiumErrors),
  network('network-sign-in', { code: 'ERR_PROXY_AUTH_REQUESTED' }, chromiumErrors),
  ...[50_132, 50_133, 70_000].map((aadsts) =>
    token('microsoft-sign-in-revoked', aadsts, 'invalid_grant', 'The session is not valid.'),
  ),
  token(
    'microsoft-sign-in-expired',
    70_008,
    'invalid_grant',
    'The refresh token has expired due to inactivity.',
  ),
  ...[50_074, 50_078, 50_079, 50_072].map((aadsts) =>
    token('microsoft-second-factor', aadsts, 'interaction_required', 'Strong authentication is required.'),
  ),
  token('microsoft-code-not-good', 70_018, 'bad_verification_code', 'The code is not known.', {
    step: 'device',
  }),
  token('microsoft-code-not-good', 70_020, 'expired_token', 'This device code has expired.', {
    ...{ step: 'device', source: 'github.com/MicrosoftDocs/azure-docs/issues/92366' },
  }),
  token('permission-declined', 65_004, 'authorization_declined', 'User declined.', { step: 'device' }),
  token('microsoft-web-client', 7_000_218, 'invalid_client', 'The request body must contain a secret.', {
    step: 'device',
  }),
  token('microsoft-admin-approval', 90_095, 'access_denied', 'Admin consent is required.', {
    step: 'authorize',
  }),
  ...[50_034, 51_004, 500_208, 90_072, 16_000].map((aadsts) =>
    token('microsoft-wrong-tenant', aadsts, 'interaction_required', 'The account does not exist.', {
      step: 'redeem',
    }),
  ),
  ...[700_011, 70_001].map((aadsts) =>
    token('microsoft-app-unknown', aadsts, 'unauthorized_client', 'The application is disabled.', {
      step: 'redeem',
    }),
  ),
  token('microsoft-web-client', 70_002, 'invalid_client', 'Error validating credentials.', {
    step: 'redeem',
  }),
  ...[53_000, 53_001, 530_035].map((aadsts) =>
    token('microsoft-policy-blocks', aadsts, 'interaction_required', 'Access has been blocked.'),
  ),
  ...[50_057, 50_055].map((aadsts) =>
    token('microsoft-user-locked', aadsts, 'invalid_grant', 'The account is disabled.'),
  ),
  ...[65_005, 500_011, 70_011, 28_002].map((aadsts) =>
    token('microsoft-permission-unregistered', aadsts, 'invalid_scope', 'The scope is not valid.', {
      step: 'redeem',
    }),
  ),
  {
    card: 'provider-busy',
    provider: 'microsoft',
    ...ofProvider('{"error":"temporarily_unavailable"}', 'refresh', 400),
    source: entra,
  },
  {
    card: 'provider-busy',
    provider: 'google',
    symptom: { code: 'provider-unreachable', detail: { status: 429 } },
    wire: { kind: 'token', step: 'refresh', status: 429, body: '' },
    source: 'RFC 6585 §4',
  },
  google('google-client-unknown', { error: 'deleted_client' }, 'refresh', googleNative),
  google('sending-not-allowed', { error: 'invalid_scope' }, 'authorize', googleNative),
  reply(
    'exchange-password-refused',
    'authentication',
    '550 5.7.30 Basic authentication is not supported for Client Submission.\r\n',
    'techcommunity.microsoft.com, Exchange team blog 4114750',
  ),
  reply(
    'exchange-password-refused',
    'authentication',
    '535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully. Contact your administrator.\r\n',
    limits,
  ),
  reply(
    'gmail-password-refused',
    'authentication',
    '534-5.7.9 Application-specific password required. For more information, go to\r\n534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor 5b1f17b1804b1-4358ab1f0ffsm.12 - gsmtp\r\n',
    gmailCodes,
    'none',
  ),
  reply(
    'sign-in-first',
    'sender',
    '530 5.7.0 Must issue a STARTTLS command first. - gsmtp\r\n',
    gmailCodes,
    'none',
  ),
  reply(
    'send-as-denied',
    'sender',
    '550 5.7.60 SMTP; Client does not have permissions to send as this sender\r\n',
    limits,
  ),
  reply(
    'send-as-denied',
    'message',
    '554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process message due to a permanent exception\r\n',
    'learn.microsoft.com/exchange/mail-flow-best-practices/non-delivery-reports-in-exchange-online',
  ),
  reply(
    'send-as-denied',
    'sender',
    '553 5.7.1 <sales@contoso.test>: Sender address rejected: not owned by user anna@contoso.test\r\n',
    'postfix.org/postconf.5.html#reject_sender_login_mismatch',
    'none',
  ),
  reply('too-large', 'message', '552 5.2.3 Message exceeds local size limit\r\n', 'RFC 3463 §3.3', 'none'),
  reply('too-many-connections', 'sender', '432 4.3.2 Concurrent connections limit exceeded.\r\n', limits),
  reply(
    'server-busy',
    'authentication',
    '454 4.7.0 Temporary authentication failure\r\n',
    'RFC 4954 §6',
    'none',
  ),
  reply(
    'server-busy',
    'recipient',
    '451 4.7.1 Greylisting in action, please come back later\r\n',
    'RFC 6647',
    'none',
  ),
  reply(
    'server-busy',
    'sender',
    '450 4.2.1 Peak SMTP relay limit exceeded for this customer. - gsmtp\r\n',
    gmailCodes,
    'google',
  ),
  reply(
    'quota-used-up',
    'message',
    '554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed to process message due to a permanent exception\r\n',
    limits,
  ),
  reply(
    'sender-blocked',
    'message',
    '550 5.7.501 Access denied, spam abuse detected\r\n',
    'learn.microsoft.com/defender-office-365',
  ),
  reply(
    'recipient-unknown',
    'recipient',
    '550 5.1.1 <x@y.test>: Recipient address rejected: User unknown\r\n',
    'postfix.org',
    'none',
  ),
  gmailApi(
    'server-busy',
    429,
    failed(
      'rateLimitExceeded',
      'User-rate limit exceeded.  Retry after 2026-11-09T02:02:12Z',
      'RESOURCE_EXHAUSTED',
    ),
    gmailApiErrors,
  ),
  gmailApi(
    'quota-used-up',
    403,
    failed('dailyLimitExceeded', 'Daily Limit Exceeded', 'RESOURCE_EXHAUSTED'),
    gmailApiErrors,
  ),
  gmailApi(
    'google-admin-policy',
    403,
    failed('domainPolicy', 'The domain administrators have disabled Gmail apps.', 'PERMISSION_DENIED'),
    gmailApiErrors,
  ),
  gmailApi(
    'gmail-api-disabled',
    403,
    failed(
      'accessNotConfigured',
      'Gmail API has not been used in project 1 before or it is disabled.',
      'PERMISSION_DENIED',
    ),
    gmailApiErrors,
  ),
  gmailApi(
    'no-mailbox',
    400,
    failed('failedPrecondition', 'Mail service not enabled', 'FAILED_PRECONDITION'),
    gmailApiErrors,
  ),
  gmailApi(
    'too-large',
    413,
    failed('uploadTooLarge', 'Request Entity Too Large', 'INVALID_ARGUMENT'),
    gmailApiErrors,
  ),
  ...[
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'CERT_HAS_EXPIRED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
  ].map((originalCode) =>
    network('certificate-unknown', { code: 'ESOCKET', originalCode }, 'docs.openssl.org'),
  ),
  network('name-unknown', { code: 'EAI_AGAIN' }, 'nodejs.org/api/errors.html'),
  network('port-blocked', { code: 'ETIMEDOUT' }, 'nodejs.org/api/errors.html'),
  network('starttls-missing', { code: 'ETIMEDOUT', timeoutType: 'UPGRADE_TIMEOUT' }, nodemailer),
  {
    card: 'network-sign-in',
    provider: 'microsoft',
    symptom: { code: 'provider-response-invalid', detail: { status: 200 } },
    wire: { kind: 'token', step: 'refresh', status: 200, body: '<html>Welcome to the hotel</html>' },
    source: 'RFC 8952 (captive portals)',
  },
];

/** Every code of the app. */
export const everyCode = Object.keys(errorCatalog) as ErrorCode[];

/** The same in the words of Microsoft Graph, and what only it says. */
export const graphErrors: readonly KnownError[] = [
  graphApi(
    'sending-not-allowed',
    403,
    'ErrorAccessDenied',
    'Access is denied. Check credentials and try again.',
  ),
  graphApi(
    'no-mailbox',
    404,
    'MailboxNotEnabledForRESTAPI',
    'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
  ),
  graphApi(
    'send-as-denied',
    403,
    'ErrorSendAsDenied',
    'The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account., Cannot submit message.',
  ),
  graphApi(
    'too-large',
    400,
    'ErrorMessageSizeExceeded',
    'The message exceeds the maximum supported size., Cannot save changes made to an item to store.',
  ),
  {
    card: 'large-messages-not-allowed',
    provider: 'microsoft',
    symptom: {
      code: 'large-messages-not-allowed',
      reply: '403 ErrorAccessDenied Access is denied. Check credentials and try again.',
    },
    // Said of the draft of a message too large for one request; the tests of Graph send one.
    wire: { kind: 'connection' },
    source: 'learn.microsoft.com/graph/outlook-large-attachments',
  },
];
