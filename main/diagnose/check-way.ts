import { isIP } from 'node:net';
import type { Socket } from 'node:net';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Failure } from '../../shared/errors.ts';
import type { ConnectionWatch } from '../network/open-connection.ts';
import type { Authentication, Refusal, SubmissionRoute } from '../mail/submission.ts';
import type { Transcript } from '../transcript.ts';
import type { StepSheet } from './step-sheet.ts';

/** The account as a Check sees it. */
export interface CheckTarget {
  readonly accountId: number;
  readonly route: SubmissionRoute;
  /** What kind of secret it authenticates with, before anybody opens it. */
  readonly authentication: Authentication['kind'];
  readonly user: string;
  /** Envelope sender; empty: the account has none yet. */
  readonly from: string;
  /** The HTTP interface that the account sends through; null: by SMTP. */
  readonly api: HttpApi | null;
  /** A mailbox that is not the signed-in person's own; null: that one. */
  readonly sharedMailbox: string | null;
}

/** An HTTP interface that takes messages. */
export interface HttpApi {
  readonly kind: 'gmail' | 'graph';
  readonly baseUrl: string;
}

/** One Check on its way. */
export interface CheckRun {
  readonly target: CheckTarget;
  readonly sheet: StepSheet;
  readonly signal: AbortSignal;
  /** Takes down what is said; absent: nobody does. */
  readonly transcript?: Transcript | undefined;
  /**
   * Answers what the account authenticates with.
   *
   * @param rejectedToken an access token that the server refused: a fresh one is wanted
   * @throws {AppError} as the credentials of the account say
   */
  readonly authenticate: (rejectedToken?: string) => Promise<Authentication>;
}

/** Why a Check failed; the step stands on the sheet. */
export interface Trouble {
  readonly code: ErrorCode;
  readonly reply?: string;
  readonly detail?: Failure['detail'];
  /** What is on the way to the server said, in one sentence. */
  readonly reason?: string;
  /** What was thrown, for its own words and detail. */
  readonly error?: unknown;
}

/** Answers what a proxy said in its refusal; nothing where it is somebody else's. */
export function saidOnTheWay(refusal: Refusal): Pick<Trouble, 'reason'> {
  return 'reason' in refusal && refusal.reason !== undefined ? { reason: refusal.reason } : {};
}

/** Answers what writes on the sheet how the connection to the server comes about. */
export function watchConnecting({ sheet, target }: Pick<CheckRun, 'sheet' | 'target'>): ConnectionWatch {
  const { host, tls } = target.route;
  const beginSession = () => {
    if (tls === 'none') sheet.skip('tls', 'not-needed');
    else sheet.begin('tls');
    if (tls === 'none' && target.api === null) sheet.begin('capabilities');
  };
  return {
    onProxy: (proxy) => {
      sheet.begin('proxy');
      sheet.add('proxy', { proxy });
      sheet.skip('name-lookup', 'not-needed');
    },
    onProxyReached: () => {
      sheet.pass('proxy');
      sheet.begin('connect');
    },
    onTunnel: () => {
      sheet.pass('connect');
      beginSession();
    },
    onGoneAround: (proxy) => {
      sheet.add('proxy', { proxy, refusedPort: target.route.port });
      sheet.skip('proxy', 'not-needed');
    },
    onSocket: (socket) => {
      // The proxy was not to be reached, and the next way is the straight one.
      if (sheet.running() === 'proxy') sheet.skip('proxy', 'not-needed');
      followConnecting(socket, { sheet, isName: isIP(host) === 0, beginSession });
    },
  };
}

/** Follows a socket to its connection: name lookup and connect. */
function followConnecting(
  socket: Socket,
  {
    sheet,
    isName,
    beginSession,
  }: { readonly sheet: StepSheet; readonly isName: boolean; readonly beginSession: () => void },
): void {
  const addresses: string[] = [];
  if (isName) sheet.begin('name-lookup');
  else {
    sheet.skip('name-lookup', 'not-needed');
    sheet.begin('connect');
  }
  socket.on('lookup', (error: Error | null, address: string) => {
    if (error) return;
    addresses.push(address);
    sheet.pass('name-lookup', { addresses: [...addresses] });
    if (addresses.length === 1) sheet.begin('connect');
  });
  socket.once('connect', () => {
    const { remoteAddress } = socket;
    sheet.pass('connect', remoteAddress === undefined ? {} : { address: remoteAddress });
    beginSession();
  });
}
