import Conf from 'conf';
import { randomBytes } from 'node:crypto';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { Cipher, Clock, Log, Notify, Ports, Random } from '../ports.ts';
import { openProfileStore } from '../settings/profile-store.ts';
import { createOpenBrowser } from './open-browser.ts';

interface Deps {
  /** Absolute. Only its owner may open stores. */
  readonly profileFolder: string;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cipher: Cipher;
  readonly log: Log;
  /** Default: nobody is told. */
  readonly notify?: Notify;
  readonly clock?: Clock;
  readonly random?: Random;
}

/**
 * Answers the ports for plain Node: preview and command line.
 *
 * `fetch` is Node's own: it knows no system proxy, and added certificates by `trustCertificates` only.
 */
export function createNodePorts(deps: Deps): Ports {
  const { profileFolder, platform, env, cipher, log, notify = () => undefined } = deps;
  const clock = deps.clock ?? nodeClock;
  return {
    clock,
    random: deps.random ?? nodeRandom,
    cipher,
    openBrowser: createOpenBrowser({ platform, env }),
    fetch: globalThis.fetch,
    notify,
    log,
    openStore: (name, parse, initial) =>
      openProfileStore({
        folder: profileFolder,
        name,
        parse,
        initial,
        createWriter: (options) => new Conf(options),
      }),
  };
}

// Node fires longer timers at once.
const longestTimerMs = 2 ** 31 - 1;

/** The computer's clock; a pending sleep keeps the process alive, for there is work behind it, so abort what is not needed. */
export const nodeClock: Clock = {
  nowMs: () => Date.now(),
  sleep: async (ms, signal) => {
    for (let leftMs = ms; ; leftMs -= longestTimerMs) {
      await timer(Math.min(leftMs, longestTimerMs), signal);
      if (leftMs <= longestTimerMs) return;
    }
  },
};

function timer(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const stop = () => {
      clearTimeout(handle);
      reject(signal?.reason);
    };
    const handle = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

/** The computer's randomness. */
export const nodeRandom: Random = {
  bytes: (count) => randomBytes(count),
  fraction: () => Math.random(),
};

/**
 * Makes this process trust certificates in addition to the operating system's and Node's own; it counts for every connection
 * opened afterwards, `fetch` included.
 *
 * @param pems PEM texts, one certificate each
 */
export function trustCertificates(pems: readonly string[]): void {
  setDefaultCACertificates([
    ...new Set([...getCACertificates('default'), ...getCACertificates('system'), ...pems]),
  ]);
}
