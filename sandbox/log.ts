/** One request that arrived at a token endpoint. */
export interface TokenRequest {
  readonly provider: 'google' | 'microsoft' | 'custom';
  readonly grantType: string;
  /** Whose code or refresh token it brought, as far as it was ever a real one. */
  readonly address: string | undefined;
  readonly ok: boolean;
  /** The answer's `error`, or `fault:…` where a fault answered. */
  readonly error: string | undefined;
  readonly atMs: number;
}

/** Something that happened at an SMTP port. */
export interface SmtpEvent {
  /** `custom`: the mail server of the custom provider. */
  readonly port: 'starttls' | 'implicit' | 'plain' | 'custom';
  readonly kind: 'connect' | 'tls' | 'auth' | 'mail' | 'rcpt' | 'data' | 'message' | 'drop' | 'close';
  /** The same for all that happens on one connection. */
  readonly session: string;
  readonly mechanism?: string;
  readonly user?: string;
  readonly ok?: boolean;
  /** The reply line that was sent; it never repeats what the client sent as a secret. */
  readonly reply?: string;
  readonly atMs: number;
}

/** What a test counts: requests to the token endpoints and what the SMTP ports saw. */
export interface Log {
  readonly tokenRequests: () => readonly TokenRequest[];
  readonly smtpEvents: () => readonly SmtpEvent[];
  readonly clear: () => void;
}

/** A log that can also be written to. */
export interface WritableLog extends Log {
  readonly tokenRequest: (request: Omit<TokenRequest, 'atMs'>) => void;
  readonly smtpEvent: (event: Omit<SmtpEvent, 'atMs'>) => void;
}

// A sandbox that runs for a week must not grow without end; a test asks about far fewer.
const keptEntries = 100_000;

/** Answers an empty log. */
export const createLog = (): WritableLog => {
  let tokenRequests: TokenRequest[] = [];
  let smtpEvents: SmtpEvent[] = [];
  const add = <Entry>(entries: Entry[], entry: Entry): void => {
    entries.push(entry);
    if (entries.length > keptEntries) entries.splice(0, keptEntries / 2);
  };
  return {
    tokenRequests: () => [...tokenRequests],
    smtpEvents: () => [...smtpEvents],
    clear: () => {
      tokenRequests = [];
      smtpEvents = [];
    },
    tokenRequest: (request) => add(tokenRequests, { ...request, atMs: Date.now() }),
    smtpEvent: (event) => add(smtpEvents, { ...event, atMs: Date.now() }),
  };
};
