import type { HostInfo, StateChange, StateSnapshot } from '../shared/app-state.ts';
import type { Caller, Reply } from '../shared/contract.ts';
import type { Ports } from './ports.ts';

/** The running app as a host sees it: calls in, state out, and an end. */
export interface AppPort {
  /** Answers a call by name; a failure is data, so it never rejects. */
  readonly call: (method: string, input: unknown, caller: Caller) => Promise<Reply<unknown>>;
  /** Tells the listener the snapshot first and every change afterwards; answers how to end that. */
  readonly onState: (listener: (push: StateSnapshot | StateChange) => void) => () => void;
  /** Ends sign-ins and deliveries in good order; resolves when no file of the profile is open any more. */
  readonly stop: () => Promise<void>;
}

/** What a host decides about the app it starts. */
export interface AppOptions {
  readonly ports: Ports;
  /** Absolute; it exists, and its owner lock is held. */
  readonly profileFolder: string;
  readonly host: Omit<HostInfo, 'secretStorage'>;
  /** Policy file that counts where no machine policy exists; null: none. */
  readonly policyPath: string | null;
  /** PEM file whose certificates are trusted too; null: none. */
  readonly caFile: string | null;
  /**
   * `when-asked`: the outbox stays still until a call puts a message on its way, so that a command which only looks
   * never begins a delivery that its end would cut.
   */
  readonly delivery: 'at-start' | 'when-asked';
  /** A build of developers: `--policy` counts where there is no machine policy. */
  readonly isDevelopment: boolean;
  /** Makes every connection of this process trust the certificates of the policy and of `caFile` (PEM), `fetch` included. */
  readonly trustCertificates?: ((pems: readonly string[]) => void) | undefined;
}

/**
 * Starts the app on a profile.
 *
 * @throws {AppError} `profile-unreadable` — a file of the profile is damaged; its bytes stay as they are
 * @throws {AppError} `policy-invalid` — the policy file is refused and there is no good copy of it
 */
export type CreateApp = (options: AppOptions) => Promise<AppPort>;
