import { setTimeout as pause } from 'node:timers/promises';
import type { ApiAnswer, ApiOutcome } from './api-request.ts';

/** What became of a message that was uploaded in a session. */
export type UploadEnd =
  | { readonly kind: 'answered'; readonly answer: ApiAnswer }
  /** The message is not there, and never will be: its last bytes have not left. */
  | { readonly kind: 'cut'; readonly last: ApiOutcome }
  /** The last bytes have left, and nobody says what became of them. */
  | { readonly kind: 'unknown' };

interface UploadSession {
  readonly sizeBytes: number;
  /** Sends the rest of the message from a position. */
  readonly put: (from: number) => Promise<ApiOutcome>;
  /** Asks how much of the message has arrived. */
  readonly ask: () => Promise<ApiOutcome>;
  /** Whether the last bytes have left. */
  readonly isEnding: () => boolean;
  /** Pauses before each time the server is asked what it has; as many as there are, it is asked. */
  readonly pausesMs: readonly number[];
  readonly signal: AbortSignal;
}

/** "Resume Incomplete": the server has not got the whole message. */
const incomplete = 308;

/** How many bytes of the message an answer 308 says have arrived; null: it is no such answer. */
function arrivedBytes(answered: ApiOutcome, sizeBytes: number): number | null {
  if (!('answer' in answered) || answered.answer.status !== incomplete) return null;
  const { range = '' } = answered.answer.headers;
  if (range === '') return 0;
  const last = /^(?:bytes=)?0-(\d{1,12})$/.exec(range)?.[1];
  return last === undefined || Number(last) >= sizeBytes ? null : Number(last) + 1;
}

const isFailure = (answered: ApiOutcome): boolean =>
  !('answer' in answered) || answered.answer.status >= 500 || answered.answer.status === incomplete;

/**
 * Uploads a message in a session that outlives connections, and goes on where one was cut.
 *
 * A session makes one message, however often its last bytes are sent again; so after a connection was lost the server can be
 * asked what it has. Once it may have all of the message, only its word that it has taken it counts: that it has not got all of
 * it can be said before bytes arrive that are still on their way, and a refusal may concern the question alone.
 *
 * @throws what `put` throws
 * @see https://developers.google.com/workspace/gmail/api/guides/uploads#resumable
 */
export async function uploadInSession(session: UploadSession): Promise<UploadEnd> {
  const { sizeBytes, put, ask, isEnding, pausesMs, signal } = session;
  const pauses = [...pausesMs];
  let answered = await put(0);
  let isUncertain = false;
  for (;;) {
    isUncertain ||= isEnding() && isFailure(answered);
    if (!isFailure(answered) && 'answer' in answered) {
      const { answer } = answered;
      const isTaken = answer.status >= 200 && answer.status < 300;
      return isUncertain && !isTaken ? { kind: 'unknown' } : { kind: 'answered', answer };
    }
    const pauseMs = pauses.shift();
    if (pauseMs === undefined || signal.aborted) break;
    await pause(pauseMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) break;
    answered = await ask();
    const from = arrivedBytes(answered, sizeBytes);
    if (from !== null && from < sizeBytes) answered = await put(from);
  }
  return isUncertain ? { kind: 'unknown' } : { kind: 'cut', last: answered };
}
