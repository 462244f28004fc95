import type { Adapter, AdapterPayload } from 'oidc-provider';

/** What became of a code or token: `used` for a spent code and a refresh token that was replaced by its successor. */
export type Fate = 'alive' | 'used' | 'expired' | 'revoked' | 'unknown';

/** Where one identity provider keeps its codes, tokens, grants and sign-ins, with what the sandbox asks about them. */
export interface TokenStore {
  /** What `oidc-provider` reads and writes through. */
  readonly adapter: (model: string) => Adapter;
  /** The person a code or token was made for, also when it is long dead. */
  readonly ownerOf: (secret: string) => string | undefined;
  readonly fateOf: (secret: string) => Fate;
  /** Everything that was consented to with a refresh token, as its record says; empty: it is unknown. */
  readonly scopeOf: (refreshToken: string) => string;
  /** The record of an access token that is still good. */
  readonly accessToken: (token: string) => AdapterPayload | undefined;
  /** Ends everything that was ever granted to this person. */
  readonly revoke: (personId: string) => void;
  /** Ends the access tokens of this person; refresh tokens stay good. */
  readonly expireAccessTokens: (personId: string) => void;
  /** Keeps the proof that a client brought with its code, so that a search for secrets knows it. */
  readonly keepVerifier: (codeVerifier: string) => void;
  /** Every code, access token and refresh token that was ever made, and every code_verifier that was presented. */
  readonly secrets: () => readonly string[];
}

interface Entry {
  readonly model: string;
  readonly id: string;
  payload: AdapterPayload;
  /** The refresh token that replaced this one. */
  successor?: string;
  /** Whether a client came back with it: then the answer that carried it was not lost. */
  presented?: boolean;
}

interface Obituary {
  owner: string | undefined;
  fate: Fate;
}

const secretModels = new Set(['AuthorizationCode', 'DeviceCode', 'AccessToken', 'RefreshToken']);
const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/**
 * Answers an empty store in memory.
 *
 * A rotated refresh token that comes again while its successor has never been presented is let through, and the new
 * successor takes the other's place: the answer was lost on its way. After that it counts as stolen, and `oidc-provider`
 * ends the family (RFC 9700 §4.14.2). Supabase Auth documents the same exception, for the parent of the active token.
 * Entra itself is laxer: it revokes no old refresh token at all (learn.microsoft.com, "Refresh tokens").
 *
 * @see https://supabase.com/docs/guides/auth/sessions
 */
export const createTokenStore = (): TokenStore => {
  const entries = new Map<string, Entry>();
  const past = new Map<string, Obituary>();
  const verifiers = new Set<string>();
  const key = (model: string, id: string): string => `${model}:${id}`;

  const remove = (entry: Entry, fate: Fate): void => {
    entries.delete(key(entry.model, entry.id));
    const obituary = past.get(entry.id);
    if (obituary !== undefined && obituary.fate === 'alive') obituary.fate = fate;
  };

  const each = (wanted: (entry: Entry) => boolean, fate: Fate): void => {
    for (const entry of [...entries.values()]) if (wanted(entry)) remove(entry, fate);
  };

  const forgiveLostAnswer = (entry: Entry): void => {
    const successor =
      entry.successor === undefined ? undefined : entries.get(key('RefreshToken', entry.successor));
    if (successor === undefined || successor.presented === true) return;
    remove(successor, 'used');
    delete entry.successor;
    delete entry.payload.consumed;
    past.set(entry.id, { owner: entry.payload.accountId, fate: 'alive' });
  };

  const isParent = (parent: Entry, child: AdapterPayload): boolean =>
    parent.model === 'RefreshToken' &&
    parent.payload.grantId === child.grantId &&
    Boolean(parent.payload.consumed) &&
    (parent.payload['rotations'] ?? 0) === Number(child['rotations']) - 1;

  const recordOf = (model: string, id: string): AdapterPayload | undefined => {
    const entry = entries.get(key(model, id));
    if (entry === undefined) return undefined;
    if (model === 'RefreshToken') {
      if (entry.payload.consumed) forgiveLostAnswer(entry);
      entry.presented = true;
    }
    return { ...entry.payload };
  };

  const adapter = (model: string): Adapter => ({
    upsert: async (id, payload) => {
      if (secretModels.has(model) && !past.has(id)) past.set(id, { owner: payload.accountId, fate: 'alive' });
      // Whose a device code is turns out when somebody has signed in with it.
      const obituary = past.get(id);
      if (obituary !== undefined) obituary.owner ??= payload.accountId;
      if (model === 'RefreshToken' && Number(payload['rotations']) > 0) {
        for (const parent of entries.values()) if (isParent(parent, payload)) parent.successor = id;
      }
      entries.set(key(model, id), { model, id, payload: { ...payload } });
    },
    find: async (id) => recordOf(model, id),
    findByUid: async (uid) =>
      [...entries.values()].find((entry) => entry.model === model && entry.payload.uid === uid)?.payload,
    findByUserCode: async (userCode) =>
      [...entries.values()].find((entry) => entry.model === model && entry.payload.userCode === userCode)
        ?.payload,
    consume: async (id) => {
      const entry = entries.get(key(model, id));
      if (entry === undefined) return;
      entry.payload.consumed = nowSeconds();
      const obituary = past.get(id);
      if (obituary !== undefined) obituary.fate = 'used';
    },
    destroy: async (id) => {
      const entry = entries.get(key(model, id));
      if (entry !== undefined) remove(entry, 'revoked');
    },
    revokeByGrantId: async (grantId) => each((entry) => entry.payload.grantId === grantId, 'revoked'),
  });

  const isExpired = (payload: AdapterPayload): boolean =>
    payload.exp !== undefined && payload.exp <= nowSeconds();

  return {
    adapter,
    ownerOf: (secret) => past.get(secret)?.owner,
    fateOf: (secret) => {
      const fate = past.get(secret)?.fate ?? 'unknown';
      if (fate !== 'alive') return fate;
      for (const model of secretModels) {
        const entry = entries.get(key(model, secret));
        if (entry !== undefined && isExpired(entry.payload)) return 'expired';
      }
      return 'alive';
    },
    scopeOf: (refreshToken) => {
      const scope: unknown = entries.get(key('RefreshToken', refreshToken))?.payload['scope'];
      return typeof scope === 'string' ? scope : '';
    },
    accessToken: (token) => {
      const payload = entries.get(key('AccessToken', token))?.payload;
      return payload === undefined || isExpired(payload) ? undefined : payload;
    },
    revoke: (personId) => each((entry) => entry.payload.accountId === personId, 'revoked'),
    expireAccessTokens: (personId) =>
      each(({ model, payload }) => model === 'AccessToken' && payload.accountId === personId, 'expired'),
    keepVerifier: (codeVerifier) => void verifiers.add(codeVerifier),
    secrets: () => [...past.keys(), ...verifiers],
  };
};
