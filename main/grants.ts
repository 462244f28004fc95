import { isSharedMailbox, sendThroughs } from '../shared/account.ts';
import type { Account, SendThrough } from '../shared/account.ts';
import type { AccountGrants, GrantInfo } from './accounts/accounts-deps.ts';
import { AppError } from '../shared/errors.ts';
import type { ErrorCode, Failure } from '../shared/errors.ts';
import type { FreshGrant, IdentityProvider } from './identity/identity-provider.ts';
import { likelyCause } from './identity/likely-cause.ts';
import { bindingOf, isBoundTo, servesWay } from './identity/registration.ts';
import type { GrantBinding, Registration } from './identity/registration.ts';
import { isExpected } from './identity/signed-in-as.ts';
import type { SignedInAs } from './identity/signed-in-as.ts';
import type { Clock, Random } from './ports.ts';
import type { GrantRecord } from './vault/secret-record.ts';
import type { TokenVault } from './vault/token-vault.ts';

/** What the app remembers of a grant without opening it again; no secret among it. */
export interface KnownGrant {
  readonly id: string;
  readonly identity: SignedInAs;
  readonly provider: string;
  /** What the sign-in was for; it may allow the other way too. */
  readonly sendThrough: SendThrough;
  /** As granted. */
  readonly scopes: readonly string[];
  /** The place it was made for. */
  readonly binding: GrantBinding;
  /** The dialog it waits for; null once it belongs to accounts. */
  readonly dialogId: string | null;
  /** `unbound`: made for another client or other endpoints than today's. */
  readonly health: 'ready' | 'dead' | 'unbound';
  /** When the person signed in, epoch milliseconds; undefined: nobody wrote it down. */
  readonly signedInAtMs: number | undefined;
}

interface Deps {
  readonly vault: TokenVault;
  readonly registration: (provider: string) => Registration | null;
  readonly providerOf: (registration: Registration, sendThrough: SendThrough) => IdentityProvider;
  /** All accounts, for who still uses a grant. */
  readonly accounts: () => readonly Account[];
  /** Why a grant is dead, kept across starts; null: it is not. */
  readonly deadCode: (grantId: string) => ErrorCode | null;
  readonly noteDead: (grantId: string, code: ErrorCode | null, detail?: Failure['detail']) => void;
  /** Runs a change of a grant's record so that no refresh under way writes over it. */
  readonly change: <Value>(grantId: string, write: () => Promise<Value>) => Promise<Value>;
  readonly clock: Clock;
  readonly random: Random;
  readonly onChanged: (grantIds: readonly string[]) => void;
}

/** What says how a grant may send. */
type Servant = Parameters<typeof servesWay>[0];

/** What is known of the grants of this profile, and the only writer of grant records. */
export type Grants = ReturnType<typeof createGrants>;

const idBytes = 15;

