import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AppState } from '../shared/app-state.ts';
import { AppError } from '../shared/errors.ts';
import type { ErrorCode } from '../shared/errors.ts';
import { chosenLanguage } from '../shared/languages.ts';
import type { OutboxItem, SignInView } from '../shared/message.ts';
import type { SettingsChange } from '../shared/settings.ts';
import { createAccountHealth } from './accounts/account-health.ts';
import { createAccountStore } from './accounts/account-store.ts';
import { createAccounts } from './accounts/accounts.ts';
import { managedDrafts } from './accounts/managed-accounts.ts';
import type { CreateApp } from './app-port.ts';
import { createWatchFolders } from './agent/watch-folders.ts';
import { createAppState } from './app-state.ts';
import { createAsking } from './asking.ts';
import { createBatchWatch } from './batch-watch.ts';
import { createChecking } from './checking.ts';
import { createClientSecrets } from './client-secrets.ts';
import { createCredentials } from './credentials.ts';
import { createDailyRenewal } from './daily-renewal.ts';
import { watchClock } from './diagnose/clock-watch.ts';
import { createDispatch } from './dispatch.ts';
import { createGrants, signInAccountOf } from './grants.ts';
import { createHandlers } from './handlers.ts';
import { askedCodes, correctedCodes, mayRecode, renewedCodes, signInCodes } from './held-items.ts';
import { createAccessTokens } from './identity/access-tokens.ts';
import { providerInfos } from './identity/provider-infos.ts';
import { settingsRuledBy } from './identity/registrations.ts';
import { createSignIn } from './identity/sign-in.ts';
import { createKeepSignIn } from './keep-sign-in.ts';
import { createComposing } from './mail/composing.ts';
import { envelopeOf } from './mail/message.ts';
import { createSmtpConnections } from './mail/smtp-connections.ts';
import { createSaveSettings } from './oauth-clients.ts';
import { noTokenReason } from './outbox/attempt.ts';
import { createLoginStart } from './login-start.ts';
import { createOutbox } from './outbox/delivery.ts';
import { createOutboxStore } from './outbox/outbox-store.ts';
import { createSpool } from './outbox/spool.ts';
import { loadPolicy } from './profile-policy.ts';
import { createProtocolLogs } from './protocol-logs.ts';
import { createProviders } from './providers.ts';
import { foreignServerOf } from './sending-account.ts';
import { createAttemptSending, createSubmitByAccount, sendingAccount } from './sending.ts';
import type { PolicyFile } from './settings/policy-format.ts';
import { createSettings } from './settings/settings-store.ts';
import { signInRenewals } from './sign-in-renewals.ts';
import { createSigningOut } from './signing-out.ts';
import { createSupport } from './support.ts';
import { createTransfer } from './transfer/transfer.ts';
import { createRelay } from './relay/relay.ts';
import { relayAccount } from './sending.ts';
import { notedFetch } from './transcript.ts';
import { createUpdating } from './updating.ts';
import { createTokenVault } from './vault/token-vault.ts';

