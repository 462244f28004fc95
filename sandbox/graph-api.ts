import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FaultState } from './fault-state.ts';
import { createGraphDrafts } from './graph-drafts.ts';
import { readBody, resetConnection, sendJson, urlOf } from './http-answer.ts';
import type { FillableInbox } from './inbox.ts';
import { headerAddresses, withoutFields } from './mail-header.ts';
import type { MicrosoftToken } from './microsoft.ts';
import { graph } from './microsoft-scopes.ts';
import type { Directory, Person } from './people.ts';

interface GraphDeps {
  /** `http://localhost:<port>` */
  readonly origin: string;
  readonly directory: Directory;
  readonly checkAccessToken: (token: string) => MicrosoftToken | undefined;
  readonly faults: () => Readonly<FaultState>;
  readonly inbox: FillableInbox;
}

/** An error as Graph says it. */
export interface GraphFailure {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A mailbox that somebody may send from. */
export interface GraphMailbox {
  readonly address: string;
  readonly sendsAs: readonly string[];
  readonly isShared: boolean;
}

/** "The maximum request length supported is 4MB" (microsoft-graph-docs, outlook-send-mime-message). */
export const requestLimitBytes = 4 * 1024 * 1024;

/** Error JSON as learn.microsoft.com/graph/errors shows it. */
const sendFailure = (response: ServerResponse, { status, code, message, headers }: GraphFailure): void => {
  const requestId = randomUUID();
  const innerError = {
    date: new Date().toISOString().slice(0, 19),
    'request-id': requestId,
    'client-request-id': requestId,
  };
  sendJson(
    response,
    status,
    { error: { code, message, innerError } },
    { 'request-id': requestId, ...headers },
  );
};

const realm = `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"`;

const invalidToken = (message: string): GraphFailure => ({
  ...{ status: 401, code: 'InvalidAuthenticationToken', message },
  headers: { 'www-authenticate': realm },
});

/** A claims challenge (learn.microsoft.com, "Claims challenges, claims requests and client capabilities"). */
const claimsChallenge = (): GraphFailure => {
  const claims = Buffer.from('{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}').toString(
    'base64',
  );
  return {
    status: 401,
    code: 'InvalidAuthenticationToken',
    message: 'Continuous access evaluation resulted in challenge with result: InteractionRequired',
    headers: {
      'www-authenticate': `${realm}, error="insufficient_claims", claims="${claims}"`,
    },
  };
};

/** Exchange's two words for it: no permission of the app, and no right of the person. */
export const accessDenied: GraphFailure = {
  status: 403,
  code: 'ErrorAccessDenied',
  message: 'Access is denied. Check credentials and try again.',
};
const sendAsDenied: GraphFailure = {
  status: 403,
  code: 'ErrorSendAsDenied',
  message:
    'The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account., Cannot submit message.',
};

const faultFailures: Readonly<Record<string, GraphFailure>> = {
  '401': invalidToken('Lifetime validation failed, the token is expired.'),
  '403': accessDenied,
  'send-as-denied': sendAsDenied,
  'no-mailbox': {
    status: 404,
    code: 'MailboxNotEnabledForRESTAPI',
    message: 'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
  },
  '429': {
    status: 429,
    code: 'ApplicationThrottled',
    message: 'Application is over its MailboxConcurrency limit.',
    headers: { 'retry-after': '10' },
  },
  '503': {
    status: 503,
    code: 'serviceNotAvailable',
    message: 'The service is temporarily unavailable.',
    headers: { 'retry-after': '10' },
  },
};

const path = /^\/v1\.0\/(?:me|users\/([^/]+))\/(sendMail|messages(?:\/.*)?)$/;
const base64 = /^(?:[A-Za-z0-9+/\s]*)={0,2}\s*$/;

/** Answers the MIME that a request brings in base64; undefined: it is none (ErrorMimeContentInvalidBase64String). */
export const mimeIn = (body: Buffer): Buffer | undefined => {
  const text = body.toString('latin1');
  const mime = base64.test(text) ? Buffer.from(text, 'base64') : Buffer.alloc(0);
  return mime.length > 0 ? mime : undefined;
};

const invalidMime: GraphFailure = {
  status: 400,
  code: 'ErrorMimeContentInvalidBase64String',
  message: 'Invalid base64 string for MIME content.',
};

const scopeNames = (token: MicrosoftToken): ReadonlySet<string> =>
  new Set([...token.scopes].map((scope) => scope.split('/').at(-1) ?? ''));

/**
 * Answers the part of Microsoft Graph that sends: `sendMail` with MIME, and drafts with attachments.
 *
 * @see https://learn.microsoft.com/graph/api/user-sendmail
 */
export const createGraphApi = (deps: GraphDeps) => {
  /** Puts the message into the inbox as Exchange does, Bcc left out; answers why not. */
  const submit = async (mailbox: GraphMailbox, raw: Buffer): Promise<GraphFailure | undefined> => {
    const limit = deps.faults().messageSizeBytes;
    if (raw.length > limit) {
      const message = 'The message exceeds the maximum supported size., Cannot submit message.';
      return { status: 413, code: 'ErrorMessageSizeExceeded', message };
    }
    const { from, recipients } = await headerAddresses(raw);
    if (recipients.length === 0) {
      const message = 'At least one recipient is not valid., Cannot submit message.';
      return { status: 400, code: 'ErrorInvalidRecipients', message };
    }
    if (!from.every((address) => mailbox.sendsAs.includes(address.toLowerCase()))) return sendAsDenied;
    await deps.inbox.add({
      raw: withoutFields(raw, 'bcc'),
      via: 'graph',
      account: mailbox.address,
      envelope: { from: from[0] ?? mailbox.address, to: recipients },
    });
    return undefined;
  };
  const drafts = createGraphDrafts({ origin: deps.origin, submit });

  const mailboxOf = (user: string | undefined, person: Person): GraphMailbox | GraphFailure => {
    const own = { address: person.address, sendsAs: [person.address, ...person.aliases], isShared: false };
    if (user === undefined || deps.directory.byName(user)?.id === person.id) return own;
    const shared = deps.directory.sharedMailbox(user);
    if (shared === undefined) {
      const message = `The requested user '${user}' is invalid.`;
      return { status: 404, code: 'ErrorInvalidUser', message };
    }
    if (!shared.members.includes(person.address)) return sendAsDenied;
    return { address: shared.address, sendsAs: [shared.address], isShared: true };
  };

  /** Whose mailbox the request may act in. */
  const admitted = (request: IncomingMessage, url: URL): GraphMailbox | GraphFailure => {
    const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (bearer === '') return invalidToken('Access token is empty.');
    const token = deps.checkAccessToken(bearer);
    const person = deps.directory.byId(token?.personId ?? '');
    if (token === undefined || person === undefined)
      return invalidToken('Lifetime validation failed, the token is expired.');
    if (token.audience !== graph) return invalidToken('Access token validation failure. Invalid audience.');
    const [, user, action = ''] = path.exec(url.pathname) ?? [];
    const mailbox = mailboxOf(user === undefined ? undefined : decodeURIComponent(user), person);
    if ('code' in mailbox) return mailbox;
    const scopes = scopeNames(token);
    // Sending a draft takes Mail.Send, making one Mail.ReadWrite; another mailbox takes the shared kind of both.
    const isSending = action === 'sendMail' || action.endsWith('/send');
    const scope = `${isSending ? 'Mail.Send' : 'Mail.ReadWrite'}${mailbox.isShared ? '.Shared' : ''}`;
    return scopes.has(scope) ? mailbox : accessDenied;
  };

  const sendMail = async (
    request: IncomingMessage,
    body: Buffer,
    mailbox: GraphMailbox,
  ): Promise<GraphFailure | undefined> => {
    if (!(request.headers['content-type'] ?? '').startsWith('text/plain')) {
      const message = 'This sandbox takes MIME (Content-Type: text/plain) only.';
      return { status: 400, code: 'RequestBodyRead', message };
    }
    const mime = mimeIn(body);
    return mime === undefined ? invalidMime : submit(mailbox, mime);
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = urlOf(request, deps.origin);
    const mode = deps.faults().graphApi;
    const body = await readBody(request, requestLimitBytes);
    if (mode === 'stall') return;
    if (mode === 'reset') {
      resetConnection(request);
      return;
    }
    if (drafts.ownsUpload(url)) {
      drafts.upload(request, response, url, body);
      return;
    }
    const [, , action] = path.exec(url.pathname) ?? [];
    const fault = mode === 'claims' ? claimsChallenge() : faultFailures[mode];
    const refuse = (failure: GraphFailure) => sendFailure(response, failure);
    if (fault) return refuse(fault);
    if (action === undefined)
      return refuse({ status: 404, code: 'UnknownError', message: 'Resource not found.' });
    const mailbox = admitted(request, url);
    if ('code' in mailbox) return refuse(mailbox);
    if (body === undefined) {
      const message = 'The maximum request length supported is 4MB.';
      return refuse({ status: 413, code: 'BadRequest', message });
    }
    const isSendMail = action === 'sendMail' && request.method === 'POST';
    const outcome = isSendMail
      ? await sendMail(request, body, mailbox)
      : await drafts.handle(request, action.replace(/^messages\/?/, ''), body, mailbox);
    if (outcome !== undefined && 'code' in outcome) return refuse(outcome);
    const isSent = isSendMail || action.endsWith('/send');
    if (isSent && mode === 'reset-after-accept') {
      resetConnection(request);
      return;
    }
    const headers = { 'request-id': randomBytes(8).toString('hex') };
    if (outcome !== undefined) sendJson(response, outcome.status, outcome.value, headers);
    else response.writeHead(request.method === 'DELETE' ? 204 : 202, headers).end();
  };

  return {
    /** Whether the path is one of this API's. */
    owns: (text: string): boolean => text.startsWith('/v1.0/') || text.startsWith('/outlook/upload/'),
    handle,
  };
};
