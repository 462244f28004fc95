import type { AccountDraft, AccountRow, Finding, SignInRenewal } from '../../shared/account.ts';
import { newAccountDraft } from '../../shared/account.ts';
import type {
  AppState,
  ProviderInfo,
  StateChange,
  StateSnapshot,
  WholeSlices,
} from '../../shared/app-state.ts';
import { contract } from '../../shared/contract.ts';
import type { Handlers, Input, Reply } from '../../shared/contract.ts';
import { checkStepNames } from '../../shared/diagnose.ts';
import type { CheckView } from '../../shared/diagnose.ts';
import { isEmailAddress } from '../../shared/email-address.ts';
import { AppError, toFailure } from '../../shared/errors.ts';
import type { Failure } from '../../shared/errors.ts';
import { outboxStates } from '../../shared/message.ts';
import type { OutboxItem, OutboxState, SignInStage, SignInView } from '../../shared/message.ts';
import { methodNames } from '../../shared/method-names.ts';
import type { MethodName } from '../../shared/method-names.ts';
import { googleEndpoints, microsoftEndpoints, redirectUriOf } from '../../shared/oauth-endpoints.ts';
import { sendAtOf } from '../../shared/send-at.ts';
import { defaultSettings, settings as settingsSchema } from '../../shared/settings.ts';
import type { Settings } from '../../shared/settings.ts';
import type { RelayProgram, RelayStatus } from '../../shared/relay.ts';
import type { SignInEvent } from '../../shared/sign-in-event.ts';
import type { ImportPlan } from '../../shared/transfer.ts';
import type { WatchFolderRow } from '../../shared/watch.ts';
import { exampleProviders } from './example-accounts.ts';

type Push = StateSnapshot | StateChange;

/** An app in memory behind the real contract: it keeps what it is told and sends nothing. */
export interface FakeApp {
  /** Answers a call as the real app would: input checked, errors as data, everything through JSON. */
  readonly call: (name: string, input: unknown) => Promise<Reply<unknown>>;
  readonly onPush: (listener: (push: Push) => void) => () => void;
  readonly state: () => AppState;
  readonly outbox: () => readonly OutboxItem[];
  /** Every call so far. */
  readonly calls: readonly { readonly name: string; readonly input: unknown }[];
  readonly change: (slices: Partial<WholeSlices>) => void;
  readonly changeAccounts: (upserted: readonly AccountRow[], removedIds?: readonly number[]) => void;
  readonly changeItem: (itemId: string, change: Partial<OutboxItem>) => void;
  /** What files would do from now on. */
  readonly changeImportPlan: (plan: ImportPlan) => void;
  /** Moves the running sign-in on. */
  readonly moveSignIn: (stage: SignInStage) => void;
  /** Lets the next call of a method fail. */
  readonly failNext: (name: MethodName, failure: Failure) => void;
  /** Holds answers of a method back until the answered function is called. */
  readonly hold: (name: MethodName) => () => void;
}

export interface FakeStart {
  /** What happened to the sign-in of every account, newest first. */
  readonly signInHistory?: readonly SignInEvent[];
  readonly state?: Partial<AppState>;
  readonly outbox?: readonly OutboxItem[];
  readonly renewals?: readonly SignInRenewal[];
  /** Messages that removed accounts still had to send. */
  readonly waitingItems?: number;
  /** What a file would do; absent: nothing. */
  readonly importPlan?: ImportPlan;
  /** What the relay says of itself besides what the settings say. */
  readonly relay?: Partial<RelayStatus>;
  readonly programs?: readonly RelayProgram[];
  readonly watchFolders?: readonly WatchFolderRow[];
  /** What the person chooses in the system's window for folders; absent: there is none. */
  readonly pickedFolder?: string;
  /** What opens the secrets of a sealed plan; absent: anything. */
  readonly importPassphrase?: string;
}

const noImport: ImportPlan = {
  planId: 'plan-00000001',
  format: 'profile',
  rows: [],
  settings: [],
  secrets: 'none',
  ignoredColumns: [],
};

const host = {
  kind: 'preview',
  platform: 'windows',
  version: '0.1.0',
  secretStorage: 'operating-system',
  userName: 'ada',
} as const;

function countStates(items: readonly OutboxItem[]): Record<OutboxState, number> {
  const counts = { queued: 0, sending: 0, held: 0, sent: 0, failed: 0, unconfirmed: 0, cancelled: 0 };
  for (const item of items) counts[item.state] += 1;
  return counts;
}

