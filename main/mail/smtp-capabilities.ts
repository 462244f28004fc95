/** What a server offers, read from its reply to EHLO. */
export interface SmtpCapabilities {
  readonly pipelining: boolean;
  readonly eightBitMime: boolean;
  readonly smtpUtf8: boolean;
  /** Whether the server tells the sender on request what became of a message. */
  readonly dsn: boolean;
  /** Largest message the server takes; null: it does not say. */
  readonly maxSizeBytes: number | null;
  /** Whether MAIL takes the SIZE parameter. */
  readonly size: boolean;
  /** Upper-case names of SASL mechanisms. */
  readonly authentication: readonly string[];
}

/**
 * Reads the reply to EHLO; a reply to HELO offers nothing.
 *
 * @param text all lines, with their reply codes
 * @see RFC 5321 §4.1.1.1, RFC 1870, RFC 2920, RFC 6152, RFC 6531, RFC 3461, RFC 4954
 */
export function parseCapabilities(text: string): SmtpCapabilities {
  const keywords = new Map<string, readonly string[]>();
  for (const line of text.split(/\r?\n/).slice(1)) {
    // "AUTH=LOGIN" is how servers before RFC 2554 wrote it, and some still do beside the new form.
    const [name, ...values] = line
      .slice(4)
      .trim()
      .toUpperCase()
      .split(/[\s=]+/);
    if (name) keywords.set(name, [...(keywords.get(name) ?? []), ...values]);
  }
  const maxSize = Number(keywords.get('SIZE')?.[0] ?? 0);
  return {
    pipelining: keywords.has('PIPELINING'),
    eightBitMime: keywords.has('8BITMIME'),
    smtpUtf8: keywords.has('SMTPUTF8'),
    dsn: keywords.has('DSN'),
    // RFC 1870 §4: 0 means that no fixed limit is in force.
    maxSizeBytes: Number.isSafeInteger(maxSize) && maxSize > 0 ? maxSize : null,
    size: keywords.has('SIZE'),
    authentication: keywords.get('AUTH') ?? [],
  };
}
