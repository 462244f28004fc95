import * as z from 'zod';
import { AppError } from '../../shared/errors.ts';
import { isSafeEndpoint } from '../../shared/oauth-endpoints.ts';
import type { Clock } from '../ports.ts';
import { late } from '../../shared/late-schema.ts';

/** What a token endpoint is asked with once a code was given out. @see RFC 8628 §3.4 */
export const deviceCodeGrantType = 'urn:ietf:params:oauth:grant-type:device_code';

// RFC 8628 §3.2: where the server names no interval; §3.5: what is added when it is asked too often.
const usualIntervalMs = 5_000;
const slowDownMs = 5_000;
// RFC 8628 wants `expires_in`; Microsoft says 15 minutes, and nobody waits for hours in front of a dialog.
const usualLifetimeMs = 15 * 60_000;
const longestLifetimeMs = 60 * 60_000;
const longestWaitMs = 60_000;

const seconds = z.number().positive().optional().catch(undefined);

const deviceAnswer = late(() =>
  z.object({
    device_code: z.string().min(1),
    // It is read out and typed: whatever else a server could put in here is not shown.
    user_code: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} -]{2,31}$/u),
    verification_uri: z.string().max(2_048),
    expires_in: seconds,
    interval: seconds,
  }),
);

/** What the server gave out: two texts for the person, and how long and how often the app may ask. */
export interface DeviceCode {
  /** Never leaves the conversation with the server. */
  readonly deviceCode: string;
  readonly userCode: string;
  readonly verificationUri: string;
  /** Epoch milliseconds. */
  readonly expiresAtMs: number;
  readonly intervalMs: number;
}

/**
 * Reads the answer of a device authorization endpoint.
 *
 * @throws {AppError} `provider-response-invalid` — it lacks a code, or leads people to a page that is not safe
 * @see RFC 8628 §3.2
 */
export function parseDeviceAnswer(body: unknown, nowMs: number): DeviceCode {
  const parsed = deviceAnswer.safeParse(body);
  if (!parsed.success || !isSafeEndpoint(parsed.data.verification_uri)) {
    throw new AppError('provider-response-invalid', 'The provider answered without a code that can be used.');
  }
  const { device_code: deviceCode, user_code: userCode, verification_uri: verificationUri } = parsed.data;
  const { expires_in: lifetime, interval } = parsed.data;
  const lifetimeMs = lifetime === undefined ? usualLifetimeMs : lifetime * 1000;
  return {
    ...{ deviceCode, userCode, verificationUri },
    expiresAtMs: nowMs + Math.min(lifetimeMs, longestLifetimeMs),
    intervalMs: Math.min(interval === undefined ? usualIntervalMs : interval * 1000, longestWaitMs),
  };
}

/** How often the server is asked. */
export interface PollingPace {
  /** As the server wants it. */
  readonly intervalMs: number;
  /** Until it is asked next; longer than the interval while it cannot be reached. */
  readonly waitMs: number;
}

/**
 * Decides how it goes on after the server gave no token; null: it is over.
 *
 * Where no answer came, nothing is known of the sign-in: the app goes on asking, more and more slowly.
 *
 * @see RFC 8628 §3.5
 */
export function paceAfter({ intervalMs, waitMs }: PollingPace, failure: unknown): PollingPace | null {
  if (!(failure instanceof AppError)) return null;
  const error = failure.detail?.['error'];
  if (error === 'authorization_pending') return { intervalMs, waitMs: intervalMs };
  if (error === 'slow_down') {
    return { intervalMs: intervalMs + slowDownMs, waitMs: intervalMs + slowDownMs };
  }
  if (failure.code !== 'provider-unreachable' && failure.code !== 'provider-response-invalid') return null;
  const wantedMs = Number(failure.detail?.['retryAfter'] ?? 0) * 1000;
  return {
    intervalMs,
    waitMs: Math.max(intervalMs, Math.min(Math.max(2 * waitMs, wantedMs), longestWaitMs)),
  };
}

/**
 * Asks until somebody has signed in with the code, and answers what came.
 *
 * @param polling.ask one request; rejects with an AppError that keeps the server's own name of the error
 * @param polling.signal ends the waiting; a request that is under way is not cut, since its answer may be a grant
 * @throws {AppError} `sign-in-timed-out` — the code has expired
 * @throws {AppError} `sign-in-cancelled`
 * @throws whatever `ask` rejected with at last
 * @see RFC 8628 §3.4 and §3.5
 */
export async function pollForTokens<Answer>(polling: {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly code: Pick<DeviceCode, 'expiresAtMs' | 'intervalMs'>;
  readonly ask: () => Promise<Answer>;
}): Promise<Answer> {
  const { clock, signal, code, ask } = polling;
  let pace: PollingPace = { intervalMs: code.intervalMs, waitMs: code.intervalMs };
  for (;;) {
    const leftMs = Math.max(0, code.expiresAtMs - clock.nowMs());
    try {
      await clock.sleep(Math.min(pace.waitMs, leftMs), signal);
    } catch {
      throw new AppError('sign-in-cancelled', 'The sign-in was cancelled.');
    }
    try {
      return await ask();
    } catch (error) {
      const next = paceAfter(pace, error);
      if (next === null) throw error;
      pace = next;
    }
    if (clock.nowMs() >= code.expiresAtMs) {
      throw new AppError('sign-in-timed-out', 'The code expired before anybody had signed in with it.');
    }
  }
}
