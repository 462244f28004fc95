import { isSharedMailbox } from '../shared/account.ts';
import type { Account } from '../shared/account.ts';
import type { Handlers, Input, Output } from '../shared/contract.ts';
import { AppError } from '../shared/errors.ts';
import type { AccountStore } from './accounts/account-store.ts';
import type { SignInHistory } from './accounts/sign-in-history.ts';
import { assertWay } from './accounts/accounts.ts';
import type { Accounts } from './accounts/accounts.ts';
import type { WatchFolders } from './agent/watch-folders.ts';
import type { AppStateHolder } from './app-state.ts';
import type { Asking } from './asking.ts';
import type { Credentials } from './credentials.ts';
import type { Checks } from './diagnose/checks.ts';
import { historyCsv, historyCsvHead } from './history-csv.ts';
import type { ExtraPermission } from './identity/registration.ts';
import type { SignIn, SignInWay } from './identity/sign-in.ts';
import type { SaveSettings } from './oauth-clients.ts';
import type { ProtocolLogs } from './protocol-logs.ts';
import type { Outbox } from './outbox/delivery.ts';
import type { Spool } from './outbox/spool.ts';
import type { SigningOut } from './signing-out.ts';
import type { Transfer } from './transfer/transfer.ts';
import type { Relay } from './relay/relay.ts';

interface Deps {
  readonly state: AppStateHolder;
  readonly accountStore: AccountStore;
  readonly accounts: Accounts;
  readonly credentials: Credentials;
  readonly signIn: SignIn;
  /** Resolves when it is known who signed in. */
  readonly grantsLoaded: () => Promise<void>;
  readonly renewals: Handlers['accountsRenewals'];
  readonly discardDialog: (dialogId: string) => Promise<void>;
  readonly signInHistory: SignInHistory['list'];
  readonly signingOut: SigningOut;
  readonly asking: Asking;
  readonly checks: Checks;
  readonly supportBundle: Handlers['supportBundle'];
  readonly protocolLogs: Pick<ProtocolLogs, 'set' | 'read' | 'untilMs'>;
  readonly spool: Spool;
  readonly outbox: Outbox;
  readonly transfer: Transfer;
  readonly relay: Relay;
  /** Begins all that goes on by itself; a second call changes nothing. */
  readonly startSending: () => void;
  readonly watchFolders: WatchFolders;
  readonly updating: Pick<Handlers, 'updateCheck' | 'updateDownload' | 'updateInstall'>;
  /** Cancels what still waits of the batch that is under way, and answers how many that were. */
  readonly cancelBatch: () => number;
  readonly saveSettings: SaveSettings;
  /** Throws where a refused policy stops sign-in and sending. */
  readonly refuseWithoutPolicy: () => void;
}

/** Takes a few dozen milliseconds. */
const exportedAtOnce = 2_000;
const done: Record<string, never> = {};

/** Sending as a shared mailbox takes a permission of its own at an HTTP interface; an SMTP server looks at the mailbox. */
function permissionsFor(
  named: readonly ExtraPermission[] | undefined,
  account: Pick<Account, 'sendThrough' | 'user' | 'signInAccount'> | null,
): readonly ExtraPermission[] {
  const isShared = account?.sendThrough === 'api' && isSharedMailbox(account);
  return [...new Set([...(named ?? []), ...(isShared ? (['shared-mailbox'] as const) : [])])];
}

/** Answers how somebody signs in; undefined: in the browser of this computer. */
function wayOf({
  refreshToken,
  deviceCode,
}: Pick<Input<'signInStart'>, 'refreshToken' | 'deviceCode'>): SignInWay | undefined {
  if (refreshToken === undefined) return deviceCode ? { kind: 'device-code' } : undefined;
  if (!deviceCode) return { kind: 'refresh-token', refreshToken };
  throw new AppError('invalid-request', 'A refresh token needs no code: give the one or the other.', {
    field: 'deviceCode',
  });
}

