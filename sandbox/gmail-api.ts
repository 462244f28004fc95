import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { usualMessageSizeBytes } from './fault-state.ts';
import type { FaultState } from './fault-state.ts';
import { gmailScope, gmailSendScope } from './google.ts';
import type { GoogleToken } from './google.ts';
import { createGmailSessions } from './gmail-sessions.ts';
import { readBody, resetConnection, sendJson, textOf, urlOf } from './http-answer.ts';
import type { FillableInbox } from './inbox.ts';
import { headerAddresses, withFrom, withoutFields } from './mail-header.ts';
import type { Directory } from './people.ts';

interface GmailDeps {
  readonly directory: Directory;
  readonly checkAccessToken: (token: string) => GoogleToken | undefined;
  readonly faults: () => FaultState;
  readonly inbox: FillableInbox;
}

/** An error as Google words it. */
export interface GoogleFailure {
  readonly code: number;
  readonly message: string;
  readonly reason: string;
  readonly status: string;
  readonly domain?: string;
  readonly location?: string;
  readonly details?: readonly unknown[];
}

/** Google's error JSON: the old `errors` list beside the new `status` and `details` (gmail/api/guides/handle-errors). */
const sendFailure = (
  response: ServerResponse,
  failure: GoogleFailure,
  headers: Readonly<Record<string, string>> = {},
): void => {
  const { code, message, reason, status, location, details } = failure;
  const where = location === undefined ? {} : { location, locationType: 'header' };
  const errors = [{ message, domain: failure.domain ?? 'global', reason, ...where }];
  const error = { code, message, errors, status, ...(details !== undefined && { details }) };
  sendJson(response, code, { error }, headers);
};

const invalidCredentials: GoogleFailure = {
  code: 401,
  message:
    'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
  reason: 'authError',
  status: 'UNAUTHENTICATED',
  location: 'Authorization',
};

const insufficientScopes: GoogleFailure = {
  code: 403,
  message: 'Request had insufficient authentication scopes.',
  reason: 'insufficientPermissions',
  status: 'PERMISSION_DENIED',
  details: [
    {
      '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
      reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT',
      domain: 'googleapis.com',
      metadata: { service: 'gmail.googleapis.com', method: 'caribou.api.proto.MailboxService.SendMessage' },
    },
  ],
};

const rateLimited = (code: 403 | 429): GoogleFailure => ({
  code,
  message: `User-rate limit exceeded.  Retry after ${new Date(Date.now() + 30_000).toISOString()}`,
  reason: code === 403 ? 'userRateLimitExceeded' : 'rateLimitExceeded',
  domain: 'usageLimits',
  status: 'RESOURCE_EXHAUSTED',
});

const refused = (message: string, reason = 'invalidArgument'): GoogleFailure => ({
  code: 400,
  message,
  reason,
  status: 'INVALID_ARGUMENT',
});

const sendPath = /^(?:\/upload)?\/gmail\/v1\/users\/([^/]+)\/messages\/send$/;

/**
 * Answers Gmail's `users.messages.send` as an upload: the message itself is the request's body, or comes by a session. A
 * request that uploads nothing is refused, once it was found that its sender might have.
 *
 * @see https://developers.google.com/workspace/gmail/api/guides/uploads
 */
