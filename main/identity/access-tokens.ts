import type { SendThrough } from '../../shared/account.ts';
import { AppError } from '../../shared/errors.ts';
import type { Clock, Log } from '../ports.ts';
import type { GrantRecord, SecretRecord } from '../vault/secret-record.ts';
import type { IdentityProvider, ObtainedToken } from './identity-provider.ts';
import { isBoundTo } from './registration.ts';

/** A token is refreshed this early, so that it outlives the longest transaction and clocks that differ. */
const eagerMs = 5 * 60_000;
/** Less than this is no use to anybody. */
const leastValidityMs = 60_000;

/** An access token for one use. */
export interface AccessToken {
  readonly accessToken: string;
  /** Epoch milliseconds. */
  readonly expiresAtMs: number;
}

/** What an access token is for. */
interface TokenWish {
  readonly rejectedToken?: string | undefined;
  readonly claims?: string | undefined;
  readonly sendThrough?: SendThrough;
}

/** Access tokens of all grants, refreshed when needed. */
export interface AccessTokens {
  /**
   * Answers an access token that is good for at least another minute, refreshing it when needed.
   *
   * Parallel calls for one grant share one refresh, and its failure. A refreshed token is in the vault before anybody
   * gets it.
   *
   * @param wish `rejectedToken`: the server refused this one; it is refreshed once, unless a newer one is there already;
   *   `claims`: what the API that refused it wants to see proved; `sendThrough`: where it is to go, for a grant that serves
   *   both ways (absent: the way that the sign-in was for)
   * @throws {AppError} `sign-in-required` — there is no such grant, or it was made for another client or endpoint
   * @throws {AppError} `grant-revoked` — the provider refused it for good; the person must sign in again
   * @throws {AppError} `provider-unreachable`, `provider-response-invalid` — the grant is still good
   * @throws {AppError} `client-rejected`, `consent-required` — an administrator has to act
   * @throws {AppError} `vault-unavailable`, `vault-unreadable`, `storage-full` — as the vault says
   * @see RFC 6749 §6
   */
  readonly get: (grantId: string, wish?: TokenWish) => Promise<AccessToken>;
  /** Refreshes in any case, as a health check that also keeps an idle grant alive; throws as `get` does. */
  readonly renew: (grantId: string) => Promise<AccessToken>;
  /**
   * Writes or removes the record of a grant so that no refresh comes between: one that is under way is not saved any
   * more, and calls that come meanwhile wait for the new record.
   */
  readonly change: <Value>(grantId: string, write: () => Promise<Value>) => Promise<Value>;
  /** Drops what is remembered of a grant; a refresh that is under way is not saved, its callers begin anew. */
  readonly forget: (grantId: string) => void;
}

interface AccessTokensDeps {
  readonly vault: {
    readonly get: (id: string) => Promise<SecretRecord | null>;
    readonly put: (record: SecretRecord) => Promise<void>;
  };
  /** The provider of today's registration; it may throw an AppError. */
  readonly providerFor: (grant: GrantRecord) => IdentityProvider;
  readonly clock: Clock;
  readonly log: Log;
}

/** What is remembered of a grant between calls; `forget` throws the whole of it away. */
interface Entry {
  record: GrantRecord | null;
  /** By where they go; `own` is the way that the sign-in was for. */
  readonly tokens: Map<Way, AccessToken>;
  /** The record could not be saved: the state in the vault is used up, this one must get there first. */
  unsaved: boolean;
  running: { readonly wish: Wish; readonly token: Promise<AccessToken> } | null;
}

type Way = SendThrough | 'own';

interface Wish {
  readonly force: boolean;
  readonly rejectedToken?: string | undefined;
  readonly claims?: string | undefined;
  readonly way: Way;
}

