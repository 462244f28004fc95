import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { AppOptions, AppPort } from '../app-port.ts';
import { createApp } from '../app.ts';
import { createBrokenApp } from '../broken-app.ts';
import type { Fetch } from '../ports.ts';
import { createKeyFileCipher } from '../vault/key-file-cipher.ts';
import { hasSealedFiles } from '../vault/vault-file.ts';
import { nodeRandom } from './node-clock.ts';
import { createNodePorts, trustCertificates } from './node-ports.ts';

interface Options extends Pick<AppOptions, 'profileFolder' | 'host'> {
  readonly log: AppOptions['ports']['log'];
}

interface StartOptions extends Options, Pick<AppOptions, 'policyPath' | 'caFile' | 'delivery'> {
  /** An agent has none. */
  readonly hasBrowser: boolean;
}

/**
 * Starts the app of a profile under plain Node, where secrets are sealed with a key file.
 *
 * All that an owner is made of comes with this module: a client loads none of it, and one file is loaded in less time than six.
 *
 * @throws {AppError} as the start of the app
 */
export async function startNodeApp(options: StartOptions): Promise<AppPort> {
  const { profileFolder, host, policyPath, caFile, delivery, hasBrowser } = options;
  const ports = createPorts(options);
  const network = createLateFetch(ports.fetch);
  return createApp({
    ports: {
      ...ports,
      fetch: network.fetch,
      ...(!hasBrowser && { openBrowser: refuseBrowser }),
    },
    trustCertificates: network.trustCertificates,
    // Who has the sources and Node is at liberty to name a policy where the computer has none.
    isDevelopment: true,
    ...{ profileFolder, host, policyPath, caFile, delivery },
  });
}

/** Answers an app that says why the one of the profile could not start. */
export function startBrokenNodeApp(options: Options, error: AppError): AppPort {
  return createBrokenApp({ host: options.host, ports: createPorts(options) }, error);
}

/** A window that asks the agent for a sign-in gets the link all the same. */
async function refuseBrowser(): Promise<never> {
  throw new AppError('browser-not-opened', 'The agent opens no browser.');
}

/**
 * Answers a `fetch` of Node that is made ready with its first request: reading the computer's certificates takes longer than most commands.
 */
function createLateFetch(fetch: Fetch): {
  readonly fetch: Fetch;
  readonly trustCertificates: (pems: readonly string[]) => void;
} {
  let added: readonly string[] = [];
  let isReady = false;
  return {
    trustCertificates: (pems) => {
      added = pems;
      isReady = false;
    },
    fetch: async (input, init) => {
      if (!isReady) trustCertificates(added);
      isReady = true;
      return fetch(input, init);
    },
  };
}

function createPorts({ profileFolder, log }: Options): AppOptions['ports'] {
  const { platform, env } = process;
  const cipher = createKeyFileCipher({
    path: join(profileFolder, 'vault.key'),
    random: nodeRandom,
    platform,
    sealedFilesExist: () => hasSealedFiles(profileFolder),
  });
  return createNodePorts({ profileFolder, platform, env, cipher, log });
}
