import { createHash } from 'node:crypto';
import * as z from 'zod';
import { clientPlaceOf, isSameClientPlace } from './identity/registration.ts';
import type { Registration } from './identity/registration.ts';
import type { Ports, Store } from './ports.ts';
import type { ClientRecord } from './vault/secret-record.ts';
import type { TokenVault } from './vault/token-vault.ts';
import { late } from '../shared/late-schema.ts';

const clientsFile = late(() =>
  z.strictObject({
    version: z.literal(1),
    /** Survives a crash, so that no secret is left behind that no client uses. */
    toForget: z.array(z.string().min(1)),
  }),
);
type ClientsFile = z.infer<typeof clientsFile>;

/** What a Save does to the secrets of clients. */
export interface SecretChange {
  readonly put: readonly { readonly registration: Registration; readonly secret: string }[];
  /** Registrations of before whose secret nobody uses any more, or that the person forgets. */
  readonly forget: readonly Registration[];
}

interface Deps extends Pick<Ports, 'openStore'> {
  readonly vault: TokenVault;
}

const prefix = 'client-';
const digestLength = 32;

/** Secrets of OAuth clients, each for one client at one place. */
export type ClientSecrets = ReturnType<typeof createClientSecrets>;

/**
 * Opens the secrets of clients; they are sealed in the vault and read right before they are sent. Their IDs are digests of the
 * place they are made for, so one place never gets the secret of another.
 *
 * What a Save makes or forgets is noted before: whenever the process dies, a client has either its old secret or the new one,
 * and the next start forgets what no client uses. Secrets that are only not used at the moment, say because a policy file
 * cannot be read, stay.
 *
 * @throws {AppError} `profile-unreadable` — `clients.json` is not what we wrote
 */
export function createClientSecrets({ vault, openStore }: Deps) {
  const store: Store<ClientsFile> = openStore('clients', (value) => clientsFile.parse(value), {
    version: 1,
    toForget: [],
  });
  let kept = new Set<string>();

  function note(ids: readonly string[]): void {
    if (ids.length > 0) store.set({ version: 1, toForget: [...new Set([...store.get().toForget, ...ids])] });
  }

  /** Takes IDs from the list; where that fails they are settled at the next start. */
  function settle(ids: readonly string[]): void {
    const toForget = store.get().toForget.filter((id) => !ids.includes(id));
    try {
      if (toForget.length < store.get().toForget.length) store.set({ version: 1, toForget });
    } catch {
      // The disk is full; the list is longer than it need be, and that does no harm.
    }
  }

  async function remove(id: string): Promise<void> {
    await vault.remove(id);
    kept.delete(id);
  }

  async function put(record: ClientRecord): Promise<void> {
    await vault.put(record);
    kept.add(record.id);
  }

  /** What fails is tried again at the next start. */
  async function forget(ids: readonly string[]): Promise<void> {
    try {
      for (const id of ids) await remove(id);
      settle(ids);
    } catch {
      // They stay noted.
    }
  }

  return {
    /** Learns which clients have a secret, and forgets what a crash left without a client. */
    start: async (registrations: readonly Registration[]): Promise<void> => {
      kept = new Set((await vault.list().catch(() => [])).filter((id) => id.startsWith(prefix)));
      if (store.get().toForget.length === 0) return;
      const used = registrations.map(idOf);
      await forget(store.get().toForget.filter((id) => !used.includes(id)));
      // Their Save was finished, but for this note.
      settle(used);
    },
    /** Says whether a secret is kept for this client at this place; it may still be unreadable. */
    // Asked at every start: where none is kept, none is to be looked up.
    has: (registration: Registration): boolean => kept.size > 0 && kept.has(idOf(registration)),
    /**
     * Answers the secret of a client, if it was entered for this very client and place.
     *
     * @throws {AppError} `vault-unavailable`, `vault-unreadable`
     */
    get: async (registration: Registration): Promise<string | null> => {
      const record = await vault.get(idOf(registration));
      // The name of a file can be changed; what is sealed inside decides.
      const isFor = record?.kind === 'client' && isSameClientPlace(record, clientPlaceOf(registration));
      return isFor ? record.secret : null;
    },
    /**
     * Changes secrets together with the settings that name their clients: both, or neither.
     *
     * @param save writes the settings
     * @throws {AppError} `vault-unavailable`, `storage-full`, and what `save` throws — nothing has changed
     */
    change: async <Value>(change: SecretChange, save: () => Value): Promise<Value> => {
      const records = change.put.map(({ registration, secret }) => recordOf(registration, secret));
      const made = new Set(records.map(({ id }) => id));
      const doomed = change.forget.map(idOf).filter((id) => !made.has(id) && kept.has(id));
      const news = [...made].filter((id) => !kept.has(id));
      const replaced: ClientRecord[] = [];
      note([...news, ...doomed]);
      let value: Value;
      try {
        for (const record of records) {
          const old = kept.has(record.id) ? await vault.get(record.id).catch(() => null) : null;
          await put(record);
          if (old?.kind === 'client') replaced.push(old);
        }
        value = save();
      } catch (error) {
        for (const old of replaced) await put(old).catch(() => undefined);
        await forget(news);
        throw error;
      }
      settle(news);
      await forget(doomed);
      return value;
    },
  };
}

const idOf = (registration: Registration): string => {
  const {
    provider,
    clientId,
    issuer,
    tokenEndpoint,
    revocationEndpoint = null,
  } = clientPlaceOf(registration);
  const text = JSON.stringify([provider, clientId, issuer, tokenEndpoint, revocationEndpoint]);
  return prefix + createHash('sha256').update(text).digest('hex').slice(0, digestLength);
};

const recordOf = (registration: Registration, secret: string): ClientRecord => ({
  kind: 'client',
  id: idOf(registration),
  ...clientPlaceOf(registration),
  secret,
});