/** Keeps the access tokens of a profile; only the profile's owner may run it. */
export function createAccessTokens({ vault, providerFor, clock, log }: AccessTokensDeps): AccessTokens {
  const entries = new Map<string, Entry>();
  const changing = new Map<string, Promise<unknown>>();
  const validityMs = (token: AccessToken) => token.expiresAtMs - clock.nowMs();

  function entryOf(grantId: string): Entry {
    const present = entries.get(grantId);
    if (present) return present;
    const entry: Entry = { record: null, tokens: new Map(), unsaved: false, running: null };
    entries.set(grantId, entry);
    return entry;
  }

  async function open(grantId: string, entry: Entry): Promise<GrantRecord> {
    if (entry.record) return entry.record;
    const record = await vault.get(grantId);
    if (record?.kind !== 'grant') {
      throw new AppError('sign-in-required', 'Nobody is signed in to this account.');
    }
    // Another call may have opened it meanwhile, and used it up.
    entry.record ??= record;
    return entry.record;
  }

  function boundProvider(record: GrantRecord): IdentityProvider {
    const provider = providerFor(record);
    if (isBoundTo(record, provider.registration) && provider.sendThrough === record.sendThrough)
      return provider;
    throw new AppError(
      'sign-in-required',
      'The sign-in was made for another client or other endpoints, so it is not sent; sign in again.',
      { detail: { provider: record.provider } },
    );
  }

  async function save(entry: Entry, record: GrantRecord): Promise<void> {
    entry.record = record;
    entry.unsaved = true;
    await vault.put(record);
    entry.unsaved = false;
  }

  async function obtain(record: GrantRecord, wish: Wish): Promise<ObtainedToken> {
    const { force, rejectedToken, claims, way } = wish;
    const provider = boundProvider(record);
    const startedAtMs = clock.nowMs();
    const fields = { provider: record.provider, grantType: 'refresh_token' };
    try {
      const asked = { minimumValidityMs: eagerMs, claims, ...(way !== 'own' && { sendThrough: way }) };
      let obtained = await provider.accessToken(record.state, { ...asked, force });
      // After a start the token in the kept state may be the very one that was refused.
      if (!obtained.refreshed && obtained.accessToken === rejectedToken) {
        obtained = await provider.accessToken(record.state, { ...asked, force: true });
      }
      if (obtained.refreshed) log('token-refreshed', { ...fields, durationMs: clock.nowMs() - startedAtMs });
      return obtained;
    } catch (error) {
      log('token-not-refreshed', { ...fields, code: error instanceof AppError ? error.code : 'internal' });
      throw error;
    }
  }

  async function work(grantId: string, entry: Entry, wish: Wish): Promise<AccessToken> {
    const record = await open(grantId, entry);
    boundProvider(record);
    if (entry.unsaved) await save(entry, record);
    let obtained: ObtainedToken;
    try {
      obtained = await obtain(record, wish);
    } catch (error) {
      // Somebody signed in meanwhile: what the provider says of the old grant is not said of the new one.
      if (entries.get(grantId) !== entry) return again(grantId, wish);
      const token = entry.tokens.get(wish.way);
      if (!wish.force && token && validityMs(token) >= leastValidityMs && isPassing(error)) return token;
      throw error;
    }
    // Somebody signed in or out meanwhile: this answer belongs to a record that is no more.
    if (entries.get(grantId) !== entry) return again(grantId, wish);
    if (obtained.state !== record.state) {
      await save(entry, { ...record, state: obtained.state, savedAtMs: clock.nowMs() });
    }
    const token = { accessToken: obtained.accessToken, expiresAtMs: obtained.expiresAtMs };
    entry.tokens.set(wish.way, token);
    return token;
  }

  function again(grantId: string, { way }: Wish): Promise<AccessToken> {
    return get(grantId, way === 'own' ? {} : { sendThrough: way });
  }

  function share(grantId: string, entry: Entry, wish: Wish): Promise<AccessToken> {
    const running = { wish, token: work(grantId, entry, wish) };
    entry.running = running;
    const end = () => {
      if (entry.running === running) entry.running = null;
    };
    running.token.then(end, end);
    return running.token;
  }

  async function get(grantId: string, wish: TokenWish = {}): Promise<AccessToken> {
    const { rejectedToken, claims, sendThrough } = wish;
    while (changing.has(grantId)) await changing.get(grantId);
    const entry = entryOf(grantId);
    if (sendThrough !== undefined && !entry.record) {
      await open(grantId, entry);
      return get(grantId, wish);
    }
    const way = sendThrough === undefined || sendThrough === entry.record?.sendThrough ? 'own' : sendThrough;
    const { running } = entry;
    if (running && running.wish.way !== way) {
      // One refresh at a time: its answer has the refresh token that the next one needs.
      await running.token.catch(() => undefined);
      return get(grantId, wish);
    }
    if (running) {
      const token = await running.token;
      // Whoever began it may not have known that this very token is refused, or what is to be proved.
      const isOther = claims !== undefined && running.wish.claims !== claims;
      return isOther || token.accessToken === rejectedToken ? get(grantId, wish) : token;
    }
    const { record, unsaved } = entry;
    const token = entry.tokens.get(way);
    const isRefused = claims !== undefined || (token !== undefined && token.accessToken === rejectedToken);
    if (token && record && !isRefused && !unsaved && validityMs(token) >= eagerMs) {
      boundProvider(record);
      return token;
    }
    return share(grantId, entry, { rejectedToken, claims, way, force: isRefused });
  }

  return {
    get,
    renew: async (grantId) => {
      for (;;) {
        while (changing.has(grantId)) await changing.get(grantId);
        const entry = entryOf(grantId);
        const { running } = entry;
        if (!running) return share(grantId, entry, { force: true, way: 'own' });
        if (running.wish.force && running.wish.way === 'own') return running.token;
        await running.token.catch(() => undefined);
      }
    },
    change: async (grantId, write) => {
      while (changing.has(grantId)) await changing.get(grantId);
      entries.delete(grantId);
      const writing = write();
      changing.set(
        grantId,
        writing.catch(() => undefined),
      );
      try {
        return await writing;
      } finally {
        changing.delete(grantId);
        entries.delete(grantId);
      }
    },
    forget: (grantId) => void entries.delete(grantId),
  };
}

/** A failure of the network, after which a token that has some minutes left is still good. */
function isPassing(error: unknown): boolean {
  return (
    error instanceof AppError &&
    (error.code === 'provider-unreachable' || error.code === 'provider-response-invalid')
  );
}