/** Answers the keeper of grants: it joins the vault, the registrations and the accounts that use them. */
export function createGrants(deps: Deps) {
  const known = new Map<string, KnownGrant>();
  /** Grants that the vault has but could not open: sealed elsewhere, or the key store is locked. */
  const closed = new Map<string, 'unreadable' | 'not-checked'>();
  /** What the provider wants to see proved by whoever signs in again; it says so anew when it is forgotten. */
  const challenges = new Map<string, string>();
  let loaded = false;
  let loading: Promise<void> = Promise.resolve();
  const { vault } = deps;

  function healthOf(grantId: string, binding: GrantBinding): KnownGrant['health'] {
    const registration = deps.registration(binding.provider);
    if (registration === null || !isBoundTo(binding, registration)) return 'unbound';
    return deps.deadCode(grantId) ? 'dead' : 'ready';
  }

  function remember(record: GrantRecord): KnownGrant {
    const { id, identity, dialogId, provider, sendThrough, clientId, issuer, tokenEndpoint } = record;
    const { revocationEndpoint, gmailApi, graphApi, smtpHost, scopes, signedInAtMs } = record;
    const place = { provider, sendThrough, clientId, issuer, tokenEndpoint, revocationEndpoint };
    const binding: GrantBinding = { ...place, gmailApi, graphApi, smtpHost };
    const health = healthOf(id, binding);
    const grant: KnownGrant = {
      ...{ id, identity, provider, sendThrough, scopes, binding, dialogId, health },
      signedInAtMs,
    };
    known.set(record.id, grant);
    closed.delete(record.id);
    return grant;
  }

  async function open(grantId: string): Promise<GrantRecord | null> {
    try {
      const record = await vault.get(grantId);
      if (record?.kind !== 'grant') return null;
      remember(record);
      return record;
    } catch (error) {
      closed.set(
        grantId,
        error instanceof AppError && error.code === 'vault-unreadable' ? 'unreadable' : 'not-checked',
      );
      throw error;
    }
  }

  function usersOf(grantId: string): readonly Account[] {
    return deps.accounts().filter((account) => account.grantId === grantId);
  }

  async function store(
    fresh: FreshGrant,
    id: string,
    provider: IdentityProvider,
    dialogId: string | null,
  ): Promise<string> {
    const { registration, sendThrough } = provider;
    const record: GrantRecord = {
      kind: 'grant',
      id,
      dialogId,
      ...bindingOf(registration, sendThrough),
      scopes: withFormerScopes(fresh.scopes, id, registration),
      identity: withFormerAddresses(fresh.identity, registration.provider),
      state: fresh.state,
      savedAtMs: deps.clock.nowMs(),
      signedInAtMs: deps.clock.nowMs(),
    };
    await deps.change(id, () => vault.put(record));
    if (dialogId === null) isGood(id);
    remember(record);
    deps.onChanged([id]);
    return id;
  }

  /** Whoever was renamed is still expected under the old address by accounts that name it. */
  function withFormerAddresses(identity: SignedInAs, provider: string): SignedInAs {
    const former = [...known.values()].filter(
      (grant) => grant.provider === provider && grant.identity.key === identity.key,
    );
    const addresses = [identity, ...former.map((grant) => grant.identity)].flatMap((each) => each.addresses);
    return { ...identity, addresses: [...new Set(addresses)] };
  }

  /** What was consented to before is so still, and Microsoft's new tokens have it; its answer names only what was asked for. */
  function withFormerScopes(
    scopes: readonly string[],
    id: string,
    registration: Registration | null,
  ): string[] {
    const former = registration?.kind === 'microsoft' ? (known.get(id)?.scopes ?? []) : [];
    return [...new Set([...scopes, ...former])];
  }

  function serves(grant: Servant, provider: string, sendThrough: SendThrough): boolean {
    return servesWay(grant, deps.registration(provider), sendThrough);
  }

  /** The grant that a new sign-in of this identity renews: same person and client, and no permission is lost. */
  function sameGrant(identity: SignedInAs, provider: string, fresh: Servant): string | null {
    for (const grant of known.values()) {
      if (grant.health === 'unbound' || grant.dialogId !== null) continue;
      if (
        grant.identity.key === identity.key &&
        grant.provider === provider &&
        sendThroughs.every(
          (way) => !serves({ ...grant.binding, ...grant }, provider, way) || serves(fresh, provider, way),
        )
      ) {
        return grant.id;
      }
    }
    return null;
  }

  const newId = () => Buffer.from(deps.random.bytes(idBytes)).toString('base64url');

  async function remove(grantId: string): Promise<void> {
    await deps.change(grantId, () => vault.remove(grantId));
    known.delete(grantId);
    closed.delete(grantId);
    isGood(grantId);
    deps.onChanged([grantId]);
  }

  function isGood(grantId: string): void {
    challenges.delete(grantId);
    deps.noteDead(grantId, null);
  }

  /** Says whether another grant is, or may be, of this person: all of theirs would end with one at the provider. */
  async function mayBeHeldBesides(identity: SignedInAs, except?: string): Promise<boolean> {
    await loading;
    const others = [...known.values()].filter(({ id }) => id !== except);
    const cannotTell = [...closed.keys()].some((id) => id !== except);
    return cannotTell || others.some((grant) => grant.identity.key === identity.key);
  }

  async function openAll(): Promise<void> {
    const ids = await vault.list().catch(() => []);
    // One at a time: the operating system's key store may ask the person, and once is enough.
    for (const id of ids) {
      const record = await open(id).catch(() => null);
      if (record?.dialogId && usersOf(id).length === 0) await remove(id);
      else if (record || closed.has(id)) deps.onChanged([id]);
    }
    loaded = true;
    deps.onChanged(
      deps.accounts().flatMap(({ grantId }) => (grantId !== null && !known.has(grantId) ? grantId : [])),
    );
  }

  /** Takes the grant back at the provider where that is possible; the network may fail, forgetting goes on. */
  async function revoke(grantId: string): Promise<{ revoked: boolean; consentPageUrl: string | null }> {
    const record = await open(grantId).catch(() => null);
    const registration = record && deps.registration(record.provider);
    if (
      !record ||
      !registration ||
      !isBoundTo(record, registration) ||
      (await mayBeHeldBesides(record.identity, grantId))
    ) {
      return { revoked: false, consentPageUrl: null };
    }
    return deps.providerOf(registration, record.sendThrough).revoke(record.state);
  }

  const forAccounts: AccountGrants = {
    info: (grantId) => {
      const grant = known.get(grantId);
      if (grant) {
        const mailbox = grant.identity.addresses[0] ?? '';
        return {
          signedInAs: nameOf(grant.identity),
          mailbox,
          state: grant.health,
          because: deps.deadCode(grantId),
        };
      }
      const state: GrantInfo['state'] | null = closed.get(grantId) ?? (loaded ? null : 'not-checked');
      return state && { signedInAs: '', mailbox: '', state };
    },
    isBound: (grantId, account) => {
      const grant = known.get(grantId);
      return (
        grant !== undefined &&
        grant.health !== 'unbound' &&
        grant.provider === account.provider &&
        serves({ ...grant.binding, ...grant }, account.provider, account.sendThrough) &&
        (!needsSharedScope(account) ||
          grant.scopes.some((scope) => /(^|\/)Mail\.Send\.Shared$/i.test(scope))) &&
        isExpected(grant.identity, signInAccountOf(account))
      );
    },
    adoptPending: async (pendingId) => {
      const record = await open(pendingId);
      if (!record || record.dialogId === null) {
        throw new AppError('sign-in-required', 'The sign-in of this dialog is gone.');
      }
      const id = sameGrant(record.identity, record.provider, record) ?? record.id;
      const scopes = withFormerScopes(record.scopes, id, deps.registration(record.provider));
      const adopted: GrantRecord = { ...record, id, scopes, dialogId: null };
      await deps.change(id, () => vault.put(adopted));
      isGood(id);
      remember(adopted);
      if (id !== record.id) await remove(record.id);
      deps.onChanged([id]);
      return id;
    },
    release: async (grantId, options) => {
      if (usersOf(grantId).length > 0) return;
      if (options.revoke) await revoke(grantId);
      await remove(grantId);
    },
  };

  return {
    forAccounts,
    /**
     * Opens a grant, so that its state is known.
     *
     * @throws {AppError} `vault-unavailable`, `vault-unreadable`
     */
    open: async (grantId: string): Promise<void> => void (await open(grantId)),
    /** Opens every grant once, so that rows can say who signed in; what was pending when the app died is forgotten. */
    load: (): Promise<void> => {
      loading = openAll();
      return loading;
    },
    /** Resolves when every grant has been looked at, as far as the key store opens them. */
    loaded: (): Promise<void> => loading,
    /** Looks again which grants were made for the clients and endpoints of now; the providers are those that changed. */
    followProviders: (providers: ReadonlySet<string>): void => {
      const affected = [...known.values()].filter(({ provider }) => providers.has(provider));
      for (const grant of affected)
        known.set(grant.id, { ...grant, health: healthOf(grant.id, grant.binding) });
      deps.onChanged(affected.map(({ id }) => id));
    },
    /** Answers what is known; null: it is gone, or could not be opened. */
    known: (grantId: string): KnownGrant | null => known.get(grantId) ?? null,
    usersOf,
    /** When the grant was signed in or refreshed last, epoch milliseconds; null: it is gone or cannot be opened. */
    refreshedAtMs: async (grantId: string): Promise<number | null> =>
      (await open(grantId).catch(() => null))?.savedAtMs ?? null,
    /** Says whether a grant that is not kept may be taken back at the provider: only where nobody here signed in as the same person. */
    mayRevoke: async (identity: SignedInAs): Promise<boolean> => !(await mayBeHeldBesides(identity)),
    /** Seals a sign-in for a dialog; it takes effect with `adoptPending`. */
    keepPending: (fresh: FreshGrant, provider: IdentityProvider, dialogId: string) =>
      store(fresh, newId(), provider, dialogId),
    /** Answers the ID under which a sign-in is kept: the one of the same person, client and permission, else a new one. */
    idFor: ({ identity, scopes }: FreshGrant, { registration, sendThrough }: IdentityProvider): string =>
      sameGrant(identity, registration.provider, { ...bindingOf(registration, sendThrough), scopes }) ??
      newId(),
    /** Keeps a sign-in at once under an ID of `idFor`; accounts that share it are renewed by it. */
    keep: (fresh: FreshGrant, provider: IdentityProvider, grantId: string) =>
      store(fresh, grantId, provider, null),
    /**
     * Keeps a grant of an export, and answers the ID to refer to: of the grant that the same person has here already, which
     * goes on where it is good, else of the new one.
     *
     * @param note called with the ID before anything is sealed
     */
    take: async (
      contents: Omit<GrantRecord, 'kind' | 'id' | 'dialogId'>,
      note: (grantId: string) => void,
    ): Promise<string> => {
      const same = sameGrant(contents.identity, contents.provider, contents);
      if (same !== null && known.get(same)?.health === 'ready') return same;
      const id = same ?? newId();
      note(id);
      const record: GrantRecord = { ...contents, kind: 'grant', id, dialogId: null };
      await deps.change(id, () => vault.put(record));
      isGood(id);
      remember(record);
      deps.onChanged([id]);
      return id;
    },
    /** Forgets what was signed in for a dialog that was cancelled. */
    discardDialog: async (dialogId: string): Promise<void> => {
      for (const grant of known.values()) if (grant.dialogId === dialogId) await remove(grant.id);
    },
    /**
     * Notes that the provider does not renew a grant any more.
     *
     * @param claims what it wants to see proved by the next sign-in; empty: nothing
     */
    markDead: (grantId: string, failure: Pick<AppError, 'code' | 'detail'>, claims = ''): void => {
      if (claims !== '') challenges.set(grantId, claims);
      const grant = known.get(grantId);
      if (!grant || grant.health !== 'ready') return;
      const { provider, signedInAtMs } = grant;
      const likely = likelyCause(failure, { provider, signedInAtMs, nowMs: deps.clock.nowMs() });
      deps.noteDead(grantId, failure.code, { ...failure.detail, ...(likely !== '' && { likely }) });
      known.set(grantId, { ...grant, health: 'dead' });
      deps.onChanged([grantId]);
    },
    /**
     * Says whether a missing consent may concern one way of sending alone: the grant serves another one, which has a permission
     * of its own, and goes on.
     */
    servesBothWays: (grantId: string): boolean => {
      const grant = known.get(grantId);
      return (
        grant !== undefined &&
        sendThroughs.every((way) => serves({ ...grant.binding, ...grant }, grant.provider, way))
      );
    },
    /** Answers what the next sign-in of this grant has to prove; empty: nothing that the provider has said. */
    claimsFor: (grantId: string): string => challenges.get(grantId) ?? '',
    revoke,
    remove,
  };
}

/** At Graph a shared mailbox takes a permission of its own. */
function needsSharedScope(account: Account): boolean {
  return account.provider === 'microsoft' && account.sendThrough === 'api' && isSharedMailbox(account);
}

/** Who has to sign in for an account: the same person as the mailbox unless the mailbox is shared. */
export function signInAccountOf(account: Pick<Account, 'signInAccount' | 'user'>): string {
  return account.signInAccount === '' ? account.user : account.signInAccount;
}

/** The mailbox where it is known, else what the person signs in by. */
export function nameOf(identity: SignedInAs): string {
  return identity.addresses[0] ?? identity.displayName;
}
