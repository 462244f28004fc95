import type { AppState } from '../../shared/app-state.ts';
import { AppError } from '../../shared/errors.ts';
import type { OutboxItem } from '../../shared/message.ts';
import type { ExportedFile } from '../../shared/transfer.ts';
import type { Clock } from '../ports.ts';
import { createAddressMask, mapTexts } from './masked-addresses.ts';
import { cutShortSecrets, findSecret, isShort } from './secret-search.ts';

interface Deps {
  readonly clock: Clock;
  readonly state: () => AppState;
  /** Versions of what the app runs on, by name. */
  readonly versions: Readonly<Record<string, string>>;
  /** The last messages that something is wrong with, newest first. */
  readonly troubledItems: () => readonly OutboxItem[];
  /** The last lines of the log, oldest first. */
  readonly logTail: () => readonly string[];
  /** Answers a line of the log as the log would write it today; null: it is none. */
  readonly readLogLine: (line: string) => Readonly<Record<string, unknown>> | null;
  /** What was recorded of an account, oldest line first; empty: nothing. */
  readonly protocolLog: (accountId: number) => readonly string[];
  readonly clockOffMs: () => number | null;
  readonly secrets: () => Promise<{ readonly secrets: readonly string[]; readonly unopened: number }>;
}

const formatVersion = 1;

/** Answers the maker of support bundles. */
export function createSupportBundle(deps: Deps) {
  /**
   * Answers one file with what helps somebody else to find out what is wrong: settings, accounts, policy, versions, last
   * Checks, counts and errors of the outbox, the end of the log, and what was recorded of accounts. Recipients are masked in any case; subjects, documents,
   * paths and names of people at this computer are not in it.
   *
   * @throws {AppError} `bundle-refused` — it would have held a secret
   */
  return async ({ maskAddresses }: { readonly maskAddresses: boolean }): Promise<ExportedFile> => {
    const { secrets, unopened } = await deps.secrets();
    const mask = createAddressMask();
    const { host, settings, accounts, providers, policy, outbox, checks, problems } = deps.state();
    const { userName: _, ...app } = host;
    const offMs = deps.clockOffMs();
    const nowMs = deps.clock.nowMs();
    const shown = {
      settings,
      policy,
      providers: providers.map(({ id, name, client }) => ({ id, name, client })),
      accounts,
      checks,
      problems,
    };
    const about = {
      format: 'smtp-setup-support',
      version: formatVersion,
      madeAt: new Date(nowMs).toISOString(),
      app,
      versions: deps.versions,
      clockOffSeconds: offMs === null ? null : Math.round(offMs / 1000),
      addressesMasked: maskAddresses,
      secretsNotOpened: unopened,
    };
    const found = {
      ...(maskAddresses ? mapTexts(withoutNames(shown), mask) : shown),
      outbox: {
        counts: outbox.counts,
        troubled: deps.troubledItems().map((item) => mapTexts(itemFacts(item), mask)),
      },
      protocolLogs: accounts.flatMap(({ id: accountId }) => {
        const lines = deps.protocolLog(accountId);
        return lines.length > 0 ? { accountId, lines: mapTexts(lines, mask) } : [];
      }),
      log: deps.logTail().flatMap((line) => deps.readLogLine(line) ?? []),
    };
    const cut = cutShortSecrets(found, secrets);
    const content = { ...about, ...cut };
    const long = secrets.filter((secret) => !isShort(secret));
    // What is ours alone says nothing of a short secret.
    const place = findSecret(content, long) ?? findSecret(cut, secrets);
    if (place !== null) {
      throw new AppError('bundle-refused', `The support bundle would hold a secret in ${place}.`, {
        detail: { place },
      });
    }
    return {
      fileName: `smtp-setup-support-${new Date(nowMs).toISOString().slice(0, 10)}.json`,
      mediaType: 'application/json',
      text: `${JSON.stringify(content, null, 2)}\n`,
    };
  };
}

/** What is somebody's name and no address goes too, where addresses do. */
function withoutNames<Shown extends Pick<AppState, 'accounts' | 'settings'>>(shown: Shown): Shown {
  const hidden = (text: string) => (text === '' ? '' : '…');
  return {
    ...shown,
    accounts: shown.accounts.map((row) => ({
      ...row,
      senderName: hidden(row.senderName),
      signedInAs: row.signedInAs?.includes('@') ? row.signedInAs : row.signedInAs && '…',
    })),
    settings: { ...shown.settings, systemUser: hidden(shown.settings.systemUser) },
  };
}

function itemFacts(item: OutboxItem) {
  const { state, because, reason, reply, detail, attempts, accountId, origin } = item;
  const { createdAtMs, changedAtMs } = item;
  return {
    ...{ accountId, origin, state, because, reason, reply, attempts },
    ...(detail && { detail }),
    recipients: item.to.length + item.cc.length + item.bcc.length,
    refused: item.refused.map(({ reply: refusal }) => refusal),
    documentSizesBytes: item.documents.map(({ sizeBytes }) => sizeBytes),
    createdAt: new Date(createdAtMs).toISOString(),
    changedAt: new Date(changedAtMs).toISOString(),
  };
}