function matches(
  { subject, to, cc, bcc, messageId, accountId, createdAtMs }: OutboxItem,
  filter: Omit<Input<'outboxPage'>, 'states' | 'beforeSequence' | 'limit'>,
): boolean {
  const text = [subject, ...to, ...cc, ...bcc, messageId].join(' ').toLowerCase();
  return (
    (filter.text ?? '')
      .toLowerCase()
      .split(/\s+/u)
      .every((word) => text.includes(word)) &&
    (filter.accountId === undefined || filter.accountId === accountId) &&
    createdAtMs >= (filter.fromMs ?? 0) &&
    createdAtMs < (filter.toMs ?? Number.POSITIVE_INFINITY)
  );
}

/** Answers a row as a new account has it, with the given fields. */
export function fakeAccount(id: number, fields: Partial<AccountRow>): AccountRow {
  return {
    ...newAccountDraft,
    id,
    isDefault: false,
    managed: false,
    passwordSet: false,
    signedInAs: null,
    status: { kind: 'not-checked' },
    ...fields,
  };
}

function lint(
  draft: AccountDraft,
  accountId: number | null,
  rows: readonly AccountRow[],
  passwordTyped = false,
): Finding[] {
  const findings: Finding[] = [];
  const error = (field: Finding['field'], code: Finding['code'], values?: Finding['values']) =>
    findings.push({ field, level: 'error', code, ...(values && { values }) });
  if (draft.host.trim() === '') error('host', 'host-required');
  else if (/[\s/]/.test(draft.host.trim())) error('host', 'host-invalid');
  if (draft.user.trim() !== '' && draft.provider !== 'none' && !isEmailAddress(draft.user.trim())) {
    error('user', 'user-invalid');
  }
  if (draft.from !== '' && !isEmailAddress(draft.from)) error('from', 'from-invalid');
  const key = [draft.businessObject, draft.columnName, draft.columnValue].map((part) =>
    part.trim().toLowerCase(),
  );
  const filled = key.filter(Boolean).length;
  if (filled > 0 && filled < 3) error(draft.columnValue ? 'businessObject' : 'columnValue', 'key-incomplete');
  const taken = rows.find(
    (row) =>
      row.id !== accountId &&
      filled === 3 &&
      [row.businessObject, row.columnName, row.columnValue].join('\0').toLowerCase() === key.join('\0'),
  );
  if (taken) error('columnValue', 'key-taken', { accountId: taken.id });
  const before = rows.find(({ id }) => id === accountId);
  const isMoved = before && (before.host !== draft.host || before.user !== draft.user);
  if (before?.passwordSet && isMoved && draft.provider === 'none' && !passwordTyped) {
    findings.push({ field: 'password', level: 'warning', code: 'password-again' });
  }
  const presets = exampleProviders.find(({ id }) => id === draft.provider)?.presets ?? [];
  const isForeign =
    draft.sendThrough === 'smtp' &&
    presets.some((preset) => !preset.locked) &&
    presets.every((preset) => preset.host !== draft.host.trim());
  if (isForeign) findings.push({ field: 'host', level: 'warning', code: 'host-not-providers' });
  if (draft.port === 465 && draft.tlsMethod === 'starttls') {
    findings.push({ field: 'tlsMethod', level: 'warning', code: 'port-465-with-starttls' });
  }
  if (draft.port === 587 && draft.tlsMethod === 'implicit') {
    findings.push({ field: 'tlsMethod', level: 'warning', code: 'port-587-with-implicit' });
  }
  return findings;
}

/** Answers the providers as settings change them: own clients, and custom providers. */
function providersOf(
  settings: Settings,
  before: AppState['providers'],
  secrets: ReadonlyMap<string, string>,
): AppState['providers'] {
  const secretSet = (id: string) => (secrets.get(id) ?? '') !== '';
  const { googleClient: google, microsoftClient: microsoft } = settings;
  const builtIn = before
    .filter(({ id }) => id === 'google' || id === 'microsoft')
    .map((each): ProviderInfo => {
      const client = each.id === 'google' ? google : microsoft;
      if (!client) return each;
      const endpoints =
        client === microsoft ? microsoftEndpoints(microsoft.cloud, microsoft.tenant) : googleEndpoints;
      return {
        ...each,
        client: {
          source: 'settings',
          clientId: client.clientId,
          secretSet: secretSet(each.id),
          ...endpoints,
          redirectUri: redirectUriOf(client),
        },
      };
    });
  const custom = settings.customProviders.map((each): ProviderInfo => ({
    id: each.id,
    name: each.name,
    presets: [{ sendThrough: 'smtp', ...each.smtp, tls: true, locked: false }],
    deviceCode: each.tokenEndpoint === null,
    client: {
      source: 'settings',
      clientId: each.clientId,
      secretSet: secretSet(each.id),
      authorizationEndpoint: each.authorizationEndpoint ?? `${each.issuer}/authorize`,
      tokenEndpoint: each.tokenEndpoint ?? `${each.issuer}/token`,
      revocationEndpoint: each.revocationEndpoint,
      redirectUri: redirectUriOf(each),
    },
  }));
  return [...builtIn, ...custom];
}

