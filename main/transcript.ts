import { failureName } from './failure-name.ts';
import type { Fetch } from './ports.ts';

/** Takes down one conversation with a server; what has to stay secret is cut by whoever writes it, not by those who speak. */
export interface Transcript {
  /** Whether anything is written just now: what costs time need not be made ready where not. */
  readonly isOn: () => boolean;
  /**
   * Writes what was said, line by line; never the content of a message.
   *
   * @param who `app`: nobody said it, it is a remark
   */
  readonly write: (who: 'client' | 'server' | 'app', text: string) => void;
  /** Cuts by this too, from now on: the secret that the conversation proves itself with. */
  readonly hide: (cut: (text: string) => string) => void;
}

/** Names of header fields by which a provider finds a request again. */
const requestIds = [
  'request-id',
  'client-request-id',
  'x-ms-request-id',
  'x-request-id',
  'x-ms-correlation-request-id',
] as const;

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A request of HTTP that is being taken down. */
export interface NotedRequest {
  readonly answered: (status: number, header: (name: string) => string | null | undefined) => void;
  /** @param error what was thrown; only its name is written */
  readonly failed: (error: unknown) => void;
}

const unnoted: NotedRequest = { answered: () => {}, failed: () => {} };

/**
 * Takes down a request of HTTP: method, URL without the values of its query, status, the provider's own number of it, and how
 * long it took.
 *
 * @param remark what else is said of it, e.g. its size
 */
export function noteRequest(
  transcript: Transcript | undefined,
  method: string,
  url: string | URL,
  remark = '',
): NotedRequest {
  if (!transcript?.isOn()) return unnoted;
  const beganAtMs = performance.now();
  const tookMs = () => `${Math.round(performance.now() - beganAtMs)} ms`;
  transcript.write('client', [method, shownUrl(url), remark].filter((part) => part !== '').join(' '));
  return {
    answered: (status, header) => {
      const ids = requestIds.flatMap((name) => {
        const value = header(name) ?? '';
        return value === '' ? [] : `${name}=${value}`;
      });
      transcript.write('server', [String(status), ...ids, tookMs()].join(' '));
    },
    failed: (error) => {
      const name = failureName(error) || (error instanceof Error ? error.name : '');
      transcript.write('app', `no answer: ${name || 'the connection was closed'}, after ${tookMs()}`);
    },
  };
}

/** Values of a query may be keys to what they name; the number that a request is found by is none. */
function shownUrl(url: string | URL): string {
  const { origin, pathname, searchParams } = new URL(url);
  const shown = [...searchParams].map(([name, value]) =>
    name === 'client-request-id' && guid.test(value) ? `${name}=${value}` : `${name}=…`,
  );
  return `${origin}${pathname}${shown.length > 0 ? `?${shown.join('&')}` : ''}`;
}

const grantTypeIn = (body: unknown): string =>
  (typeof body === 'string' && new URLSearchParams(body).get('grant_type')) || '';

/**
 * Answers a `fetch` whose requests are taken down: of their body only which grant is asked for.
 *
 * @param transcriptsFor who takes down a request to this place
 */
export function notedFetch(fetch: Fetch, transcriptsFor: (url: URL) => readonly Transcript[]): Fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const grantType = grantTypeIn(init?.body);
    const remark = grantType === '' ? '' : `grant_type=${grantType}`;
    const noted = transcriptsFor(url).map((each) => noteRequest(each, init?.method ?? 'GET', url, remark));
    try {
      const response = await fetch(input, init);
      for (const each of noted) each.answered(response.status, (name) => response.headers.get(name));
      return response;
    } catch (error) {
      for (const each of noted) each.failed(error);
      throw error;
    }
  };
}
