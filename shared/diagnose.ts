import type { Failure } from './errors.ts';

/** What a Check looks at, in the order in which a person reads it. */
export const checkStepNames = [
  'proxy',
  'name-lookup',
  'connect',
  'tls',
  'capabilities',
  'token',
  'authentication',
  'sender',
] as const;
export type CheckStepName = (typeof checkStepNames)[number];

/** How a step went; `not-checked`: this way of sending has no means to find out without sending. */
export type CheckStepState =
  | 'waiting'
  | 'running'
  | 'passed'
  | 'failed'
  | 'not-needed'
  | 'not-checked'
  | 'not-reached';

/** The certificate that a server showed, trusted or not. */
export interface CertificateFacts {
  /** Common name, or the first name it is for. */
  readonly subject: string;
  readonly issuer: string;
  /** Names it is for, at most ten. */
  readonly names: readonly string[];
  /** Epoch milliseconds. */
  readonly validFromMs: number;
  readonly validToMs: number;
}

/** What a step found; each member belongs to one step or two, and all of them may be absent. */
export interface StepFacts {
  /** The proxy on the way, e.g. `http://proxy.example:3128`; without name and password. */
  readonly proxy?: string;
  /** The port that the proxy does not open: the server was gone to straight. */
  readonly refusedPort?: number;
  /** IP addresses of the name. */
  readonly addresses?: readonly string[];
  /** The IP address that answered. */
  readonly address?: string;
  /** e.g. `TLSv1.3`. */
  readonly tlsVersion?: string;
  readonly certificate?: CertificateFacts;
  /** EHLO keywords with their values. */
  readonly offers?: readonly string[];
  /** When the access token expires, epoch milliseconds. */
  readonly expiresAtMs?: number;
  /** The token was refused at first and replaced by a fresh one. */
  readonly refreshed?: boolean;
  /** Who authenticated, or the address that may send. */
  readonly user?: string;
  /** The server's reply, one line, without secrets. */
  readonly reply?: string;
}

export interface CheckStep {
  readonly name: CheckStepName;
  readonly state: CheckStepState;
  /** null: not over, or never begun. */
  readonly durationMs: number | null;
  readonly facts: StepFacts;
}

/** One Check of an account: how far it is, or how it ended. */
export interface CheckView {
  readonly checkId: string;
  readonly accountId: number;
  /** Epoch milliseconds. */
  readonly startedAtMs: number;
  /** null: it is running. */
  readonly endedAtMs: number | null;
  readonly outcome: 'running' | 'passed' | 'failed' | 'cancelled';
  /** All of them, in order; `proxy` only where there is one. */
  readonly steps: readonly CheckStep[];
  /** Why the failed step failed. */
  readonly failure: Failure | null;
  /** The server's own words about it, one line, without secrets; null: it said nothing. */
  readonly reply: string | null;
}