/** Starts an app in memory. */
export function createFakeApp(start: FakeStart = {}): FakeApp {
  const listeners = new Set<(push: Push) => void>();
  const calls: { name: string; input: unknown }[] = [];
  const failures = new Map<string, Failure>();
  const holds = new Map<string, Promise<void>>();
  const removed = new Map<string, readonly AccountRow[]>();
  const submitted = new Map<string, OutboxItem>();
  const uploads = new Map<string, { name: string; sizeBytes: number }>();
  const grants = new Map<string, { provider: string; signedInAs: string }>();
  let items: readonly OutboxItem[] = (start.outbox ?? []).toSorted((a, b) => b.sequence - a.sequence);
  let alsoSignedIn: readonly number[] = [];
  const clientSecrets = new Map<string, string>();
  let importPlan = start.importPlan ?? noImport;
  let programs = start.programs ?? [];
  let watched = start.watchFolders ?? [];
  let nextNumber = 1;
  const nextId = (kind: string) => `${kind}-${String((nextNumber += 1)).padStart(8, '0')}`;

  let snapshot: StateSnapshot = {
    revision: 1,
    state: {
      host,
      accounts: [],
      settings: {
        ...defaultSettings,
        defaultAccountId: start.state?.accounts?.find(({ isDefault }) => isDefault)?.id ?? null,
      },
      providers: exampleProviders,
      policy: { status: 'none', setBy: '', lockedSettings: [], businessObjects: [], failure: null },
      signIn: null,
      questions: [],
      outbox: { version: 1, counts: countStates(items), batch: null },
      loginStart: 'off',
      update: { stage: 'idle' },
      checks: [],
      problems: [],
      ...start.state,
    },
  };

  const push = (slices: Partial<WholeSlices>, accounts?: StateChange['accounts']) => {
    const revision = snapshot.revision + 1;
    const rows = new Map(snapshot.state.accounts.map((row) => [row.id, row]));
    for (const id of accounts?.removedIds ?? []) rows.delete(id);
    for (const row of accounts?.upserted ?? []) rows.set(row.id, row);
    const list = accounts ? [...rows.values()].toSorted((a, b) => a.id - b.id) : snapshot.state.accounts;
    snapshot = { revision, state: { ...snapshot.state, ...slices, accounts: list } };
    const change: StateChange = { revision, slices, ...(accounts && { accounts }) };
    for (const listener of listeners) listener(structuredClone(change));
  };
  const changeAccounts: FakeApp['changeAccounts'] = (upserted, removedIds = []) =>
    push({}, { upserted, removedIds });
  const setItems = (next: readonly OutboxItem[]) => {
    items = next;
    const { version, batch } = snapshot.state.outbox;
    push({ outbox: { version: version + 1, counts: countStates(items), batch } });
  };
  const rowOf = (id: number): AccountRow => {
    const row = snapshot.state.accounts.find((candidate) => candidate.id === id);
    if (!row) throw new AppError('account-not-found', `There is no account ${id}.`);
    return row;
  };
  const itemOf = (itemId: string): OutboxItem => {
    const item = items.find((candidate) => candidate.itemId === itemId);
    if (!item) throw new AppError('item-not-found', `There is no message ${itemId}.`);
    return item;
  };
  const changeItem = (itemId: string, change: Partial<OutboxItem>): OutboxItem => {
    const next = { ...itemOf(itemId), ...change, changedAtMs: Date.now() };
    setItems(items.map((item) => (item.itemId === itemId ? next : item)));
    return next;
  };
  const running = (): SignInView => {
    const { signIn } = snapshot.state;
    if (!signIn) throw new AppError('transition-refused', 'No sign-in is running.');
    return signIn;
  };
  const moveSignIn: FakeApp['moveSignIn'] = (stage) => {
    const { attemptId, provider, accountId, dialogId, expected, url, userCode, expiresAtMs } = running();
    const base = {
      ...{ attemptId, provider, accountId, dialogId, expected, url, expiresAtMs },
      ...(userCode !== undefined && { userCode }),
    };
    if (stage.stage === 'signed-in') {
      if (stage.pendingGrantId !== null)
        grants.set(stage.pendingGrantId, { provider, signedInAs: stage.signedInAs });
      else if (accountId !== null) {
        const rows = [accountId, ...alsoSignedIn].map(rowOf);
        const { signedInAs } = stage;
        changeAccounts(rows.map((row) => ({ ...row, provider, signedInAs, status: { kind: 'ready' } })));
      }
    }
    push({ signIn: { ...base, ...stage } });
  };
  const startSignIn = (input: Omit<Input<'signInStart'>, 'sendThrough' | 'openBrowser'>): SignInView => {
    alsoSignedIn = input.alsoAccountIds ?? [];
    const signIn: SignInView = {
      attemptId: nextId('attempt'),
      provider: input.provider,
      accountId: input.accountId,
      dialogId: input.dialogId,
      expected: input.expected,
      ...(input.deviceCode
        ? {
            url: 'https://login.example.test/device',
            userCode: 'FJ7KQ2XRT',
            expiresAtMs: Date.now() + 15 * 60_000,
          }
        : {
            url: input.refreshToken === undefined ? 'https://login.example.test/authorize?state=example' : '',
            expiresAtMs: Date.now() + 5 * 60_000,
          }),
      stage: input.refreshToken === undefined ? 'waiting' : 'checking',
    };
    push({ signIn });
    return signIn;
  };
  const moved =
    (from: readonly OutboxState[], change: Partial<OutboxItem>) => async (input: { itemId: string }) => {
      if (!from.includes(itemOf(input.itemId).state)) {
        throw new AppError('transition-refused', 'The message has moved on in the meantime.');
      }
      return changeItem(input.itemId, change);
    };

  const handlers: Handlers = {
    stateGet: async () => snapshot,
    accountsLint: async ({ draft, accountId, passwordTyped }) => ({
      findings: lint(draft, accountId, snapshot.state.accounts, passwordTyped),
    }),
    accountsSave: async (input) => {
      const [finding] = lint(input.draft, input.accountId, snapshot.state.accounts).filter(
        ({ level }) => level === 'error',
      );
      if (finding) throw new AppError('account-invalid', 'A field is not right.', { field: finding.field });
      const grant = input.pendingGrantId === null ? undefined : grants.get(input.pendingGrantId);
      const before = input.accountId === null ? undefined : rowOf(input.accountId);
      const id = before?.id ?? Math.max(0, ...snapshot.state.accounts.map((row) => row.id)) + 1;
      const signedInAs = grant?.signedInAs ?? (input.signOut ? null : (before?.signedInAs ?? null));
      const row = fakeAccount(id, {
        ...input.draft,
        isDefault: input.makeDefault ?? before?.isDefault ?? false,
        passwordSet: input.password === undefined ? (before?.passwordSet ?? false) : input.password !== '',
        signedInAs,
        status:
          input.draft.provider === 'none' || signedInAs ? { kind: 'ready' } : { kind: 'sign-in-needed' },
      });
      const others = row.isDefault
        ? snapshot.state.accounts.filter((other) => other.isDefault && other.id !== id)
        : [];
      changeAccounts([...others.map((other) => ({ ...other, isDefault: false })), row]);
      if (input.makeDefault) push({ settings: { ...snapshot.state.settings, defaultAccountId: id } });
      return row;
    },
    accountsRemove: async ({ accountIds, waiting }) => {
      const waitingItems = start.waitingItems ?? 0;
      if (waiting === 'refuse' && waitingItems > 0) return { removed: false, undoToken: null, waitingItems };
      const undoToken = nextId('undo');
      // The next change ends what could be undone.
      removed.clear();
      removed.set(undoToken, accountIds.map(rowOf));
      changeAccounts([], accountIds);
      return { removed: true, undoToken, waitingItems };
    },
    accountsSendThrough: async ({ accountId, sendThrough }) => {
      const row = rowOf(accountId);
      const preset = exampleProviders
        .find(({ id }) => id === row.provider)
        ?.presets.find((each) => each.sendThrough === sendThrough);
      if (!preset) throw new AppError('account-invalid', 'Not in this way.', { field: 'sendThrough' });
      if (row.signedInAs === null) return { switched: false };
      const { locked: _locked, ...fields } = preset;
      changeAccounts([{ ...row, ...fields, status: { kind: 'ready' } }]);
      return { switched: true };
    },
    accountsRestore: async ({ undoToken }) => {
      const rows = removed.get(undoToken);
      if (!rows) throw new AppError('transition-refused', 'This removal cannot be undone any more.');
      removed.delete(undoToken);
      changeAccounts(rows);
      return { restoredIds: rows.map(({ id }) => id) };
    },
    accountsResolve: async ({ records }) => {
      const tried = [...records, { businessObject: 'SystemUser', columns: { User_Name: 'ada' } }].flatMap(
        (record) =>
          Object.entries(record.columns).map(([columnName, columnValue]) => ({
            businessObject: record.businessObject,
            columnName,
            columnValue,
          })),
      );
      for (const key of tried) {
        const matching = snapshot.state.accounts.filter(
          (row) =>
            row.enabled &&
            row.businessObject === key.businessObject &&
            row.columnName === key.columnName &&
            row.columnValue === key.columnValue,
        );
        const [winner, ...losers] = matching;
        if (winner) {
          return {
            accountId: winner.id,
            rule: 'key',
            matched: key,
            losers: losers.map(({ id }) => id),
            tried,
          };
        }
      }
      const fallback = snapshot.state.accounts.find((row) => row.isDefault && row.enabled);
      return {
        accountId: fallback?.id ?? null,
        rule: fallback ? 'default' : 'none',
        matched: null,
        losers: [],
        tried,
      };
    },
    accountsRenew: async () => ({ expiresAtMs: null }),
    accountsHistory: async () => ({ events: start.signInHistory ?? [] }),
    accountsRenewals: async () => start.renewals ?? [],
    signInStart: async (input) => startSignIn(input),
    signInOpenAgain: async () => ({}),
    signInCancel: async () => {
      moveSignIn({
        stage: 'cancelled',
        failure: { code: 'sign-in-cancelled', message: 'The sign-in was cancelled.', remedy: 'sign-in' },
      });
      return {};
    },
    signInDiscard: async () => ({}),
    signOut: async ({ accountId, allAccounts }) => {
      const { signedInAs, provider } = rowOf(accountId);
      if (signedInAs === null) return { sharedBy: 0, revoked: false, consentPageUrl: null };
      const sharing = snapshot.state.accounts.filter(
        (row) => row.provider === provider && row.signedInAs === signedInAs,
      );
      const rows = sharing.filter(({ id }) => allAccounts || id === accountId);
      changeAccounts(rows.map((row) => ({ ...row, signedInAs: null, status: { kind: 'sign-in-needed' } })));
      return {
        sharedBy: sharing.length,
        revoked: provider === 'google',
        consentPageUrl: provider === 'microsoft' ? 'https://myapplications.microsoft.com/' : null,
      };
    },
    questionAnswer: async ({ questionId, answer }) => {
      const question = snapshot.state.questions.find((candidate) => candidate.questionId === questionId);
      push({ questions: snapshot.state.questions.filter((candidate) => candidate !== question) });
      if (answer === 'cancel' || !question) return { signIn: null };
      return { signIn: startSignIn({ ...question, dialogId: null }) };
    },
    checkStart: async ({ accountId }) => {
      rowOf(accountId);
      const running = snapshot.state.checks.find(
        (check) => check.accountId === accountId && check.outcome === 'running',
      );
      const check = running ?? fakeCheck(accountId, { checkId: nextId('check') });
      const others = snapshot.state.checks.filter((other) => other.accountId !== accountId);
      if (!running) push({ checks: [...others, check] });
      return check;
    },
    checkCancel: async ({ checkId }) => {
      const over = { outcome: 'cancelled', endedAtMs: Date.now() } as const;
      push({
        checks: snapshot.state.checks.map((check) =>
          check.checkId === checkId && check.outcome === 'running' ? { ...check, ...over } : check,
        ),
      });
      return {};
    },
    protocolLogSet: async ({ accountId, on }) => {
      const { protocolLogUntilMs: _, ...row } = rowOf(accountId);
      const protocolLogUntilMs = Date.now() + 3_600_000;
      changeAccounts([on ? { ...row, protocolLogUntilMs } : row]);
      return { untilMs: on ? protocolLogUntilMs : null };
    },
    protocolLogRead: async () => ({
      untilMs: null,
      lines: ['2026-11-21T18:00:00.000Z #1 > EHLO [127.0.0.1]', '2026-11-21T18:00:00.020Z #1 < 250 OK'],
    }),
    supportBundle: async ({ maskAddresses }) => ({
      fileName: 'smtp-setup-support-2026-11-20.json',
      mediaType: 'application/json',
      text: `${JSON.stringify({ format: 'smtp-setup-support', addressesMasked: maskAddresses }, null, 2)}\n`,
    }),
    documentBegin: async ({ name }) => {
      const documentId = nextId('document');
      uploads.set(documentId, { name, sizeBytes: 0 });
      return { documentId };
    },
    documentAppend: async ({ documentId, offsetBytes, base64 }) => {
      const upload = uploads.get(documentId);
      if (!upload || upload.sizeBytes !== offsetBytes)
        throw new AppError('document-unreadable', 'A piece is missing.');
      upload.sizeBytes += Buffer.from(base64, 'base64').length;
      return { sizeBytes: upload.sizeBytes };
    },
    documentEnd: async ({ documentId }) => {
      const upload = uploads.get(documentId);
      if (!upload) throw new AppError('document-unreadable', 'There is no such document.');
      return { documentId, ...upload, sha256: '0'.repeat(64) };
    },
    documentDiscard: async ({ documentId }) => {
      uploads.delete(documentId);
      return {};
    },
    outboxSubmit: async (input) => {
      const accountId =
        input.accountId ?? (await handlers.accountsResolve(input, { origin: 'user' })).accountId;
      if (accountId === null) throw new AppError('no-account-for-records', 'No account fits.');
      const key = submitted.get(input.submissionKey);
      const before = key && itemOf(key.itemId);
      const isOther =
        before !== undefined &&
        (['to', 'cc', 'bcc', 'subject'] as const).some(
          (part) => JSON.stringify(before[part]) !== JSON.stringify(input[part]),
        );
      if (isOther)
        throw new AppError('invalid-request', 'The idempotency key stands for another message.', {
          field: 'submissionKey',
        });
      if (!before) sendAtOf(input.sendAtMs, Date.now());
      const item: OutboxItem = before ?? {
        ...fakeItem(Math.max(0, ...items.map(({ sequence }) => sequence)) + 1, {}),
        accountId,
        to: input.to,
        cc: input.cc,
        bcc: input.bcc,
        subject: input.subject,
        createdAtMs: Date.now(),
        nextTryAtMs: input.sendAtMs ?? null,
        sendAtMs: input.sendAtMs ?? null,
        documents: input.documentIds.map((documentId) => ({
          documentId,
          name: uploads.get(documentId)?.name ?? '',
          sizeBytes: uploads.get(documentId)?.sizeBytes ?? 0,
          sha256: '0'.repeat(64),
        })),
      };
      if (!before) {
        submitted.set(input.submissionKey, item);
        setItems([item, ...items]);
      }
      return { itemId: item.itemId, messageId: item.messageId, state: item.state, accountId };
    },
    outboxPage: async ({ states, beforeSequence, limit, ...filter }) => {
      const filtered = items.filter((item) => matches(item, filter));
      const matching = filtered.filter((item) => states.length === 0 || states.includes(item.state));
      const older = matching.filter((item) => beforeSequence === null || item.sequence < beforeSequence);
      const page = older.slice(0, limit);
      return {
        items: page,
        total: matching.length,
        counts: countStates(filtered),
        nextBeforeSequence: older.length > limit ? (page.at(-1)?.sequence ?? null) : null,
      };
    },
    outboxExport: async ({ states, beforeSequence, ...filter }) => {
      const rows = items.filter(
        (item) => matches(item, filter) && (states.length === 0 || states.includes(item.state)),
      );
      const older = rows.filter((item) => beforeSequence === null || item.sequence < beforeSequence);
      const page = older.slice(0, 5);
      const lines = page.map(({ itemId, subject }) => `"${itemId}","${subject}"\r\n`).join('');
      return {
        csv: beforeSequence === null ? `"Item","Subject"\r\n${lines}` : lines,
        ...{ rows: page.length, total: rows.length },
        nextBeforeSequence: older.length > page.length ? (page.at(-1)?.sequence ?? null) : null,
      };
    },
    outboxGet: async ({ itemId }) => itemOf(itemId),
    outboxCancel: moved(['queued', 'held', 'failed'], { state: 'cancelled', because: null, reason: null }),
    outboxCancelBatch: async () => {
      const waiting = items.filter(({ state }) => state === 'queued');
      for (const { itemId } of waiting) changeItem(itemId, { state: 'cancelled' });
      const { version, counts } = snapshot.state.outbox;
      push({ outbox: { version, counts, batch: null } });
      return { cancelled: waiting.length };
    },
    outboxSendNow: moved(['queued', 'held', 'failed'], {
      ...{ state: 'queued', because: null, nextTryAtMs: null, sendAtMs: null },
    }),
    outboxMarkSent: moved(['unconfirmed'], { state: 'sent', because: null, confirmedBy: 'person' }),
    outboxSendAgain: moved(['unconfirmed'], { state: 'queued', because: null, nextTryAtMs: null }),
    outboxResend: async ({ submissionKey, itemId, accountId, recipients }) => {
      const older = itemOf(itemId);
      if (!['sent', 'failed', 'cancelled'].includes(older.state))
        throw new AppError('transition-refused', 'The message is not over.');
      const refused = older.refused.map(({ address }) => address);
      const kept = (addresses: readonly string[]) =>
        addresses.filter((address) => recipients === 'same' || refused.includes(address));
      const known = submitted.get(submissionKey);
      const item: OutboxItem = (known && itemOf(known.itemId)) ?? {
        ...fakeItem(Math.max(...items.map(({ sequence }) => sequence)) + 1, {}),
        ...{ accountId: accountId ?? older.accountId, subject: older.subject, documents: older.documents },
        ...(typeof recipients === 'object'
          ? recipients
          : { to: kept(older.to), cc: kept(older.cc), bcc: kept(older.bcc) }),
        createdAtMs: Date.now(),
      };
      if (!submitted.has(submissionKey)) setItems([item, ...items]);
      submitted.set(submissionKey, item);
      return {
        ...{ itemId: item.itemId, messageId: item.messageId, state: item.state, accountId: item.accountId },
      };
    },
    accountsSetEnabled: async ({ accountIds, enabled }) => {
      const rows = accountIds.map(rowOf).filter((row) => row.enabled !== enabled);
      const kind = enabled ? 'not-checked' : 'disabled';
      changeAccounts(rows.map((row) => ({ ...row, enabled, status: { kind } })));
      return { changed: rows.length };
    },
    exportProfile: async ({ passphrase }) => ({
      fileName: 'smtp-setup.json',
      mediaType: 'application/json',
      text: JSON.stringify({ sealed: passphrase !== null }),
    }),
    exportAccounts: async ({ accountIds }) => ({
      fileName: 'accounts.csv',
      mediaType: 'text/csv',
      text: `\uFEFFEmail Server ID\r\n${(accountIds ?? []).join('\r\n')}`,
    }),
    importPlan: async ({ passphrase }) => {
      const plan = importPlan;
      if (plan.secrets !== 'sealed' || passphrase === null) return plan;
      if (passphrase !== (start.importPassphrase ?? passphrase))
        throw new AppError('passphrase-wrong', 'The passphrase does not open the file.');
      return { ...plan, secrets: 'opened' };
    },
    outboxStart: async () => ({}),
    outboxTryAgain: async () => ({ tried: 0 }),
    relayStatus: async () => {
      const { relayEnabled, relayPort } = snapshot.state.settings;
      return {
        enabled: relayEnabled,
        listening: relayEnabled ? [`127.0.0.1:${relayPort}`, `[::1]:${relayPort}`] : [],
        ...{ failure: null, certificateFile: null, certificateFingerprint: null },
        ...start.relay,
        programs,
      };
    },
    relayProgramAdd: async ({ name, accountIds }) => {
      if (programs.some((each) => each.name === name))
        throw new AppError('setting-invalid', `There is a program "${name}" already.`, { field: 'name' });
      const added = { name, accountIds, createdAtMs: Date.UTC(2026, 10, 20) };
      programs = [...programs, added];
      return added;
    },
    relayProgramRemove: async ({ name }) => {
      const rest = programs.filter((each) => each.name !== name);
      const removed = rest.length < programs.length;
      programs = rest;
      return { removed };
    },
    watchStatus: async () => ({ folders: watched, canPick: start.pickedFolder !== undefined }),
    watchFolderPick: async () => ({ folder: start.pickedFolder ?? null }),
    watchFolderAdd: async (draft) => {
      if (watched.some(({ folder }) => folder === draft.folder))
        throw new AppError('invalid-request', `"${draft.folder}" is watched already; remove it first.`, {
          field: 'folder',
        });
      const id = Math.max(0, ...watched.map((each) => each.id)) + 1;
      watched = [...watched, { ...fakeWatchFolder(id, {}), ...draft }];
      return { id, ...draft, alreadyThere: 2 };
    },
    watchFolderRemove: async ({ id }) => {
      const rest = watched.filter((each) => each.id !== id);
      const removed = rest.length < watched.length;
      watched = rest;
      return { removed };
    },
    updateCheck: async () => snapshot.state.update,
    updateDownload: async () => snapshot.state.update,
    updateInstall: async () => snapshot.state.update,
    importApply: async () => {
      const { rows, settings } = importPlan;
      const count = (action: string) => rows.filter((row) => row.action === action).length;
      return {
        added: count('added'),
        changed: count('changed'),
        same: count('same'),
        refused: count('refused'),
        settingsChanged: settings.filter(({ action }) => action === 'changed').length,
        signInNeeded: snapshot.state.accounts
          .filter(({ status }) => status.kind === 'sign-in-needed')
          .map(({ id }) => id),
        passwordNeeded: snapshot.state.accounts
          .filter(({ status }) => status.kind === 'password-needed')
          .map(({ id }) => id),
      };
    },
    settingsSave: async ({ clientSecrets: given = {}, ...change }) => {
      const settings = settingsSchema.parse({ ...snapshot.state.settings, ...change });
      for (const [provider, secret] of Object.entries(given)) clientSecrets.set(provider, secret);
      push({
        settings,
        providers: providersOf(settings, start.state?.providers ?? exampleProviders, clientSecrets),
      });
      const rows = snapshot.state.accounts.map((row) => ({
        ...row,
        isDefault: row.id === settings.defaultAccountId,
      }));
      changeAccounts(
        rows.filter((row, index) => row.isDefault !== snapshot.state.accounts[index]?.isDefault),
      );
      return settings;
    },
  };

  const run = async (name: MethodName, input: unknown): Promise<unknown> => {
    // Which input belongs to which handler is known here only by name.
    const handler = handlers[name] as (parsed: unknown, caller: { origin: 'user' }) => Promise<unknown>;
    const parsed = contract[name].input.safeParse(input);
    if (!parsed.success) throw new AppError('invalid-request', `${name}: ${parsed.error.message}`);
    return await handler(parsed.data, { origin: 'user' });
  };

  return {
    call: async (name, input) => {
      calls.push({ name, input });
      const method = methodNames.find((known) => known === name);
      try {
        if (!method) throw new AppError('invalid-request', `There is no method ${name}.`);
        await holds.get(name);
        const failure = failures.get(name);
        failures.delete(name);
        if (failure) return { ok: false, error: failure };
        const value: unknown = JSON.parse(JSON.stringify(await run(method, input)));
        return { ok: true, value };
      } catch (error) {
        return { ok: false, error: toFailure(error) };
      }
    },
    onPush: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state: () => snapshot.state,
    outbox: () => items,
    calls,
    change: (slices) => push(slices),
    changeAccounts,
    changeImportPlan: (next) => {
      importPlan = next;
    },
    changeItem: (itemId, change) => void changeItem(itemId, change),
    moveSignIn,
    failNext: (name, failure) => void failures.set(name, failure),
    hold: (name) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      holds.set(name, promise);
      return () => {
        holds.delete(name);
        resolve();
      };
    },
  };
}

