import { AppError } from '../../shared/errors.ts';
import { isProxyFailure } from '../network/proxy-failure.ts';
import type { Clock, Fetch } from '../ports.ts';
import { challengedBy, parseClaims } from './claims-challenge.ts';
import { libraryErrorToFailure, parseProviderError, providerErrorToFailure } from './provider-error.ts';
import type { Step } from './provider-error.ts';
import { providerText, secretsOfRequest } from './provider-text.ts';
import { parseTokenAnswer } from './token-answer.ts';

const answerWithinMs = 30_000;
const formType = 'application/x-www-form-urlencoded;charset=UTF-8';
const maxAnswerBytes = 256 * 1024;
const tooManyRequests = 429;
const proxyAuthenticationRequired = 407;
const requestTimeout = 408;

/** A good answer of the authorization server. */
export interface EndpointAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly text: string;
  /** null: the text is no JSON object, which only a revocation may answer. */
  readonly body: Record<string, unknown> | null;
}

/** One conversation with an authorization server, whichever library makes its requests. */
export interface TokenEndpoint {
  /**
   * Posts a form to one of the endpoints; whatever is no good answer is thrown, and remembered for `run`.
   *
   * Nothing is tried again by itself: a code and a rotating refresh token may be used once only, and for the rest the
   * outbox has its own back-off.
   */
  readonly post: (
    url: string | URL,
    request: { readonly headers?: HeadersInit | undefined; readonly body?: string | undefined },
  ) => Promise<EndpointAnswer>;
  /**
   * Gets a JSON document from one of the endpoints, as `post` does: where the endpoints are, or who an access token is for.
   */
  readonly get: (
    url: string | URL,
    request: { readonly headers?: HeadersInit | undefined },
  ) => Promise<EndpointAnswer>;
  /** Lets a library work and answers what it answers; its errors are reduced, so that no token is left in them. */
  readonly run: <Value>(work: () => Promise<Value>) => Promise<Value>;
  /** How many good answers there were. */
  readonly answers: () => number;
}

interface TokenEndpointDeps {
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** The only places that anything is sent to. */
  readonly endpoints: readonly (string | null)[];
  /** The one among them that answers a code for a person instead of a token (RFC 8628); absent: none. */
  readonly deviceEndpoint?: string;
  readonly step: Step;
}

/** Opens a conversation with the endpoints of one registration. */
export function openTokenEndpoint(deps: TokenEndpointDeps): TokenEndpoint {
  const { fetch, clock, endpoints, deviceEndpoint, step } = deps;
  const places = new Set(endpoints.flatMap((endpoint) => (endpoint === null ? [] : placeOf(endpoint))));
  const devicePlace = deviceEndpoint === undefined ? null : placeOf(deviceEndpoint);
  let failure: AppError | null = null;
  let answers = 0;

  async function exchange(
    url: string | URL,
    request: { readonly method?: string; readonly headers: Headers; readonly body?: string },
    wanted: 'token' | 'object' | 'nothing',
  ): Promise<EndpointAnswer> {
    if (!places.has(placeOf(url))) {
      throw new AppError('client-rejected', 'The endpoints of this provider are not complete.');
    }
    const { status, headers, text } = await withinTime(clock, (signal) =>
      send(fetch, url, { ...request, signal }),
    );
    const body = parseObject(text);
    const secrets = secretsOfRequest(url, request.headers, request.body);
    const said = saidBy(providerText(body, text, secrets));
    refuseFailures(status, headers, body, { said, secrets });
    if (wanted === 'token') {
      const answer = parseTokenAnswer(body);
      if (answer) return { status, headers, text: JSON.stringify(answer), body: answer };
      throw new AppError(
        'provider-response-invalid',
        'The provider answered without an access token that can be used.',
        { detail: { status, ...said } },
      );
    }
    if (wanted === 'object' && !body) throw somethingElse(status, said);
    return { status, headers, text, body };
  }

  function refuseFailures(
    status: number,
    headers: Record<string, string>,
    body: Record<string, unknown> | null,
    { said, secrets }: { readonly said: Said; readonly secrets: readonly string[] },
  ): void {
    if (status >= 200 && status < 300) return;
    const retryAfter = headers['retry-after'];
    const isBusy =
      status >= 500 ||
      status === tooManyRequests ||
      status === requestTimeout ||
      status === proxyAuthenticationRequired;
    if (isBusy) {
      throw new AppError(
        'provider-unreachable',
        `The provider cannot answer at the moment (HTTP ${status}).`,
        {
          detail: {
            status,
            ...said,
            ...(retryAfter !== undefined && /^\d+$/.test(retryAfter) && { retryAfter }),
          },
        },
      );
    }
    const found = parseProviderError(body, secrets);
    if (found) throw challengedBy(providerErrorToFailure(found, step, status), parseClaims(body?.['claims']));
    if (step === 'discover') {
      throw new AppError(
        'client-rejected',
        'The issuer does not say where its endpoints are; correct it, or enter the endpoints.',
        { detail: { status, ...said } },
      );
    }
    // A redirect would carry the token to another place, and HTML comes from proxies and log-in pages of networks.
    throw somethingElse(status, said);
  }

  async function remembered(exchanged: Promise<EndpointAnswer>): Promise<EndpointAnswer> {
    try {
      const answer = await exchanged;
      answers += 1;
      // Whoever asks again and again is answered in the end; what it was refused before says nothing any more.
      failure = null;
      return answer;
    } catch (error) {
      failure = error instanceof AppError ? error : unreachable(error);
      throw failure;
    }
  }

  return {
    post: (url, { headers, body }) => {
      const form = new Headers(headers);
      form.set('Content-Type', formType);
      const request = { method: 'POST', headers: form, ...(body !== undefined && { body }) };
      const wanted = placeOf(url) === devicePlace ? 'object' : step === 'revoke' ? 'nothing' : 'token';
      return remembered(exchange(url, request, wanted));
    },
    get: (url, { headers }) => remembered(exchange(url, { headers: new Headers(headers) }, 'object')),
    run: async (work) => {
      failure = null;
      try {
        return await work();
      } catch (error) {
        throw failure ?? libraryErrorToFailure(error, step);
      }
    },
    answers: () => answers,
  };
}

