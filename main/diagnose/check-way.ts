import { isIP } from 'node:net';
import type { Socket } from 'node:net';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Failure } from '../../shared/errors.ts';
import type { Authentication, SubmissionRoute } from '../mail/submission.ts';
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
  /** Where the Gmail API is, for accounts that send through it; null: by SMTP. */
  readonly gmailApi: string | null;
}

/** One Check on its way. */
export interface CheckRun {
  readonly target: CheckTarget;
  readonly sheet: StepSheet;
  readonly signal: AbortSignal;
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
  /** What was thrown, for its own words and detail. */
  readonly error?: unknown;
}

/** Follows a socket to its connection: name lookup and connect. */
export function followConnecting(
  socket: Socket,
  { sheet, target }: Pick<CheckRun, 'sheet' | 'target'>,
): void {
  const addresses: string[] = [];
  if (isIP(target.route.host) === 0) sheet.begin('name-lookup');
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
    if (target.route.tls === 'none') sheet.skip('tls', 'not-needed');
    else sheet.begin('tls');
    if (target.route.tls === 'none' && target.gmailApi === null) sheet.begin('capabilities');
  });
}
