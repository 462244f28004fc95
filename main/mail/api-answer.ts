/** Nobody waits longer than a day because a header says so. */
const maxRetryAfterMs = 86_400_000;

/** Answers the body of an answer as JSON; null: it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Answers how many milliseconds a Retry-After field asks to wait; undefined: it asks for none.
 *
 * @param header seconds or a date; empty: there is no field
 * @param dateText where a date stands when there is no field
 * @see RFC 9110 §10.2.3
 */
export function retryAfterMs(header: string, nowMs: number, dateText = ''): number | undefined {
  const seconds = /^\d{1,7}$/.test(header) ? Number(header) * 1_000 : undefined;
  const date = Date.parse(header === '' ? dateText : header);
  const ms = seconds ?? (Number.isNaN(date) ? undefined : date - nowMs);
  return ms === undefined || ms <= 0 ? undefined : Math.min(ms, maxRetryAfterMs);
}
