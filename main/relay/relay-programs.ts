import { Buffer } from 'node:buffer';
import { scrypt, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { AppError } from '../../shared/errors.ts';
import { relayProgramName } from '../../shared/relay.ts';
import type { NewRelayProgram, RelayProgram } from '../../shared/relay.ts';
import type { Clock, Ports, Random } from '../ports.ts';
import { late } from '../../shared/late-schema.ts';

const maxPrograms = 1_000;
/** 16 MiB and some 50 ms for each guess; the passwords have 160 random bits, so nobody gets anywhere by guessing anyway. */
const cost = { N: 16_384, r: 8, p: 1 } as const;
const saltBytes = 16;
const hashBytes = 32;
/** Whoever edits the file must not make a sign-in take all the memory. */
const maxMemoryBytes = 64 * 1024 * 1024;

const passwordHash = late(() =>
  z.strictObject({
    N: z.int().min(1_024).max(32_768),
    r: z.literal(8),
    p: z.int().min(1).max(4),
    salt: z.base64(),
    hash: z.base64(),
  }),
);
type PasswordHash = z.infer<typeof passwordHash>;

const file = late(() =>
  z.strictObject({
    version: z.literal(1),
    programs: z.array(
      z.strictObject({
        name: relayProgramName,
        accountIds: z.array(z.int().min(1)),
        createdAtMs: z.number(),
        password: passwordHash,
      }),
    ),
  }),
);
type File = z.infer<typeof file>;

interface Deps extends Pick<Ports, 'openStore'> {
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly random: Random;
}

/** The programs that may hand mail over, each with a password of its own. */
export type RelayPrograms = ReturnType<typeof createRelayPrograms>;

function derive(password: string, { N, r, p, salt }: Omit<PasswordHash, 'hash'>): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { N, r, p, maxmem: maxMemoryBytes };
    scrypt(password, Buffer.from(salt, 'base64'), hashBytes, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/**
 * Opens `relay-programs.json`: names, accounts, and passwords as scrypt leaves them (RFC 7914).
 *
 * @throws {AppError} `profile-unreadable` — the file is not what we wrote; its bytes stay as they are
 */
export function createRelayPrograms({ openStore, clock, random }: Deps) {
  const store = openStore<File>('relay-programs', (value) => file.parse(value), { version: 1, programs: [] });
  const find = (name: string) => store.get().programs.find((program) => program.name === name);
  const shown = ({ name, accountIds, createdAtMs }: File['programs'][number]): RelayProgram => ({
    ...{ name, accountIds, createdAtMs },
  });
  const keep = (programs: File['programs']) => store.set({ version: 1, programs });
  // What a name that nobody has is compared with, so that it takes as long as one that somebody has.
  let nobodys: Omit<PasswordHash, 'hash'> | null = null;
  let working: Promise<unknown> = Promise.resolve();

  async function isPassword(name: string, password: string): Promise<boolean> {
    const program = find(name);
    nobodys ??= { ...cost, salt: Buffer.from(random.bytes(saltBytes)).toString('base64') };
    const derived = await derive(password, program?.password ?? nobodys);
    // It may have been removed meanwhile.
    if (!program || find(name)?.password.hash !== program.password.hash) return false;
    const expected = Buffer.from(program.password.hash, 'base64');
    return expected.length === derived.length && timingSafeEqual(expected, derived);
  }

  return {
    list: (): readonly RelayProgram[] => store.get().programs.map(shown),
    /** Answers a program; null: there is none of that name. */
    byName: (name: string): RelayProgram | null => {
      const program = find(name);
      return program ? shown(program) : null;
    },
    /**
     * Adds a program; the same one again, with the same password and accounts, changes nothing.
     *
     * @throws {AppError} `setting-invalid` — the name is taken, or there are too many
     * @throws {AppError} `storage-full` — nothing was added
     */
    add: async ({ name, password, accountIds }: NewRelayProgram): Promise<RelayProgram> => {
      const ids = [...new Set(accountIds)].toSorted((a, b) => a - b);
      const known = find(name);
      if (known) {
        const isSame = known.accountIds.join() === ids.join() && (await isPassword(name, password));
        if (isSame) return shown(known);
        throw new AppError('setting-invalid', `There is a program "${name}" already; remove it first.`, {
          field: 'name',
        });
      }
      const salt = Buffer.from(random.bytes(saltBytes)).toString('base64');
      const hash = (await derive(password, { ...cost, salt })).toString('base64');
      const { programs } = store.get();
      if (find(name)) {
        throw new AppError('setting-invalid', `There is a program "${name}" already.`, { field: 'name' });
      }
      if (programs.length >= maxPrograms) {
        throw new AppError('setting-invalid', `There are ${maxPrograms} programs already; remove some.`);
      }
      const added = { name, accountIds: ids, createdAtMs: clock.nowMs(), password: { ...cost, salt, hash } };
      keep([...programs, added]);
      return shown(added);
    },
    /** Removes a program; answers whether there was one. */
    remove: (name: string): boolean => {
      const { programs } = store.get();
      const rest = programs.filter((program) => program.name !== name);
      if (rest.length < programs.length) keep(rest);
      return rest.length < programs.length;
    },
    /** Answers whether this is the password of a program; one comparison at a time, because each takes memory. */
    verify: async (name: string, password: string): Promise<boolean> => {
      const mine = working.then(() => isPassword(name, password));
      working = mine.catch(() => undefined);
      return mine;
    },
  };
}