/** Words of whoever answered, for people. */
type Said = { readonly providerText?: string };

const saidBy = (text: string): Said => (text === '' ? {} : { providerText: text });

const somethingElse = (status: number, said: Said) =>
  new AppError('provider-response-invalid', 'Something else than the provider answered.', {
    detail: { status, ...said },
  });

const placeOf = (url: string | URL): string => {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
};

async function withinTime<Value>(
  clock: Clock,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const stopWork = new AbortController();
  const stopTimer = new AbortController();
  const tooLate = clock.sleep(answerWithinMs, stopTimer.signal).then(() => {
    throw new AppError('provider-unreachable', 'The provider did not answer in time.', {
      detail: { waitedMs: answerWithinMs },
    });
  });
  try {
    return await Promise.race([work(stopWork.signal), tooLate]);
  } finally {
    stopTimer.abort();
    stopWork.abort();
    tooLate.catch(() => undefined);
  }
}

async function send(fetch: Fetch, url: string | URL, request: RequestInit) {
  const response = await fetch(new URL(url).href, {
    ...request,
    // RFC 9700 §2.6: nothing may pass a code or a token on to where a redirect points.
    redirect: 'manual',
    credentials: 'omit',
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
  });
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    text: await readText(response),
  };
}

async function readText(response: Response): Promise<string> {
  if (!response.body) return '';
  const decoder = new TextDecoder();
  let text = '';
  let sizeBytes = 0;
  for await (const chunk of response.body) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > maxAnswerBytes) {
      throw new AppError('provider-response-invalid', 'The answer of the provider is far too long.', {
        detail: { status: response.status },
      });
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

const networkCode = /^(?:E[A-Z]+|[A-Z][A-Z0-9_]+)$/;

/** Keeps of a network error what it is called, for its words and objects may hold the request. */
function unreachable(thrown: unknown): AppError {
  let code = '';
  let proxySaid = '';
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if (isProxyFailure(error)) proxySaid = error.message;
    // Electron's network stack has no codes, only texts such as "net::ERR_NAME_NOT_RESOLVED".
    const found = 'code' in error ? error.code : /net::(ERR_[A-Z_]+)/.exec(error.message)?.[1];
    if (typeof found === 'string' && networkCode.test(found)) code = found;
    // Node's `fetch` keeps a 407 to itself: an error without a word is all that is left of it (Fetch, HTTP-network-or-cache fetch).
    else if (error !== thrown && error.message === '') code = 'ERR_PROXY_AUTH_REQUESTED';
  }
  const name = code === '' ? 'unknown' : code;
  const told = proxySaid === '' ? {} : { reason: proxySaid };
  return new AppError(
    'provider-unreachable',
    ['The provider cannot be reached.', proxySaid].join(' ').trim(),
    {
      cause: new Error(name),
      detail: { networkCode: name, ...told },
    },
  );
}
