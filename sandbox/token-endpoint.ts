import { IncomingMessage } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { deviceCodeGrant } from './dress.ts';
import type { Dress, DressedAnswer, IdentityDeps } from './dress.ts';
import { readForm, resetConnection, sendJson, sendPage, textOf, urlOf } from './http-answer.ts';
import { html, page } from './html.ts';

/** The token endpoint around the one of `oidc-provider`: what comes before it and what is made of its answer. */
export interface TokenEndpoint {
  /** Answers the request itself, or a copy of it for `oidc-provider` to answer. */
  readonly receive: (
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ) => Promise<IncomingMessage | undefined>;
  /** Answers a copy of a request for a code for another computer, for `oidc-provider` to answer. */
  readonly receiveDevice: (request: IncomingMessage, path: string) => Promise<IncomingMessage>;
  /** Remembers the reason that `oidc-provider` keeps out of its answer. */
  readonly failed: (context: object, error: string, reason: string) => void;
  /** Puts `oidc-provider`'s answer into the provider's dress. */
  readonly dressAnswer: (context: KoaContextWithOIDC) => void;
  readonly dressDeviceAnswer: (context: KoaContextWithOIDC) => void;
}

/** What a proxy or a hotel's log-in page puts in front of an endpoint. */
const proxyPage = page({
  title: '502 Bad Gateway',
  look: 'card',
  content: html`<h1>502 Bad Gateway</h1>
    <p>The proxy server received an invalid response.</p>`,
});

/** An error that nobody has heard of, from a server that quotes whatever it was sent. */
const echoOf = (form: URLSearchParams, { headers }: IncomingMessage) => ({
  error: 'unheard_of',
  error_description: `The gateway\u0007 cannot read ${form.toString()}\r\n${[...form.values()].join(' ')} ${headers.authorization ?? ''}`,
});

/** The id by which a client finds its request again, as MSAL sends it. */
const correlationOf = (request: IncomingMessage): string | undefined =>
  urlOf(request).searchParams.get('client-request-id') ?? request.headers['client-request-id']?.toString();

const objectOf = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Buffer.isBuffer(value) ? { ...value } : undefined;

/** Answers the token endpoint of one provider; each request leaves a line in the log. */
export const createTokenEndpoint = (deps: IdentityDeps, dress: Dress): TokenEndpoint => {
  const { brand } = dress;
  const { directory, store, log } = deps;
  const forms = new WeakMap<IncomingMessage, URLSearchParams>();
  const reasons = new WeakMap<object, { readonly error: string; readonly reason: string }>();

  const presentedIn = (form: URLSearchParams): string =>
    form.get('refresh_token') ?? form.get('device_code') ?? form.get('code') ?? '';
  const logRequest = (form: URLSearchParams, error: string | undefined): void =>
    log.tokenRequest({
      provider: brand,
      grantType: form.get('grant_type') ?? '',
      address: directory.byId(store.ownerOf(presentedIn(form)) ?? '')?.address,
      ok: error === undefined,
      error,
    });

  const failureOf = (context: KoaContextWithOIDC, form: URLSearchParams): DressedAnswer => {
    const body = objectOf(context.body) ?? {};
    const known = reasons.get(context) ?? { error: textOf(body['error']), reason: '' };
    return dress.dressFailure({ ...known, form, correlationId: correlationOf(context.req) });
  };

  const dressDeviceAnswer = (context: KoaContextWithOIDC): void => {
    const form = forms.get(context.req) ?? new URLSearchParams();
    const body = objectOf(context.body) ?? {};
    if (context.status === 200) {
      context.body = dress.deviceCodes?.dressAnswer(body) ?? body;
      return;
    }
    const { status, body: failure } = failureOf(context, form);
    context.status = status;
    context.body = failure;
  };

  const dressAnswer = (context: KoaContextWithOIDC): void => {
    const form = forms.get(context.req) ?? new URLSearchParams();
    const person = directory.byId(store.ownerOf(presentedIn(form)) ?? '');
    const body = objectOf(context.body) ?? {};
    const ok = context.status === 200 && person !== undefined;
    let answer: DressedAnswer;
    if (ok) {
      answer = { status: 200, body: dress.dressTokens(body, form, person) };
    } else {
      answer = failureOf(context, form);
    }
    const lost = ok && deps.faults().tokenEndpoint[brand] === 'lost-answer';
    const error = ok ? undefined : textOf(answer.body['error']);
    logRequest(form, lost ? 'fault:lost-answer' : error);
    if (lost) {
      context.respond = false;
      resetConnection(context.req);
      return;
    }
    context.status = answer.status;
    context.set(answer.headers ?? {});
    context.body = answer.body;
  };

  /** The same request once more with a body that was already read. */
  const replayed = (request: IncomingMessage, path: string, form: URLSearchParams): IncomingMessage => {
    const body = Buffer.from(form.toString());
    const copy = new IncomingMessage(request.socket);
    copy.method = request.method ?? 'POST';
    copy.url = path;
    copy.httpVersionMajor = request.httpVersionMajor;
    copy.httpVersionMinor = request.httpVersionMinor;
    copy.headers = { ...request.headers, accept: 'application/json', 'content-length': String(body.length) };
    delete copy.headers['transfer-encoding'];
    // Node tears the connection down under a request that it takes for an incomplete one.
    copy.complete = true;
    copy.push(body);
    copy.push(null);
    forms.set(copy, form);
    return copy;
  };

  return {
    failed: (context, error, reason) => {
      reasons.set(context, { error, reason });
    },
    dressAnswer,
    dressDeviceAnswer,
    receiveDevice: async (request, path) => {
      const form = await readForm(request);
      // As with an authorization request: `oidc-provider` keeps offline_access for who is asked for consent.
      form.set('prompt', 'login consent');
      return replayed(request, path, form);
    },
    receive: async (request, response, path) => {
      const form = await readForm(request);
      const shortName = dress.deviceCodes?.grantTypeToo;
      if (shortName !== undefined && form.get('grant_type') === shortName) {
        form.set('grant_type', deviceCodeGrant);
      }
      const verifier = form.get('code_verifier');
      if (verifier) store.keepVerifier(verifier);
      const mode = deps.faults().tokenEndpoint[brand];
      if (mode !== 'ok' && mode !== 'lost-answer') {
        logRequest(form, `fault:${mode}`);
        if (mode === 'reset') resetConnection(request);
        else if (mode === 'html') sendPage(response, 502, proxyPage);
        else if (mode === 'echo') sendJson(response, 400, echoOf(form, request));
        else if (mode !== 'stall') {
          const { status, body, headers } = dress.faultAnswers[mode];
          sendJson(response, status, body, headers);
        }
        return undefined;
      }
      const refusal = dress.refuseTokenRequest(form, correlationOf(request));
      if (refusal !== undefined) {
        logRequest(form, textOf(refusal.body['error']));
        sendJson(response, refusal.status, refusal.body, refusal.headers);
        return undefined;
      }
      return replayed(request, path, form);
    },
  };
};