/** Answers every method of the contract, a line or a few each. */
export function createHandlers(deps: Deps): Handlers {
  const { accountStore, accounts, asking, outbox, signIn, spool } = deps;

  async function accountFor(input: Parameters<Handlers['outboxSubmit']>[0]): Promise<number> {
    if (input.accountId !== null) return accountStore.existing(input.accountId).id;
    const { accountId, tried } = await accounts.handlers.accountsResolve(
      { records: input.records },
      { origin: 'agent' },
    );
    if (accountId !== null) return accountId;
    const keys = tried.map((key) => `${key.businessObject}.${key.columnName}=${key.columnValue}`);
    throw new AppError(
      'no-account-for-records',
      `No account matches ${keys.join(', ')}, and there is no default account.`,
      {
        field: 'records',
        detail: { tried: keys.length },
      },
    );
  }

  async function answerQuestion(
    input: Parameters<Handlers['questionAnswer']>[0],
  ): Promise<Output<'questionAnswer'>> {
    const question = asking.byId(input.questionId);
    if (!question)
      throw new AppError('invalid-request', 'This question is answered already.', { field: 'questionId' });
    if (input.answer === 'cancel') {
      const attempt = signIn.current();
      asking.declined(input.questionId);
      if (attempt?.accountId === question.accountId && attempt.dialogId === null)
        await signIn.cancel(attempt.attemptId);
      return { signIn: null };
    }
    deps.refuseWithoutPolicy();
    const { accountId, provider, expected } = question;
    const account = accountStore.existing(accountId);
    const { openBrowser } = input;
    return {
      signIn: await signIn.start({
        ...{ accountId, provider, expected, sendThrough: account.sendThrough, dialogId: null, openBrowser },
        permissions: permissionsFor([], account),
      }),
    };
  }

  /** A host that only looked so far begins to send with the first call that wants something sent. */
  function begun<Value>(answer: Value): Value {
    outbox.start();
    return answer;
  }

  return {
    ...accounts.handlers,
    ...deps.transfer,
    ...deps.updating,
    stateGet: async (_input, { origin }) => {
      // A window draws what is known and gets the rest pushed; a program takes the first answer for the truth.
      if (origin === 'agent') await deps.grantsLoaded();
      return deps.state.snapshot();
    },
    accountsRenew: async ({ accountId }) => {
      deps.refuseWithoutPolicy();
      return deps.credentials.renew(accountStore.existing(accountId));
    },

    accountsHistory: async ({ accountId }) => ({
      events: deps.signInHistory(accountStore.existing(accountId).id),
    }),
    accountsRenewals: deps.renewals,
    protocolLogSet: async ({ accountId, on }) => ({
      untilMs: deps.protocolLogs.set(accountStore.existing(accountId).id, on),
    }),
    protocolLogRead: async ({ accountId }) => {
      const { id } = accountStore.existing(accountId);
      return { untilMs: deps.protocolLogs.untilMs(id), lines: deps.protocolLogs.read(id) };
    },

    signInStart: async (input) => {
      deps.refuseWithoutPolicy();
      const account = input.accountId === null ? null : accountStore.existing(input.accountId);
      if (account) assertWay(account, input);
      else if (input.dialogId === null)
        throw new AppError('invalid-request', 'A sign-in needs an account or a dialog that waits for it.', {
          field: 'accountId',
        });
      const { refreshToken, deviceCode, ...request } = input;
      return signIn.start(
        { ...request, permissions: permissionsFor(input.permissions, account) },
        wayOf({ refreshToken, deviceCode }),
      );
    },
    signInOpenAgain: async ({ attemptId }) => signIn.openAgain(attemptId).then(() => done),
    signInCancel: async ({ attemptId }) => signIn.cancel(attemptId).then(() => done),
    signInDiscard: async ({ dialogId }) => deps.discardDialog(dialogId).then(() => done),
    signOut: (input) => deps.signingOut(input),
    questionAnswer: answerQuestion,

    checkStart: async ({ accountId }) => {
      deps.refuseWithoutPolicy();
      return deps.checks.start(accountId);
    },
    checkCancel: async ({ checkId }) => {
      deps.checks.cancel(checkId);
      return done;
    },
    supportBundle: deps.supportBundle,

    documentBegin: ({ name }) => spool.begin(name),
    documentAppend: ({ documentId, offsetBytes, base64 }) =>
      spool.append(documentId, offsetBytes, Buffer.from(base64, 'base64')),
    documentEnd: ({ documentId }) => spool.end(documentId),
    documentDiscard: async ({ documentId }) => spool.discard(documentId).then(() => done),

    outboxSubmit: async (input, caller) => {
      deps.refuseWithoutPolicy();
      if (input.to.length + input.cc.length + input.bcc.length === 0) {
        throw new AppError('recipient-rejected', 'The message has no recipient.', { field: 'to' });
      }
      // First of all: what the outbox has already stays there, whatever became of its account.
      const known = await outbox.known(input);
      return begun(known ?? (await outbox.submit({ ...input, accountId: await accountFor(input) }, caller)));
    },
    outboxPage: async (input) => outbox.page(input),
    outboxExport: async (input) => {
      const { items, total, nextBeforeSequence } = outbox.page({ ...input, limit: exportedAtOnce });
      const lines = historyCsv(items, (id) => accountStore.byId(id)?.user ?? '');
      const csv = input.beforeSequence === null ? `${historyCsvHead()}${lines}` : lines;
      return { csv, rows: items.length, total, nextBeforeSequence };
    },
    outboxGet: async ({ itemId }) => outbox.get(itemId),
    outboxCancel: async ({ itemId }) => outbox.cancel(itemId),
    outboxCancelBatch: async () => ({ cancelled: deps.cancelBatch() }),
    outboxSendNow: async ({ itemId }) => begun(outbox.sendNow(itemId)),
    outboxMarkSent: async ({ itemId }) => outbox.markSent(itemId),
    outboxSendAgain: async ({ itemId }) => begun(outbox.sendAgain(itemId)),
    outboxResend: async (input, caller) => {
      deps.refuseWithoutPolicy();
      return begun(await outbox.resend(input, caller));
    },

    outboxStart: async () => {
      deps.startSending();
      return done;
    },
    outboxTryAgain: async () => ({ tried: outbox.tryUnreached() }),

    relayStatus: async () => deps.relay.status(),
    relayProgramAdd: (input) => deps.relay.addProgram(input),
    relayProgramRemove: async ({ name }) => ({ removed: deps.relay.removeProgram(name) }),

    watchStatus: () => deps.watchFolders.status(),
    watchFolderPick: async () => ({ folder: await deps.watchFolders.pick() }),
    watchFolderAdd: (draft) => deps.watchFolders.add(draft),
    watchFolderRemove: async ({ id }) => ({ removed: await deps.watchFolders.remove(id) }),

    settingsSave: (input) => deps.saveSettings(input),
  };
}
