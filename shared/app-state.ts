import type { AccountRow } from './account.ts';
import type { CheckView } from './diagnose.ts';
import type { Failure } from './errors.ts';
import type { BatchProgress, OutboxState, Question, SignInView } from './message.ts';
import type { BusinessObject, Settings } from './settings.ts';
import type { UpdateView } from './update.ts';

/** How well the secrets of this profile are kept. */
export type SecretStorage =
  /** The operating system's secret store. */
  | 'operating-system'
  /** A key file that only this user may read: for development and the preview. */
  | 'key-file'
  /** Nowhere: grants are gone when the app ends. */
  | 'memory';

/** What does not change while the app runs. */
export interface HostInfo {
  readonly kind: 'electron' | 'preview' | 'command-line';
  readonly platform: 'windows' | 'macos' | 'linux';
  readonly version: string;
  readonly secretStorage: SecretStorage;
  /** The operating system's user name: what `systemUser` stands for while it is empty. */
  readonly userName: string;
  /** The page runs without Chromium's sandbox, because the system does not let this package have one. */
  readonly withoutSandbox?: true;
}

/** A provider that the sign-in menu offers. */
export interface ProviderInfo {
  readonly id: string;
  /** A proper name, the same in all languages. */
  readonly name: string;
  /** What a record of this provider starts with, per way of sending. */
  readonly presets: readonly ProviderPreset[];
  /** Servers that its sign-ins are shown to besides those of the presets, in lower case; absent: none. */
  readonly otherHosts?: readonly string[];
  /** Whether somebody at another computer can sign in here by a code. */
  readonly deviceCode: boolean;
  readonly client: ClientInfo;
}

/** The OAuth client that sign-ins at a provider use. */
export interface ClientInfo {
  readonly source: 'built-in' | 'settings' | 'policy';
  /** Empty: there is none, so nobody can sign in. */
  readonly clientId: string;
  readonly secretSet: boolean;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly revocationEndpoint: string | null;
  /** What is to be registered at the provider. */
  readonly redirectUri: string;
}

export interface ProviderPreset {
  readonly sendThrough: 'smtp' | 'api';
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly tlsMethod: 'auto' | 'starttls' | 'implicit';
  /** Host, port and TLS cannot be edited. */
  readonly locked: boolean;
}

export interface PolicyInfo {
  readonly status: 'none' | 'active' | 'last-good' | 'refused';
  /** Who set it, as the file says; empty: not said. */
  readonly setBy: string;
  readonly lockedSettings: readonly (keyof Settings)[];
  /** Business objects that the administrator offers. */
  readonly businessObjects: readonly BusinessObject[];
  /** Why the file was refused, with its line. */
  readonly failure: Failure | null;
}

/** Numbers for badges; the list itself is asked for by page. */
export interface OutboxSummary {
  /** Grows with every change of any item. */
  readonly version: number;
  readonly counts: Readonly<Record<OutboxState, number>>;
  /** Many messages that go out together; null: none do. */
  readonly batch: BatchProgress | null;
}

/** What became of the setting `startAgentAtLogin` in the operating system. */
export type LoginStart =
  /** This program cannot be started so. */
  | 'unavailable'
  | 'off'
  | 'on'
  /** The person has to allow it in the settings of the system. */
  | 'needs-approval'
  /** The system did not take it. */
  | 'failed';

/** All that a window draws, apart from pages of the outbox. Holds no secret. */
export interface AppState {
  readonly host: HostInfo;
  readonly accounts: readonly AccountRow[];
  readonly settings: Settings;
  readonly providers: readonly ProviderInfo[];
  readonly policy: PolicyInfo;
  readonly signIn: SignInView | null;
  readonly questions: readonly Question[];
  readonly outbox: OutboxSummary;
  readonly loginStart: LoginStart;
  readonly update: UpdateView;
  /** Checks that run, and the last one of each account that was checked lately. */
  readonly checks: readonly CheckView[];
  /** What keeps the app from working, e.g. a damaged profile file. */
  readonly problems: readonly Failure[];
}

/** Slices that are replaced whole. */
export type WholeSlices = Omit<AppState, 'accounts'>;

export interface StateSnapshot {
  readonly revision: number;
  readonly state: AppState;
}

/** What changed since the revision before; revisions count up by one. */
export interface StateChange {
  readonly revision: number;
  readonly slices: Partial<WholeSlices>;
  readonly accounts?: { readonly upserted: readonly AccountRow[]; readonly removedIds: readonly number[] };
}

/**
 * Answers the snapshot with a change applied; an older or repeated revision leaves it as it is.
 *
 * @returns null when a revision is missing: the caller asks for a new snapshot
 */
export function applyStateChange(snapshot: StateSnapshot, change: StateChange): StateSnapshot | null {
  if (change.revision <= snapshot.revision) return snapshot;
  if (change.revision !== snapshot.revision + 1) return null;
  const state = { ...snapshot.state, ...change.slices };
  if (!change.accounts) return { revision: change.revision, state };
  const gone = new Set(change.accounts.removedIds);
  const upserted = new Map(change.accounts.upserted.map((row) => [row.id, row]));
  const kept = snapshot.state.accounts
    .filter((row) => !gone.has(row.id))
    .map((row) => upserted.get(row.id) ?? row);
  const known = new Set(kept.map((row) => row.id));
  const added = change.accounts.upserted.filter((row) => !known.has(row.id));
  const accounts = added.length === 0 ? kept : [...kept, ...added].toSorted((a, b) => a.id - b.id);
  return { revision: change.revision, state: { ...state, accounts } };
}
