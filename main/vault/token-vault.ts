import { Buffer } from 'node:buffer';
import * as z from 'zod';
import { AppError } from '../../shared/errors.ts';
import type { Cipher, Clock, Random } from '../ports.ts';
import { secretId, secretRecord } from './secret-record.ts';
import type { SecretRecord } from './secret-record.ts';
import { createVaultFiles, storageFailure, vaultFolder } from './vault-file.ts';
import { late } from '../../shared/late-schema.ts';

const formatVersion = 1;

/** Refuses what a later version wrote, before its other members are looked at. */
const anyVersion = late(() => z.looseObject({ v: z.int() }));
const sealedFile = late(() =>
  z.strictObject({ v: z.literal(formatVersion), id: secretId, sealed: z.base64().min(1) }),
);

/** Keeps secrets sealed, one file each, and answers them to the process that owns the profile. */
export interface TokenVault {
  /**
   * Keeps a record durably; it replaces the record of the same ID.
   *
   * @throws {AppError} `storage-full` — the old record is still there
   * @throws {AppError} `vault-unavailable` — the key store or the folder does not answer; the old record is still there
   */
  readonly put: (record: SecretRecord) => Promise<void>;
  /**
   * Answers a record; null: there is none. A failed try changes no byte.
   *
   * @throws {AppError} `vault-unavailable` — the key store is locked; try again later
   * @throws {AppError} `vault-unreadable` — sealed elsewhere, damaged, or written by a later version
   */
  readonly get: (id: string) => Promise<SecretRecord | null>;
  /** Forgets a record for good; what is not there is no error. */
  readonly remove: (id: string) => Promise<void>;
  /** IDs of all records, readable or not. */
  readonly list: () => Promise<readonly string[]>;
}

interface TokenVaultDeps {
  /** The profile folder; the files lie in its folder `vault`. */
  readonly folder: string;
  readonly cipher: Cipher;
  readonly clock: Clock;
  readonly random: Random;
}

/** Opens the vault of a profile; with a cipher of strength `memory` nothing is ever written. */
export function createTokenVault(deps: TokenVaultDeps): TokenVault {
  return deps.cipher.strength === 'memory' ? createMemoryVault() : createFileVault(deps);
}

function createMemoryVault(): TokenVault {
  const records = new Map<string, SecretRecord>();
  return {
    put: async (record) => void records.set(record.id, secretRecord.parse(record)),
    get: async (id) => records.get(id) ?? null,
    remove: async (id) => void records.delete(id),
    list: async () => [...records.keys()],
  };
}

function createFileVault({ folder, cipher, clock, random }: TokenVaultDeps): TokenVault {
  const files = createVaultFiles({ folder: vaultFolder(folder), clock, random });
  const inOrder = createQueues();
  let prepared: Promise<void> | null = null;

  async function ready(): Promise<void> {
    prepared ??= files.prepare();
    try {
      await prepared;
    } catch (error) {
      prepared = null;
      throw storageFailure(error, 'The folder of the sealed secrets cannot be opened.');
    }
  }

  async function seal(record: SecretRecord): Promise<void> {
    const sealed = Buffer.from(await cipher.encrypt(JSON.stringify(record))).toString('base64');
    try {
      await files.write(record.id, JSON.stringify({ v: formatVersion, id: record.id, sealed }));
    } catch (error) {
      throw storageFailure(error, 'A sealed secret cannot be written; the old one is still there.');
    }
  }

  async function open(id: string): Promise<SecretRecord | null> {
    const bytes = await readBytes(id);
    if (!bytes) return null;
    const { text, sealAgain } = await cipher.decrypt(parseSealedFile(id, bytes));
    const record = parseRecord(id, text);
    if (sealAgain) {
      // The record is good either way; what could not be sealed anew today is tried at the next opening.
      await seal(record).catch(() => undefined);
    }
    return record;
  }

  async function readBytes(id: string): Promise<Buffer | null> {
    try {
      return await files.read(id);
    } catch (error) {
      throw storageFailure(error, 'A sealed secret cannot be read.');
    }
  }

  return {
    put: async (record) => {
      const checked = secretRecord.parse(record);
      await ready();
      await inOrder(checked.id, () => seal(checked));
    },
    get: async (id) => {
      if (!secretId.safeParse(id).success) return null;
      await ready();
      return inOrder(id, () => open(id));
    },
    remove: async (id) => {
      if (!secretId.safeParse(id).success) return;
      await ready();
      await inOrder(id, async () => {
        try {
          await files.remove(id);
        } catch (error) {
          throw storageFailure(error, 'A sealed secret cannot be removed.');
        }
      });
    },
    list: async () => {
      await ready();
      try {
        return await files.ids();
      } catch (error) {
        throw storageFailure(error, 'The folder of the sealed secrets cannot be read.');
      }
    },
  };
}

/** Runs the tasks of one key one after the other; tasks of other keys go on beside them. */
function createQueues() {
  const tails = new Map<string, Promise<unknown>>();
  return async <Value>(key: string, task: () => Promise<Value>): Promise<Value> => {
    const before = tails.get(key) ?? Promise.resolve();
    const turn = before.then(task, task);
    tails.set(key, turn);
    try {
      return await turn;
    } finally {
      if (tails.get(key) === turn) tails.delete(key);
    }
  };
}

const unreadable = (message: string) => new AppError('vault-unreadable', `${message} It was left as it is.`);

function parseSealedFile(id: string, bytes: Buffer): Uint8Array {
  const value = parseJson(bytes.toString('utf8'));
  const version = anyVersion.safeParse(value);
  if (version.success && version.data.v > formatVersion) {
    throw unreadable('A sealed secret was written by a later version of this app.');
  }
  const file = sealedFile.safeParse(value);
  if (!file.success) throw unreadable('The file of a sealed secret is damaged.');
  if (file.data.id !== id) throw unreadable('A sealed secret lies under the name of another one.');
  return Buffer.from(file.data.sealed, 'base64');
}

function parseRecord(id: string, text: string): SecretRecord {
  // Neither the text nor what zod says of it may become part of an error: it is the secret.
  const record = secretRecord.safeParse(parseJson(text));
  if (!record.success) throw unreadable('A sealed secret holds something this version does not know.');
  if (record.data.id !== id) throw unreadable('A sealed secret lies under the name of another one.');
  return record.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
