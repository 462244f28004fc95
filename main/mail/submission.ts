import type { ErrorCode, FailureDetail } from '../../shared/errors.ts';
import type { RefusedRecipient } from '../../shared/message.ts';
import type { ProxyFor } from '../ports.ts';
import type { Transcript } from '../transcript.ts';

/** Where a message is handed over, and how the way there is protected. */
export interface SubmissionRoute {
  readonly host: string;
  /** TCP port. */
  readonly port: number;
  /** `none` is plain text for good; `starttls` and `implicit` never fall back to it. */
  readonly tls: 'none' | 'starttls' | 'implicit';
  /** How long one step of the server may take: connecting, each reply, each written chunk. */
  readonly timeoutMs: number;
  /** How long the reply to the whole message may take; absent: ten minutes, or `timeoutMs` if longer. */
  readonly endingTimeoutMs?: number;
}

/**
 * Answers how long the reply to the whole message is waited for: giving up earlier makes doubles, says the RFC.
 *
 * @see RFC 5321 §4.5.3.2.6
 */
export function endingTimeoutOf(limits: Pick<SubmissionRoute, 'timeoutMs' | 'endingTimeoutMs'>): number {
  return limits.endingTimeoutMs ?? Math.max(limits.timeoutMs, 600_000);
}

/** What proves who sends. Secrets: never logged, never part of an outcome. */
export type Authentication =
  | { readonly kind: 'none' }
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  | {
      readonly kind: 'oauth';
      readonly user: string;
      readonly accessToken: string;
      /** How the token is shown to an SMTP server; absent: XOAUTH2. */
      readonly mechanism?: TokenMechanism;
    };

/** SASL mechanisms for access tokens: Google's own, which most servers took over, and the standard. */
export type TokenMechanism = 'XOAUTH2' | 'OAUTHBEARER';

/** Addresses of the mail transaction, as people write them; domains are turned to ASCII on the wire. */
export interface Envelope {
  readonly from: string;
  readonly to: readonly string[];
}

/** A composed message in a file: CRLF line ends, no Bcc, no dot-stuffing. */
export interface MessageFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** The body holds bytes above 127. */
  readonly needs8Bit: boolean;
  /** The header holds bytes above 127 (RFC 6532). */
  readonly needsSmtpUtf8: boolean;
  /** Each line ends with CRLF and none begins with a dot: the bytes can leave as they are. Absent: nobody has looked. */
  readonly isMailData?: boolean;
}

/** How far a submission has come; `ending` means that the server may have the whole message. */
export type SubmissionStage = 'connecting' | 'authenticating' | 'envelope' | 'message' | 'ending';

/** What every way of submitting needs. */
export interface SubmissionHooks {
  /** Ends the attempt at once; after `ending` the outcome is then `unconfirmed`. */
  readonly signal: AbortSignal;
  readonly onStage: (stage: SubmissionStage) => void;
  /**
   * Called once, right before the last bytes of the message leave; they leave only when it has returned.
   *
   * Whoever throws here keeps the message from being sent.
   */
  readonly onEnding: () => void;
}

/** Whose connection stays open for the next message. */
export interface ConnectionOwner {
  readonly accountId: number;
  /** The same for all accounts that send as one mailbox: together they have `connections`. */
  readonly mailbox: string;
  /** How many connections the service lets one mailbox have; null: nothing is known of a limit. */
  readonly connections: number | null;
  /** Whether the account is still the one that proved itself; a connection that was opened for another one goes. */
  readonly isCurrent: () => boolean;
}

/** One submission by SMTP. */
export interface SubmissionRequest extends SubmissionHooks {
  /** Absent: the connection is for this message alone. */
  readonly owner?: ConnectionOwner;
  readonly route: SubmissionRoute;
  readonly authentication: Authentication;
  readonly envelope: Envelope;
  readonly message: MessageFile;
  /** PEM certificates that are trusted in addition to the computer's own. */
  readonly certificateAuthorities: readonly string[];
  /** Absent: the server is connected to straight. */
  readonly proxyFor?: ProxyFor | undefined;
  /** Takes down what is said; absent: nobody does. */
  readonly transcript?: Transcript | undefined;
}

/** Why the server, or the way to it, did not take the message; it certainly has not been sent. */
export type Refusal =
  | {
      readonly kind: 'deferred';
      readonly code: ErrorCode;
      readonly reply?: string;
      readonly detail?: FailureDetail;
      /** The server asked to wait at least this long. */
      readonly retryAfterMs?: number;
      /** Any other message of this mailbox would be answered the same now. */
      readonly concernsMailbox?: true;
      /** One sentence for scripts, where the code does not say all of it. */
      readonly reason?: string;
    }
  | {
      readonly kind: 'rejected';
      readonly code: ErrorCode;
      readonly reply?: string;
      readonly detail?: FailureDetail;
      /** Where every recipient was refused: who, and how. */
      readonly refused?: readonly RefusedRecipient[];
    }
  | {
      readonly kind: 'authentication-rejected';
      readonly code: ErrorCode;
      readonly reply?: string;
      readonly detail?: FailureDetail;
      /** A fresh access token may help: worth one refresh and one more try. */
      readonly tokenMayBeStale: boolean;
      /** What the API wants to see proved by that token, as JSON text; absent: nothing. */
      readonly claims?: string;
    };

/** How a submission ended. Replies are one line and free of secrets. */
export type SubmissionOutcome =
  | {
      readonly kind: 'accepted';
      readonly reply: string;
      readonly accepted: readonly string[];
      readonly refused: readonly RefusedRecipient[];
    }
  | Refusal
  /** All bytes may have arrived, but no complete reply says so: only a person can decide. */
  | { readonly kind: 'unconfirmed'; readonly reply?: string };

/** Hands one message over; answers how it ended and never throws for what happens on the wire. */
export type Submit = (request: SubmissionRequest) => Promise<SubmissionOutcome>;
