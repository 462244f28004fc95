import { arch, release, type } from 'node:os';
import process from 'node:process';
import type { Handlers } from '../shared/contract.ts';
import type { AppStateHolder } from './app-state.ts';
import { createSupportBundle } from './diagnose/support-bundle.ts';
import { vaultSecrets } from './diagnose/vault-secrets.ts';
import { profileLogPath, readLogTail } from './log-file.ts';
import { readLogLine } from './log.ts';
import type { Outbox } from './outbox/delivery.ts';
import type { Clock } from './ports.ts';
import type { Providers } from './providers.ts';
import type { TokenVault } from './vault/token-vault.ts';

interface Deps {
  readonly profileFolder: string;
  readonly clock: Clock;
  readonly state: Pick<AppStateHolder, 'peek'>;
  readonly outbox: Pick<Outbox, 'page'>;
  readonly vault: Pick<TokenVault, 'list' | 'get'>;
  readonly providers: Pick<Providers, 'registrations'>;
  readonly clockOffMs: () => number | null;
  /** The last lines of an account's protocol log, oldest first; empty: there is none. */
  readonly protocolLog: (accountId: number, count: number) => readonly string[];
}

const maxLogLines = 1_000;
const maxItems = 50;
const maxProtocolLines = 2_000;

/** Answers the maker of a profile's support bundles. */
export function createSupport(deps: Deps): Handlers['supportBundle'] {
  const { profileFolder, clock, state, outbox, vault, providers } = deps;
  return createSupportBundle({
    clock,
    state: state.peek,
    versions: versions(),
    troubledItems: () =>
      outbox
        .page({ states: [], beforeSequence: null, limit: 10 * maxItems })
        .items.filter(({ because, refused }) => because !== null || refused.length > 0)
        .slice(0, maxItems),
    logTail: () => readLogTail(profileLogPath(profileFolder), maxLogLines),
    readLogLine,
    protocolLog: (accountId) => deps.protocolLog(accountId, maxProtocolLines),
    clockOffMs: deps.clockOffMs,
    secrets: async () => {
      const { secrets, unopened } = await vaultSecrets(vault);
      // Those that a policy file names are not in the vault.
      const named = providers.registrations().flatMap(({ clientSecret }) => clientSecret ?? []);
      return { secrets: [...secrets, ...named], unopened };
    },
  });
}

function versions(): Readonly<Record<string, string>> {
  const { node, openssl, electron, chrome } = process.versions;
  return {
    system: `${type()} ${release()} ${arch()}`,
    node,
    openssl,
    ...(electron !== undefined && { electron }),
    ...(chrome !== undefined && { chrome }),
  };
}
