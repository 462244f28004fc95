import { closeSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { errorCatalog } from '../../shared/errors.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { createSignInHistory, signInHistorySchema } from './sign-in-history.ts';
import { late } from '../../shared/late-schema.ts';

/** What a note is about: the server's last answer to an account, or the provider's to a grant. */
export type HealthKind = 'server' | 'grant';

export interface Health {
  /** null: it was accepted. */
  readonly code: ErrorCode | null;
  /** Epoch milliseconds of the first answer of this kind in a row. */
  readonly sinceMs: number;
}

/** What changes by itself and decides the Status column, kept across starts. */
export type AccountHealth = ReturnType<typeof createAccountHealth>;

interface Deps {
  /** The profile folder; it exists. */
  readonly folder: string;
  readonly nowMs: () => number;
}

const fileName = 'status.db';
const schemaVersion = 2;
const schema = `create table if not exists health (
  kind text not null, subject text not null, code text, since_ms integer not null, primary key (kind, subject)
) without rowid, strict; ${signInHistorySchema}`;

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorCatalog, code);
const row = late(() =>
  z.object({
    kind: z.enum(['server', 'grant']),
    subject: z.string(),
    code: z.string().refine(isErrorCode).nullable(),
    since_ms: z.number(),
  }),
);

const userVersion = late(() => z.object({ user_version: z.int() }));

// SQLITE_ERROR (tables of another shape), SQLITE_CORRUPT, SQLITE_NOTADB.
const damageCodes = new Set([1, 11, 26]);

/**
 * Opens `status.db` of a profile.
 *
 * Everything in it can be found out again. So a file that is damaged or from the future is moved aside and a new one begun,
 * and where the disk takes no file the notes last until the app ends.
 */
export function createAccountHealth({ folder, nowMs }: Deps) {
  const { database, known } = openOrBegin(join(folder, fileName), nowMs);
  const write = database.prepare(
    'insert or replace into health (kind, subject, code, since_ms) values (?, ?, ?, ?)',
  );
  const erase = database.prepare('delete from health where kind = ? and subject = ?');

  return {
    /** Answers what was noted last; undefined: nothing yet. */
    last: (kind: HealthKind, subject: string | number): Health | undefined =>
      known.get(keyText(kind, subject)),
    /**
     * Notes an answer; null: accepted. The same answer again costs no write, so that a night of mail is not a night of disk
     * writes.
     *
     * @returns whether that is news
     */
    note: (kind: HealthKind, subject: string | number, code: ErrorCode | null, atMs: number): boolean => {
      const key = keyText(kind, subject);
      const before = known.get(key);
      if (before && before.code === code) return false;
      known.set(key, { code, sinceMs: atMs });
      quietly(() => write.run(kind, String(subject), code, atMs));
      return true;
    },
    /** Forgets what was noted: the account or grant is gone, or has another secret now. */
    clear: (kind: HealthKind, subject: string | number): void => {
      if (known.delete(keyText(kind, subject))) quietly(() => erase.run(kind, String(subject)));
    },
    /** What happened to the sign-ins of accounts. */
    history: createSignInHistory(database, nowMs),
    /** Closes the file; may be called twice. */
    close: (): void => {
      if (database.isOpen) database.close();
    },
  };
}

function keyText(kind: HealthKind, subject: string | number): string {
  return `${kind}:${subject}`;
}

/** A full disk must not stop a delivery: the note is in memory already and only its copy is lost. */
function quietly(write: () => unknown): void {
  try {
    write();
  } catch {
    // Found out again after the next start.
  }
}

function openOrBegin(path: string, nowMs: () => number) {
  try {
    return open(path);
  } catch (error) {
    if (!isDamage(error)) return open(':memory:');
    renameSync(path, `${path}.damaged-${nowMs()}`);
    // A journal of the damaged file would be rolled back into the new one.
    rmSync(`${path}-journal`, { force: true });
    return open(path);
  }
}

function isDamage(error: unknown): boolean {
  if (error instanceof z.ZodError || error instanceof RangeError) return true;
  return error instanceof Error && 'errcode' in error && damageCodes.has(Number(error.errcode) & 0xff);
}

function open(path: string) {
  // SQLite itself would create the file readable by everybody.
  if (path !== ':memory:') closeSync(openSync(path, 'a', 0o600));
  const database = new DatabaseSync(path, { timeout: 1000 });
  try {
    // Looked at before anything is written: a file that is to be moved aside keeps its bytes.
    z.object({ quick_check: z.literal('ok') }).parse(database.prepare('pragma quick_check(1)').get());
    const { user_version: version } = userVersion.parse(database.prepare('pragma user_version').get());
    if (version > schemaVersion) throw new RangeError('from the future');
    if (version < schemaVersion) database.exec(`${schema}; pragma user_version = ${schemaVersion}`);
    const rows = z
      .array(row)
      .parse(database.prepare('select kind, subject, code, since_ms from health').all());
    const known = new Map(
      rows.map((each): [string, Health] => [
        keyText(each.kind, each.subject),
        { code: each.code, sinceMs: each.since_ms },
      ]),
    );
    return { database, known };
  } catch (error) {
    database.close();
    throw error;
  }
}
