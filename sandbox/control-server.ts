import type { IncomingMessage, ServerResponse } from 'node:http';
import { faultsPage, inboxPage, messagePage } from './control-pages.ts';
import { isFaultRefused } from './fault-body.ts';
import type { FaultDesk } from './faults.ts';
import { readBody, sendJson, sendOn, sendPage, urlOf, wantsPage } from './http-answer.ts';
import type { FillableInbox } from './inbox.ts';
import type { WritableLog } from './log.ts';
import type { Directory } from './people.ts';

interface ControlDeps {
  readonly directory: Directory;
  readonly inbox: FillableInbox;
  readonly faults: FaultDesk;
  readonly log: WritableLog;
  readonly secrets: () => readonly string[];
}

const bodyLimitBytes = 64 * 1024;

// The page comes again by itself; a header does it without a script.
const refreshing = { refresh: '5' };

/**
 * Whether a call that changes something comes from a program or from our own page.
 *
 * Another site can post a form to loopback, but without JSON's content type and with its own Origin.
 */
const isOurs = (request: IncomingMessage): boolean => {
  const { origin, host = '' } = request.headers;
  if (origin !== undefined) return origin === `http://${host}`;
  return request.method === 'DELETE' || isJson(request);
};

const isJson = (request: IncomingMessage): boolean =>
  /^application\/json\b/i.test(request.headers['content-type'] ?? '');

const notFound = (response: ServerResponse): void =>
  sendJson(response, 404, {
    error: 'not-found',
    message: 'There is nothing here; GET /faults lists the calls.',
  });

const stateOf = (faults: FaultDesk) => {
  const { refusedRecipients, deferredRecipients, dropConnection, ...rest } = faults.verbs.state();
  return {
    ...rest,
    refusedRecipients: Object.fromEntries(refusedRecipients),
    deferredRecipients: [...deferredRecipients],
    dropConnection: dropConnection && {
      stage: dropConnection.stage,
      ...(Number.isFinite(dropConnection.timesLeft) && { timesLeft: dropConnection.timesLeft }),
    },
  };
};

/** Answers the handler of `/inbox` and `/faults`. */
export const createControl = (deps: ControlDeps) => {
  const { inbox, faults, log } = deps;

  const readInbox = (request: IncomingMessage, response: ServerResponse, path: string): void => {
    const [, id = '', raw] = /^\/messages\/([^/]+)(\/raw)?$/.exec(path) ?? [];
    if (path === '' || path === '/') {
      sendPage(response, 200, inboxPage(inbox.messages()), refreshing);
    } else if (path === '/messages') {
      sendJson(response, 200, inbox.messages());
    } else if (raw !== undefined && inbox.raw(id) !== undefined) {
      response.writeHead(200, {
        // Never shown by a browser, only saved: the message comes from anybody.
        'content-type': 'message/rfc822',
        'content-disposition': `attachment; filename="message-${Number(id)}.eml"`,
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      });
      response.end(inbox.raw(id));
    } else {
      const message = raw === undefined ? inbox.message(id) : undefined;
      if (message === undefined) notFound(response);
      else if (wantsPage(request)) sendPage(response, 200, messagePage(message));
      else sendJson(response, 200, message);
    }
  };

  const readFaults = (request: IncomingMessage, response: ServerResponse, path: string): void => {
    if (path === '' || path === '/') {
      if (wantsPage(request)) sendPage(response, 200, faultsPage(faults, deps.directory));
      else sendJson(response, 200, faults.calls);
    } else if (path === '/state') {
      sendJson(response, 200, stateOf(faults));
    } else if (path === '/log') {
      sendJson(response, 200, { tokenRequests: log.tokenRequests(), smtpEvents: log.smtpEvents() });
    } else if (path === '/secrets') {
      sendJson(response, 200, deps.secrets());
    } else {
      notFound(response);
    }
  };

  const callFault = async (
    request: IncomingMessage,
    response: ServerResponse,
    name: string,
  ): Promise<void> => {
    const text = (await readBody(request, bodyLimitBytes))?.toString('utf8') ?? '';
    try {
      const body: unknown = isJson(request)
        ? JSON.parse(text === '' ? '{}' : text)
        : Object.fromEntries([...new URLSearchParams(text)].filter(([, value]) => value !== ''));
      if (!faults.call(name, body)) notFound(response);
      else if (isJson(request)) sendJson(response, 200, { ok: true });
      else sendOn(response, '/faults');
    } catch (error) {
      if (!isFaultRefused(error) && !(error instanceof SyntaxError)) throw error;
      const message = isFaultRefused(error) ? error.message : 'the body is not JSON';
      sendJson(response, 400, { error: 'invalid-request', message });
    }
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = urlOf(request);
    const [, area = '', path = ''] = /^\/(inbox|faults)(\/.*)?$/.exec(pathname) ?? [];
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (area === '') {
      if (pathname === '/') sendOn(response, '/inbox/');
      else notFound(response);
    } else if (reads) {
      (area === 'inbox' ? readInbox : readFaults)(request, response, path);
    } else if (!isOurs(request)) {
      const message = 'Send JSON with content-type: application/json, from this computer.';
      sendJson(response, 403, { error: 'forbidden', message });
    } else if (area === 'faults' && path === '/log' && request.method === 'DELETE') {
      log.clear();
      sendJson(response, 200, { ok: true });
    } else if (area === 'faults' && request.method === 'POST') {
      await callFault(request, response, path.slice(1));
    } else if (area === 'inbox' && path === '/messages' && request.method === 'DELETE') {
      inbox.clear();
      sendJson(response, 200, { ok: true });
    } else if (area === 'inbox' && path === '/clear' && request.method === 'POST') {
      inbox.clear();
      sendOn(response, '/inbox/');
    } else {
      notFound(response);
    }
  };
};
