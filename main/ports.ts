import type { SignInBrowser } from '../shared/settings.ts';

/** Wall clock and timers; tests move them by hand. */
export interface Clock {
  readonly nowMs: () => number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason when it is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Randomness; tests may make it repeatable. */
export interface Random {
  /** `count` unpredictable bytes. */
  readonly bytes: (count: number) => Uint8Array;
  /** A number in [0, 1), for jitter only. */
  readonly fraction: () => number;
}

/** Seals text for this user on this computer. */
export interface Cipher {
  readonly strength: 'operating-system' | 'key-file' | 'memory';
  /** @throws {AppError} `vault-unavailable` — the key store does not answer or is locked; the text is not lost */
  readonly encrypt: (text: string) => Promise<Uint8Array>;
  /**
   * @throws {AppError} `vault-unavailable` — as above
   * @throws {AppError} `vault-unreadable` — sealed elsewhere, by another user, or damaged
   */
  readonly decrypt: (sealed: Uint8Array) => Promise<{ readonly text: string; readonly sealAgain: boolean }>;
}

/**
 * Opens a URL in a browser; resolves once it was handed over.
 *
 * @param browser which one; absent, or not there: the one that the operating system opens
 * @throws {AppError} `browser-not-opened`
 */
export type OpenBrowser = (url: string, browser?: SignInBrowser) => Promise<void>;

/** `fetch` as the host's network stack does it, through the same proxies as `proxyFor`. */
export type Fetch = typeof fetch;

/** One way to a server. */
export type NetworkWay = { readonly kind: 'direct' } | ProxyWay;

/** A proxy that opens connections to others. */
export interface ProxyWay {
  /** How it is spoken to: CONNECT in clear, CONNECT over TLS, or SOCKS 5. */
  readonly kind: 'http' | 'https' | 'socks5';
  /** An IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
  /** Secrets: never logged, never part of a failure. null: it is asked without a name. */
  readonly credentials: { readonly user: string; readonly password: string } | null;
}

/**
 * Answers the ways to the server of a URL, the best first; there is one at least. A mail server is asked for as `https`.
 *
 * @throws {Error} with the code `ERR_PROXY_INVALID` — what is set up names no proxy
 */
export type ProxyFor = (url: string) => Promise<readonly NetworkWay[]>;

/** Lets the person at the window choose a folder; null: none was chosen. */
export type PickFolder = () => Promise<string | null>;

/** What the operating system starts when this person logs in. */
export interface StartAtLogin {
  /**
   * Makes it start the agent, or not any more; the same again changes nothing.
   *
   * @returns `needs-approval`: it does so once the person has allowed it in the settings of the system
   * @throws {AppError} `setting-invalid` — the system does not take it
   */
  readonly set: (wanted: boolean) => Promise<'on' | 'off' | 'needs-approval'>;
}

/** The copy of the app that is installed, as far as it decides whether it may update itself. */
export interface InstalledCopy {
  readonly isPackaged: boolean;
  readonly platform: NodeJS.Platform;
  /** It knows where newer versions are. */
  readonly hasSource: boolean;
  /** Installed for this user by the installer of ours that can also replace it; only Windows has others. */
  readonly isPerUser: boolean;
  /** It says whose signature a newer version must carry. */
  readonly isSigned: boolean;
}

/** What installs newer versions of the app. */
export interface Updates {
  readonly copy: () => Promise<InstalledCopy>;
  /** Whether somebody is there to be told. */
  readonly isAttended: () => boolean;
  /** Answers the newer version that is meant for this computer; null: there is none. Downloads nothing. */
  readonly check: () => Promise<string | null>;
  /** Downloads what was found and verifies whose it is. */
  readonly download: (onPercent: (percent: number) => void) => Promise<void>;
  /** Asks the app to end, and installs behind it; the person may still say no where something is not saved. */
  readonly install: () => void;
}

/** Tells a person who may not be looking at the window. */
export type Notify = (notice: {
  readonly kind: 'sign-in-needed' | 'sign-ins-ended' | 'batch-finished' | 'batch-needs-person';
  readonly count: number;
}) => void;

export type LogField =
  | 'accountId'
  | 'attempt'
  | 'attemptId'
  | 'code'
  | 'count'
  | 'durationMs'
  | 'grantType'
  | 'host'
  | 'itemId'
  | 'method'
  | 'port'
  | 'provider'
  | 'replyCode'
  | 'role'
  | 'stage'
  | 'state'
  | 'status'
  | 'version';

/** Writes one event; the fields are an allow-list, so that no secret, address or path can be logged by mistake. */
export type Log = (
  event: string,
  fields?: Readonly<Partial<Record<LogField, string | number | boolean>>>,
) => void;

/**
 * One JSON document of the profile: loaded once, written through, atomic.
 *
 * electron-store in the shell, conf under Node.
 */
export interface Store<Value> {
  readonly get: () => Value;
  /**
   * @param change what makes this value of the one before, for a store that was opened with `replay`; it may be written instead
   * @throws {AppError} `storage-full` — nothing was written, the old value stays
   */
  readonly set: (value: Value, change?: object) => void;
  /**
   * Writes the document whole, where changes lie beside it; absent: none ever do.
   *
   * @throws {AppError} `storage-full` — they stay beside it
   */
  readonly fold?: () => void;
}

/** All that the app needs from its host. */
export interface Ports {
  readonly clock: Clock;
  readonly random: Random;
  readonly cipher: Cipher;
  readonly openBrowser: OpenBrowser;
  readonly fetch: Fetch;
  readonly proxyFor: ProxyFor;
  readonly notify: Notify;
  readonly log: Log;
  /** What the system speaks: BCP 47 tags, the most wanted first; none: the host does not know. */
  readonly systemLanguages: () => readonly string[];
  /** null: the host has no window for it. */
  readonly pickFolder: PickFolder | null;
  /** null: this program cannot be started so. */
  readonly startAtLogin: StartAtLogin | null;
  /** null: this program has no installer of its own. */
  readonly updates: Updates | null;
  /**
   * Opens a JSON document of the profile folder.
   *
   * @param name file name without `.json`
   * @param replay answers the value that a change makes; it throws where that is no change of it
   * @throws {AppError} `profile-unreadable` — the file is not what `parse` takes; its bytes stay as they are
   */
  readonly openStore: <Value extends object>(
    name: string,
    parse: (value: unknown) => Value,
    initial: Value,
    replay?: (value: Value, change: unknown) => Value,
  ) => Store<Value>;
}