/** Starts the app on a profile: opens its files, joins the parts with functions, and begins to send. */
export const createApp: CreateApp = async (options) => {
  const { ports, profileFolder, host } = options;
  const { clock, random, log } = ports;
  mkdirSync(profileFolder, { recursive: true, mode: 0o700 });

  const policy = await loadPolicy(options);
  const { passwordsAlwaysEncrypted = false } = policy.policy ?? {};
  // The outbox tells what it found as soon as it is opened, before there is anybody to tell.
  let isReady = false;
  options.trustCertificates?.(policy.certificateAuthorities);
  const settings = createSettings({
    openStore: ports.openStore,
    policy: settingsOf(policy.policy),
    accountExists: (id) => accountStore.byId(id) !== null,
  });
  const vault = createTokenVault({ folder: profileFolder, cipher: ports.cipher, clock, random });
  const clockWatch = watchClock(ports.fetch, clock);
  const secrets = createClientSecrets({ vault, openStore: ports.openStore });
  const providers = createProviders({
    policies: policy.policy?.providers,
    ...{ settings: settings.get, isLocked: settings.isLocked, secrets, clock },
    fetch: notedFetch(clockWatch.fetch, (url) =>
      protocolLogs.on().flatMap((id) => (asksProvider(id, url) ? protocolLogs.transcript(id) : [])),
    ),
  });
  const accountStore = createAccountStore({
    openStore: ports.openStore,
    managed: managedDrafts(policy.policy?.accounts ?? [], providers.infos),
    forgetMissing: policy.status === 'active',
  });
  const health = createAccountHealth({ folder: profileFolder, nowMs: clock.nowMs });
  for (const id of accountStore.changedByPolicy) health.clear('server', id);
  health.history.prune(accountStore.list().map(({ id }) => id));
  const { registration } = providers;
  const protocolLogs = createProtocolLogs({
    ...{ profileFolder, clock, openStore: ports.openStore },
    accountExists: (id) => accountStore.byId(id) !== null,
    onChanged: (id) => refreshRows([id]),
  });
  const asksProvider = (accountId: number, { origin }: URL): boolean => {
    const own = registration(accountStore.byId(accountId)?.provider ?? '');
    const places = own ? [own.tokenEndpoint, own.revocationEndpoint ?? '', own.issuer] : [];
    return places.some((place) => URL.parse(place)?.origin === origin);
  };
  const connections = createSmtpConnections();

  const tokens = createAccessTokens({
    vault,
    providerFor: (grant) => providers.named(grant.provider, grant.sendThrough),
    clock,
    log,
  });
  const grants = createGrants({
    vault,
    registration,
    providerOf: providers.of,
    accounts: accountStore.list,
    deadCode: (grantId) => health.last('grant', grantId)?.code ?? null,
    noteDead: (grantId, code, detail) => {
      if (code === null) return health.clear('grant', grantId);
      if (!health.note('grant', grantId, code, clock.nowMs())) return;
      const signedInAs = grants.forAccounts.info(grantId)?.signedInAs ?? '';
      health.history.add(
        grants.usersOf(grantId).map(({ id }) => id),
        { atMs: clock.nowMs(), kind: 'withdrawn', signedInAs, code, detail: detail ?? null },
      );
    },
    change: tokens.change,
    clock,
    random,
    onChanged: (grantIds) => {
      if (grantIds.length === 0) return;
      const changed = new Set(grantIds);
      const rows = accountStore.list().filter(({ grantId }) => grantId !== null && changed.has(grantId));
      connections.close(({ accountId }) => rows.some(({ id }) => id === accountId));
      refreshRows(rows.map(({ id }) => id));
    },
  });

  const accounts = createAccounts({
    store: accountStore,
    health,
    vault,
    grants: grants.forAccounts,
    clock,
    random,
    presets: () => providers.infos,
    systemUser: () => settings.get().systemUser || host.userName,
    passwordsAlwaysEncrypted: () => passwordsAlwaysEncrypted,
    defaultAccount: {
      id: () => settings.get().defaultAccountId,
      set: (defaultAccountId) => {
        settings.save({ defaultAccountId });
        settingsChanged();
      },
      isLocked: () => settings.isLocked('defaultAccountId'),
    },
    foreignServer: (account) => foreignServerOf(account, registration(account.provider)),
    protocolLogUntilMs: protocolLogs.untilMs,
    isSigningIn: (id) => signIn.current()?.accountId === id && isRunning(signIn.current()),
    waitingItems: (ids) => outbox.waitingFor(ids),
    cancelWaiting: (ids) => outbox.cancelWaiting(ids),
    moveWaiting: (ids, to) => outbox.moveWaiting(ids, to),
    onChanged: (ids) => {
      // What has not left yet leaves as the account is now; with the open connections go their sign-ins.
      outbox.interrupt(ids);
      connections.close(({ isCurrent }) => !isCurrent());
      refreshRows(ids);
      // Undo brings an account back under its own ID, and what still had to be sent with it.
      outbox.accountsCameBack(ids.filter((id) => accountStore.byId(id) !== null));
      asking.tidy();
      state.update({ questions: asking.list() });
    },
    onStatusNews: (id) => {
      refreshRows([id]);
      asking.tidy();
      state.update({ questions: asking.list() });
    },
    onEnabledChanged: (id, enabled) => {
      if (enabled) outbox.releaseHeld((item) => item.accountId === id && item.because === 'account-disabled');
      else outbox.hold((item) => item.accountId === id && item.state === 'queued', 'account-disabled');
    },
    onSecretRenewed: (id) => {
      noteSignIn(id);
      secretRenewed([id]);
    },
    onSignedOut: (id, signedInAs) =>
      health.history.add([id], {
        ...{ atMs: clock.nowMs(), kind: 'signed-out', signedInAs, code: null, detail: null },
      }),
    onCorrected: (id) => {
      const needsNoSignIn = accountStore.byId(id)?.provider === 'none';
      release([id], needsNoSignIn ? correctedCodes.union(signInCodes) : correctedCodes);
    },
  });
  const credentials = createCredentials({
    whyWithdrawn: (id) => health.history.lastWithdrawal(id)?.detail ?? undefined,
    ...{ passwordFor: accounts.passwordFor, isConfirmed: accounts.isConfirmed, grants, tokens, registration },
    passwordsAlwaysEncrypted,
  });

  const store = createOutboxStore(join(profileFolder, 'outbox.db'));
  const spool = createSpool({ folder: join(profileFolder, 'spool'), clock, random });
  const submitByAccount = createSubmitByAccount({
    settings: settings.get,
    certificateAuthorities: policy.certificateAuthorities,
    proxyFor: ports.proxyFor,
    ...{ registration, passwordsAlwaysEncrypted, clock, log, transcript: protocolLogs.transcript },
    submit: connections.submit,
    isCurrent: (account) => accountStore.byId(account.id) === account,
    isServedByPolicy: accountStore.isServedByPolicy,
  });
  const composing = createComposing();
  const batch = createBatchWatch(ports.notify, clock);
  const outbox = createOutbox({
    store,
    spool,
    messageFolder: join(profileFolder, 'messages'),
    clock,
    random,
    log,
    settings: settings.get,
    accountFor: (id) => sendingAccount(id, accountStore.byId(id), policy),
    compose: composing.compose,
    envelopeOf,
    ...createAttemptSending({
      account: accountStore.existing,
      authenticate: credentials.authenticate,
      submit: submitByAccount,
    }),
    onGrantNeeded: (item) => asking.signInNeeded(item),
    onChanged: (items) => {
      if (!isReady) return;
      for (const item of items) noteServerAnswer(item);
      batch.see(items);
      asking.tidy();
      state.update({ outbox: outboxSummary(), questions: asking.list() });
    },
  });
  const outboxSummary = () => ({
    ...{ version: outbox.version(), counts: outbox.counts(), batch: batch.progress() },
  });

  const asking = createAsking({
    clock,
    random,
    notify: ports.notify,
    accounts: accountStore.list,
    account: accountStore.byId,
    canSignInWhenSending: () => settings.get().canSignInWhenSending,
    hold: (ids, code) =>
      void outbox.hold((item) => ids.includes(item.accountId) && mayRecode(item, code), code, noTokenReason),
    heldForSignIn: (ids) => outbox.heldFor(ids, askedCodes),
    onChanged: () => state.update({ questions: asking.list() }),
  });

  /** The account whose row says so; null: of none. */
  let signInShownFor: number | null = null;
  const signIn = createSignIn({
    clock,
    random,
    openBrowser: (url) => ports.openBrowser(url, settings.get().signInBrowser),
    language: () => chosenLanguage(settings.get().language, ports.systemLanguages()),
    log,
    providerFor: providers.named,
    knownIdentityKey: ({ accountId, expected, provider }) => {
      const account = accountId === null ? null : accountStore.byId(accountId);
      if (!account || account.grantId === null || account.provider !== provider) return null;
      return signInAccountOf(account) === expected
        ? (grants.known(account.grantId)?.identity.key ?? null)
        : null;
    },
    claimsFor: ({ accountId, provider }) => {
      const account = accountId === null ? null : accountStore.byId(accountId);
      return account?.grantId && account.provider === provider ? grants.claimsFor(account.grantId) : '';
    },
    accept: createKeepSignIn({ accountStore, linkGrant: accounts.linkGrant, grants, onKept: secretRenewed }),
    mayRevoke: grants.mayRevoke,
    onView: (view) => {
      if (view && !isRunning(view) && view.stage !== 'signed-in') asking.signInEnded(view);
      state.update({ signIn: view });
      const meant = [signInShownFor, view?.accountId].filter((id) => typeof id === 'number');
      signInShownFor = view?.accountId ?? null;
      refreshRows([...new Set(meant)]);
    },
  });

  const checks = createChecking({
    ...{ clock, random, log, registration, credentials },
    account: accountStore.existing,
    settings: settings.get,
    proxyFor: ports.proxyFor,
    certificateAuthorities: policy.certificateAuthorities,
    clockOffMs: clockWatch.offMs,
    noteServerAnswer: (id, code) => {
      if (code === null || serverRefusals.has(code)) accounts.noteServerAnswer(id, code);
    },
    onChanged: (views) => state.update({ checks: views }),
    transcript: protocolLogs.transcript,
  });

  const refuseWithoutPolicy = () => {
    if (policy.status !== 'refused') return;
    const message = policy.info.failure?.message ?? 'the file is refused';
    throw new AppError('policy-invalid', `The policy file stops sign-in and sending: ${message}`);
  };
  const relay = createRelay({
    ...{ profileFolder, vault, clock, random, log, spool },
    openStore: ports.openStore,
    settings: settings.get,
    accounts: () => accountStore.list().map(relayAccount),
    resolve: async (records) => {
      const resolution = await accounts.handlers.accountsResolve(
        { records: [...records] },
        { origin: 'agent' },
      );
      return resolution.accountId;
    },
    submit: async (message) => {
      refuseWithoutPolicy();
      return outbox.submit(message, { origin: 'agent' });
    },
    waiting: () => outbox.counts().queued + outbox.counts().held,
  });

  await secrets.start(providers.registrations());
  const updating = createUpdating({
    updates: ports.updates,
    isAllowed: policy.policy?.allowUpdates ?? policy.status !== 'refused',
    isSending: () => outbox.counts().sending > 0,
    onChanged: (update) => state.update({ update }),
    ...{ clock, random, log },
  });
  const state = createAppState({
    host: { ...host, secretStorage: ports.cipher.strength },
    accounts: accounts.rows(),
    settings: settings.get(),
    providers: providers.infos,
    policy: { ...policy.info, lockedSettings: settings.lockedSettings() },
    signIn: null,
    questions: [],
    outbox: outboxSummary(),
    loginStart: ports.startAtLogin ? 'off' : 'unavailable',
    update: updating.view(),
    checks: [],
    problems: [],
  } satisfies AppState);

  const login = createLoginStart({
    startAtLogin: ports.startAtLogin,
    wanted: () => settings.get().startAgentAtLogin,
    onChanged: (loginStart) => state.update({ loginStart }),
    log,
  });
  const saveSettings = createSaveSettings({ settings, providers, secrets, onSaved });
  const handlers = createHandlers({
    state,
    accountStore,
    accounts,
    credentials,
    signIn,
    grantsLoaded: grants.loaded,
    renewals: () => signInRenewals(accountStore.list(), grants.refreshedAtMs),
    discardDialog: async (dialogId) => {
      await signIn.discardDialog(dialogId);
      await grants.discardDialog(dialogId);
    },
    signingOut: createSigningOut({ accountStore, accounts, grants }),
    signInHistory: health.history.list,
    asking,
    checks,
    supportBundle: createSupport({
      ...{ profileFolder, clock, state, outbox, vault, providers, clockOffMs: clockWatch.offMs },
      protocolLog: protocolLogs.read,
    }),
    protocolLogs,
    spool,
    outbox,
    transfer: createTransfer({
      ...{ accountStore, accounts, grants, vault, clientSecrets: secrets, settings, saveSettings },
      ...{ passwordsAlwaysEncrypted, random },
      clientsWith: (change) => {
        const registrations = providers.withSettings(settings.preview(change));
        return { registrations, providers: providerInfos(registrations) };
      },
    }),
    saveSettings,
    relay,
    startSending,
    watchFolders: createWatchFolders({
      ...{ profileFolder, clock, pickFolder: ports.pickFolder },
      accountExists: (id) => accountStore.byId(id) !== null,
    }),
    updating: updating.handlers,
    cancelBatch: () => outbox.cancelQueued(({ itemId }) => batch.isUnderWay(itemId)),
    refuseWithoutPolicy,
  });

  /** A sign-in for one account is one for all that share its grant: where it had been withdrawn, that is over. */
  function noteSignIn(accountId: number): void {
    const grantId = accountStore.byId(accountId)?.grantId ?? null;
    if (grantId === null) return;
    const others = grants.usersOf(grantId).map(({ id }) => id);
    const healed = others.filter((id) => id !== accountId && health.history.lastWithdrawal(id) !== null);
    const signedInAs = grants.forAccounts.info(grantId)?.signedInAs ?? '';
    health.history.add([accountId, ...healed], {
      ...{ atMs: clock.nowMs(), kind: 'signed-in', signedInAs, code: null, detail: null },
    });
  }

  function refreshRows(ids: readonly number[]): void {
    const rows = ids.map((id) => ({ id, row: accounts.row(id) }));
    checks.forget(rows.flatMap(({ id, row }) => (row ? [] : id)));
    state.updateAccounts(
      rows.flatMap(({ row }) => row ?? []),
      rows.flatMap(({ id, row }) => (row ? [] : id)),
    );
  }

  function settingsChanged(): void {
    state.update({ settings: settings.get() });
    void relay.settingsChanged();
    void login.follow();
    asking.tidy();
    const isDefault = settings.get().defaultAccountId;
    refreshRows(
      state.peek().accounts.flatMap((row) => (row.isDefault || row.id === isDefault ? row.id : [])),
    );
  }

  /** What was signed in for another client stays, but is not used; what waits for a better secret goes on. */
  async function onSaved(changed: ReadonlySet<string>, entered: ReadonlySet<string>): Promise<void> {
    await signIn.endAt(changed);
    grants.followProviders(changed);
    state.update({ providers: providers.infos });
    settingsChanged();
    const meant = accountStore
      .list()
      .filter(({ provider }) => entered.has(provider) || changed.has(provider));
    release(
      meant.map(({ id }) => id),
      new Set(['client-rejected']),
    );
  }

  /** What waits goes with the policy and its accounts, which come, go and change while the app is not running. */
  function followPolicy(): void {
    const { changedByPolicy, byId } = accountStore;
    const gone = new Set(changedByPolicy.filter((id) => byId(id) === null));
    if (gone.size > 0) outbox.hold(({ accountId }) => gone.has(accountId), 'account-not-found');
    const moved = new Set(changedByPolicy);
    outbox.releaseHeld(({ because, accountId }) => {
      if (because === 'policy-invalid') return policy.status !== 'refused';
      if (because === 'account-not-found') return byId(accountId) !== null;
      return because !== null && moved.has(accountId) && correctedCodes.has(because);
    });
  }

  function secretRenewed(accountIds: readonly number[]): void {
    asking.answered(accountIds);
    release(accountIds, renewedCodes);
  }

  /** Lets items of these accounts go on that are held for one of these reasons. */
  function release(accountIds: readonly number[], codes: ReadonlySet<ErrorCode>): void {
    const meant = new Set(accountIds);
    outbox.releaseHeld(
      (item) => meant.has(item.accountId) && item.because !== null && codes.has(item.because),
    );
  }

  /** What the server said of an account, as far as the item tells. */
  function noteServerAnswer({ accountId, state: itemState, because, confirmedBy }: OutboxItem): void {
    if (itemState === 'sent' && confirmedBy === 'server') accounts.noteServerAnswer(accountId, null);
    else if (because !== null && serverRefusals.has(because)) accounts.noteServerAnswer(accountId, because);
  }

  const renewal = createDailyRenewal({
    clock,
    random,
    grantIds: () => [
      ...new Set(
        accountStore.list().flatMap((each) => (each.enabled && each.grantId !== null ? each.grantId : [])),
      ),
    ],
    refreshedAtMs: grants.refreshedAtMs,
    isDead: (grantId) => health.last('grant', grantId) !== undefined,
    onEnded: (count) => ports.notify({ kind: 'sign-ins-ended', count }),
    renew: async (grantId) => {
      const account = grants.usersOf(grantId).find(({ enabled }) => enabled);
      if (account && policy.status !== 'refused') await credentials.refresh(account);
    },
  });

  function startSending(): void {
    outbox.start();
    renewal.start();
    void relay.start();
    updating.start();
  }

  isReady = true;
  if (settings.get().startAgentAtLogin || settings.isLocked('startAgentAtLogin')) void login.follow(true);
  await accounts.start();
  protocolLogs.start();
  const loaded = grants.load();
  followPolicy();
  if (options.delivery === 'at-start') startSending();
  return {
    call: createDispatch({ handlers, log }),
    onState: state.subscribe,
    stop: async () => {
      await relay.stop();
      await login.settled();
      updating.stop();
      await Promise.all([signIn.stop(), checks.stop(), outbox.stop(), renewal.stop(), loaded]);
      connections.stop();
      protocolLogs.stop();
      await Promise.all([accounts.stop(), composing.stop()]);
      store.close();
      health.close();
    },
  };
};

const serverRefusals = new Set<ErrorCode>([
  // Of one way of sending, where the grant serves both.
  'consent-required',
  'authentication-rejected',
  'smtp-auth-disabled',
  'sender-rejected',
]);

/** What a policy sets and locks: also a client of the person, where it names a client or endpoints of its own. */
function settingsOf(policy: PolicyFile | null): SettingsChange | null {
  if (!policy) return null;
  const ruled = Object.fromEntries(settingsRuledBy(policy.providers).map((name) => [name, null]));
  return { ...ruled, ...policy.settings };
}

function isRunning(view: SignInView | null): boolean {
  return view?.stage === 'waiting' || view?.stage === 'checking';
}
