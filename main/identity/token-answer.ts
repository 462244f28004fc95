/** Nobody gives a token for longer; what says so is a mistake, and sums with it leave the range of dates. */
const longestLifetimeSeconds = 7 * 24 * 60 * 60;

/**
 * Answers a token answer as the libraries can take it; null: nobody may use it.
 *
 * A lifetime that is none is left out, so that the token counts as good for one use; each library would make something else of
 * it, NaN among others.
 *
 * @see RFC 6749 §5.1 for the members, §7.1: a token of an unknown type must not be used
 */
export function parseTokenAnswer(body: Record<string, unknown> | null): Record<string, unknown> | null {
  const { access_token: token, token_type: type, expires_in: lifetime, ...rest } = body ?? {};
  if (typeof token !== 'string' || token === '') return null;
  if (type !== undefined && (typeof type !== 'string' || type.toLowerCase() !== 'bearer')) return null;
  const seconds = typeof lifetime === 'string' && lifetime.trim() !== '' ? Number(lifetime) : lifetime;
  const isLifetime = typeof seconds === 'number' && Number.isFinite(seconds);
  return {
    ...rest,
    access_token: token,
    ...(type !== undefined && { token_type: type }),
    ...(isLifetime && { expires_in: Math.min(Math.max(0, Math.trunc(seconds)), longestLifetimeSeconds) }),
  };
}
