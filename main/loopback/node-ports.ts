import { createRequire } from 'node:module';
import { lateTls } from '../network/late-tls.ts';
import type { Cipher, Clock, Log, Notify, Ports, Random } from '../ports.ts';
import { openProfileStore } from '../settings/profile-store.ts';
import type { DocumentWriter, WriterOptions } from '../settings/profile-store.ts';
import { createEnvironmentProxyFor } from '../network/environment-proxy.ts';
import { createProxiedFetch } from '../network/proxied-fetch.ts';
import { nodeClock, nodeRandom } from './node-clock.ts';
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
 * `fetch` is Node's own, through the proxies of the environment; it knows added certificates by `trustCertificates` only.
 */
export function createNodePorts(deps: Deps): Ports {
  const { profileFolder, platform, env, cipher, log, notify = () => undefined } = deps;
  const clock = deps.clock ?? nodeClock;
  const proxyFor = createEnvironmentProxyFor(env);
  return {
    clock,
    random: deps.random ?? nodeRandom,
    cipher,
    openBrowser: createOpenBrowser({ platform, env, log }),
    // Node loads its HTTP client when the name is first used.
    fetch: createProxiedFetch({ proxyFor, fetch: (input, init) => globalThis.fetch(input, init) }),
    proxyFor,
    notify,
    log,
    // What the command line says is English, and the preview's window knows the browser's languages alone.
    systemLanguages: () => [],
    pickFolder: null,
    startAtLogin: null,
    updates: null,
    openStore: (name, parse, initial, replay) =>
      openProfileStore({
        folder: profileFolder,
        name,
        parse,
        initial,
        replay,
        createWriter,
      }),
  };
}

/** Loads conf with the first change: most commands only read, and it takes longer to load than all of theirs. */
function createWriter(options: WriterOptions): DocumentWriter {
  const { default: Conf } = createRequire(import.meta.url)('conf') as typeof import('conf');
  return new Conf(options);
}

/**
 * Makes this process trust certificates in addition to the operating system's and Node's own; it counts for every connection
 * opened afterwards, `fetch` included.
 *
 * @param pems PEM texts, one certificate each
 */
export function trustCertificates(pems: readonly string[]): void {
  const { getCACertificates, setDefaultCACertificates } = lateTls();
  setDefaultCACertificates([
    ...new Set([...getCACertificates('default'), ...getCACertificates('system'), ...pems]),
  ]);
}