export const createGmailApi = (deps: GmailDeps) => {
  const limitBytes = () => Math.min(deps.faults().messageSizeBytes, usualMessageSizeBytes);
  const failureOf = async (
    request: IncomingMessage,
    url: URL,
    raw: Buffer | undefined,
    token: GoogleToken | undefined,
  ): Promise<GoogleFailure | undefined> => {
    const person = deps.directory.byId(token?.personId ?? '');
    if (token === undefined || person === undefined) return invalidCredentials;
    if (!token.scopes.has(gmailSendScope) && !token.scopes.has(gmailScope)) return insufficientScopes;
    const user = decodeURIComponent(sendPath.exec(url.pathname)?.[1] ?? '');
    if (user !== 'me' && user.toLowerCase() !== person.address) {
      return {
        code: 403,
        message: `Delegation denied for ${person.address}`,
        reason: 'forbidden',
        status: 'PERMISSION_DENIED',
      };
    }
    if (!url.pathname.startsWith('/upload/')) {
      return refused(
        raw?.includes('"raw"')
          ? 'This sandbox takes messages by /upload/ only.'
          : "'raw' RFC822 payload message string or uploading message via /upload/* URL required",
      );
    }
    const inSession = url.searchParams.get('uploadType') === 'resumable';
    if (!inSession && url.searchParams.get('uploadType') !== 'media') {
      return refused('This sandbox takes uploadType=media and uploadType=resumable only.');
    }
    const contentType = textOf(request.headers[inSession ? 'x-upload-content-type' : 'content-type']);
    if (!contentType.toLowerCase().startsWith('message/rfc822')) {
      return refused(
        `Media type '${contentType}' is not supported. Valid media types: [message/rfc822]`,
        'badContent',
      );
    }
    const limit = limitBytes();
    if (raw === undefined || (inSession && Number(request.headers['x-upload-content-length']) > limit)) {
      const message = `Request Entity Too Large: the limit is ${limit} bytes.`;
      return { code: 413, message, reason: 'uploadTooLarge', status: 'INVALID_ARGUMENT' };
    }
    // What it is sent to is known once the session has it all.
    if (inSession) return undefined;
    return noRecipient(raw);
  };

  const noRecipient = async (raw: Buffer): Promise<GoogleFailure | undefined> => {
    const { recipients } = await headerAddresses(raw);
    return recipients.length === 0 ? refused('Recipient address required') : undefined;
  };

  /** Puts the message into the inbox as Gmail does: Bcc left out, a foreign From replaced by the account's address. */
  const accept = async (raw: Buffer, personId: string): Promise<void> => {
    const person = deps.directory.byId(personId);
    if (person === undefined) return;
    const { from, recipients } = await headerAddresses(raw);
    const own = [person.address, ...person.aliases];
    const isOwn = from.length > 0 && from.every((address) => own.includes(address.toLowerCase()));
    const visible = withoutFields(raw, 'bcc');
    await deps.inbox.add({
      raw: isOwn ? visible : withFrom(visible, person.address),
      via: 'gmail-api',
      account: person.address,
      envelope: { from: isOwn ? (from[0] ?? person.address) : person.address, to: recipients },
    });
  };

  const sendTaken = (response: ServerResponse): void => {
    const id = randomBytes(8).toString('hex');
    sendJson(response, 200, { id, threadId: id, labelIds: ['SENT'] });
  };

  const sessions = createGmailSessions({
    faults: deps.faults,
    take: async (raw, personId) => {
      const failure = await noRecipient(raw);
      if (failure === undefined) await accept(raw, personId);
      return failure;
    },
    sendTaken,
    sendFailure,
  });

  return {
    /** Whether the path is one of this API's. */
    owns: (path: string): boolean => path.startsWith('/upload/gmail/') || path.startsWith('/gmail/'),
    handle: async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const url = urlOf(request);
      const mode = deps.faults().gmailApi;
      const isServed = mode === 'ok' || mode === 'reset-after-accept';
      if (isServed && (await sessions.handle(request, response, url))) return;
      const raw = await readBody(request, limitBytes());
      if (mode === 'stall') return;
      if (mode === 'reset') {
        resetConnection(request);
        return;
      }
      if (request.method !== 'POST' || !sendPath.test(url.pathname)) {
        sendFailure(response, { code: 404, message: 'Not Found', reason: 'notFound', status: 'NOT_FOUND' });
        return;
      }
      const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
      const token = deps.checkAccessToken(bearer);
      const failure =
        mode === '401'
          ? invalidCredentials
          : mode === '403' || mode === '429'
            ? rateLimited(mode === '403' ? 403 : 429)
            : mode === '500'
              ? {
                  code: 500,
                  message: 'Internal error encountered.',
                  reason: 'backendError',
                  status: 'INTERNAL',
                }
              : await failureOf(request, url, raw, token);
      if (failure !== undefined) {
        sendFailure(
          response,
          failure,
          failure.code === 401
            ? { 'www-authenticate': 'Bearer realm="https://accounts.google.com/", error="invalid_token"' }
            : {},
        );
        return;
      }
      if (url.searchParams.get('uploadType') === 'resumable') {
        const sizeBytes = Number(request.headers['x-upload-content-length']);
        sessions.open(request, response, { personId: token?.personId ?? '', sizeBytes });
        return;
      }
      if (raw !== undefined && token !== undefined) await accept(raw, token.personId);
      if (mode === 'reset-after-accept') {
        resetConnection(request);
        return;
      }
      sendTaken(response);
    },
  };
};