/** Answers a Check that has just begun, with the given fields. */
export function fakeCheck(accountId: number, fields: Partial<CheckView>): CheckView {
  return {
    checkId: 'check-00000001',
    accountId,
    startedAtMs: Date.UTC(2026, 10, 20, 9, 0),
    endedAtMs: null,
    outcome: 'running',
    steps: checkStepNames.map((name, index) => ({
      name,
      state: index === 0 ? 'running' : 'waiting',
      durationMs: null,
      facts: {},
    })),
    failure: null,
    reply: null,
    ...fields,
  };
}

/** Answers a watch folder that an agent looks after, with the given fields. */
export function fakeWatchFolder(id: number, fields: Partial<WatchFolderRow>): WatchFolderRow {
  return {
    ...{ id, folder: `/srv/outgoing-${id}`, accountId: 1, records: [], recipients: 'file-name' },
    ...{ subject: '{name}', body: '', state: 'watching', waiting: 0, onTheWay: 0 },
    ...{ problem: null, last: null },
    ...fields,
  };
}

/** Answers a queued message with the given fields. */
export function fakeItem(sequence: number, fields: Partial<OutboxItem>): OutboxItem {
  const createdAtMs = Date.UTC(2026, 10, 20, 9, 0) + sequence * 60_000;
  return {
    itemId: `item-${String(sequence).padStart(8, '0')}`,
    sequence,
    messageId: `<${sequence}.example@contoso.test>`,
    accountId: 1,
    origin: 'user',
    to: ['kay@fabrikam.test'],
    cc: [],
    bcc: [],
    subject: `Quote ${1000 + sequence}`,
    documents: [],
    state: 'queued',
    because: null,
    reason: null,
    reply: null,
    attempts: 0,
    createdAtMs,
    changedAtMs: createdAtMs,
    nextTryAtMs: null,
    sendAtMs: null,
    accepted: [],
    refused: [],
    confirmedBy: null,
    ...fields,
  };
}

/** All states of a message, for tests that want one of each. */
export const everyOutboxState = outboxStates;
