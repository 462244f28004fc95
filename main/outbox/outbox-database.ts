import {
  chmodSync,
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../shared/errors.ts';
import { searchTextOfRow } from './search-text.ts';
import { systemCode } from '../system-code.ts';

/** Version of the schema, as the file says it. */
export const outboxVersion = 5;
/** "SMTP" in ASCII: says that the file is ours and no other program's. */
const applicationId = 0x53_4d_54_50;
const headerBytes = 100;
const magic = 'SQLite format 3\0';
/** SQLite result codes. @see https://www.sqlite.org/rescode.html */
const result = { busy: 5, readOnly: 8, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 } as const;

/** What a person has sent goes before what a program has sent. */
const indexOfDue = `create index items_due on items (account_id, by_agent, next_try_at_ms, sequence) where state = 'queued';`;

/** 0 is "at once": what is handed over waits for no time, so this index has nothing to do with it. */
const indexOfWaking = `create index items_waking on items (next_try_at_ms) where state = 'queued' and next_try_at_ms > 0;`;

/** What history is searched by: a table of its own, because a search that finds little reads all of it. */
const tableOfTexts = `
  create table texts (
    sequence integer primary key references items (sequence) on delete cascade,
    text text not null
  ) strict;
`;
const indexOfCreated = `create index items_by_created on items (created_at_ms, account_id, state);`;

const schema = `
  create table items (
    sequence integer primary key,
    item_id text not null unique,
    submission_key text not null unique,
    account_id integer not null,
    state text not null,
    ending integer not null,
    next_try_at_ms integer not null,
    changed_at_ms integer not null,
    progress text not null,
    by_agent integer not null default 0,
    checksum text,
    created_at_ms integer not null default 0
  ) strict;
  ${tableOfTexts}
  create table contents (
    sequence integer primary key references items (sequence) on delete cascade,
    content text not null,
    body text not null,
    checksum text,
    body_checksum text
  ) strict;
  create table item_documents (
    sha256 text not null,
    sequence integer not null references items (sequence) on delete cascade,
    primary key (sha256, sequence)
  ) strict, without rowid;
  create index item_documents_by_item on item_documents (sequence);
  create index items_by_state on items (state, sequence);
  create index items_by_account on items (account_id, state);
  ${indexOfDue}
  ${indexOfCreated}
  ${indexOfWaking}
  create index items_over on items (changed_at_ms) where state in ('sent', 'cancelled');
  pragma application_id = ${applicationId};
  pragma user_version = ${outboxVersion};
`;

/** What an older file lacks, by its version. */
const migrations: Readonly<Record<number, string>> = {
  1: `
    alter table items add column by_agent integer not null default 0;
    update items set by_agent = 1 where sequence in (
      select sequence from contents where json_extract(content, '$.origin') = 'agent'
    );
    drop index items_due;
    ${indexOfDue}
  `,
  // What is there has no checksum and is taken as it is; each change of an item gives it one.
  2: `
    alter table items add column checksum text;
    alter table contents add column checksum text;
    alter table contents add column body_checksum text;
  `,
  3: `
    alter table items add column created_at_ms integer not null default 0;
    update items set created_at_ms = coalesce((
      select cast(iif(json_valid(content), json_extract(content, '$.createdAtMs'), null) as integer)
      from contents where contents.sequence = items.sequence
    ), changed_at_ms);
    ${indexOfCreated}
    ${tableOfTexts}
    insert into texts select sequence, search_text(content) from contents;
  `,
  4: `drop index items_waking; ${indexOfWaking}`,
};

function unreadable(reason: string, cause?: unknown): AppError {
  return new AppError('profile-unreadable', `The outbox of this profile cannot be read: ${reason}.`, {
    cause,
    detail: { file: 'outbox.db' },
  });
}

/**
 * Answers the error of the app for one of SQLite.
 *
 * Disk full leaves the transaction undone and the file whole.
 */
export function storeFailure(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code =
    error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : 0;
  // Extended codes keep the primary one in their low byte.
  switch (code & 0xff) {
    case result.full:
      return new AppError('storage-full', 'There is no space to keep the outbox; nothing was changed.', {
        cause: error,
      });
    case result.busy:
      return new AppError('profile-in-use', 'Another program holds the outbox of this profile.', {
        cause: error,
      });
    case result.corrupt:
    case result.notADatabase:
      return unreadable('the file is damaged', error);
    case result.cannotOpen:
    case result.readOnly:
      return unreadable('the file may not be opened or written', error);
    default:
      return new AppError('internal', 'The outbox failed unexpectedly.', { cause: error });
  }
}

/** Page size times number of pages. @see https://www.sqlite.org/fileformat.html §1.3 */
function statedSize(header: Buffer): number {
  const pageSize = header.readUInt16BE(16);
  return (pageSize === 1 ? 65_536 : pageSize) * header.readUInt32BE(28);
}

/** Looks at the first bytes without SQLite, which would begin by writing to a file that is empty. */
function checkHeader(path: string): void {
  const file = openSync(path, 'r');
  try {
    const header = Buffer.alloc(headerBytes);
    const { size } = fstatSync(file);
    if (size < headerBytes || readSync(file, header, 0, headerBytes, 0) < headerBytes) {
      throw unreadable('the file is cut short');
    }
    if (header.toString('latin1', 0, magic.length) !== magic) throw unreadable('the file is not a database');
    // A checkpoint that was cut is made good from the log; without one, the file is exactly what its header says.
    const hasLog = (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
    if (!hasLog && size !== statedSize(header)) throw unreadable('its size is not what it says of itself');
  } finally {
    closeSync(file);
  }
}

/** Reads everything once, through a connection that cannot write; answers the version. */
function checkContent(path: string): number {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const version = Number(database.prepare('pragma user_version').get()?.['user_version']);
    if (version > outboxVersion) throw unreadable('it was written by a newer version of this app');
    const id = Number(database.prepare('pragma application_id').get()?.['application_id']);
    if (id !== applicationId || version < 1) throw unreadable('it is the file of another program');
    // Not quick_check, which passes an index that has lost a row: its message would never be due, and be taken over once more.
    const verdict = database.prepare('pragma integrity_check(1)').get()?.['integrity_check'];
    if (verdict !== 'ok') throw unreadable('the file is damaged');
    return version;
  } finally {
    database.close();
  }
}

/** Makes the file whole or not at all: what dies on the way leaves a temporary name only. */
function create(path: string): void {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    closeSync(openSync(temporary, 'wx', 0o600));
    const database = new DatabaseSync(temporary);
    // A message touches some ten pages with little on each: smaller ones are less to write.
    database.exec(`pragma page_size = 2048; pragma journal_mode = wal; begin; ${schema} commit;`);
    database.close();
    const file = openSync(temporary, 'r+');
    fsyncSync(file);
    closeSync(file);
    renameSync(temporary, path);
  } catch (error) {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${temporary}${suffix}`, { force: true });
    throw error;
  }
}

/**
 * Opens the outbox of a profile, making it where there is none. Only the owner of the profile may call this.
 *
 * A file that is damaged, of another program or from the future is not touched: it is read before anything may be written.
 *
 * @param path `outbox.db`; SQLite keeps `-wal` and `-shm` beside it, with the same mode
 * @throws {AppError} `profile-unreadable` — the file stays as it is
 * @throws {AppError} `storage-full` — there is no space for a new one
 */
export function openOutboxDatabase(path: string): DatabaseSync {
  let version = outboxVersion;
  try {
    if (existsSync(path)) {
      checkHeader(path);
      // SQLite gives -wal and -shm the mode of the file itself.
      chmodSync(path, 0o600);
      version = checkContent(path);
    } else create(path);
    const database = new DatabaseSync(path);
    try {
      // FULL, not NORMAL: in WAL mode NORMAL may lose the last commits at a power cut. Lost "ending" would send a message twice,
      // and a lost item would break the promise that was given when it was taken over. The store says what may be lost.
      database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;');
      database.function('search_text', { deterministic: true }, (content) =>
        searchTextOfRow(String(content)),
      );
      for (; version < outboxVersion; version += 1) {
        // In one step: whoever dies here finds the older file again.
        database.exec(`begin; ${migrations[version] ?? ''} pragma user_version = ${version + 1}; commit;`);
      }
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    throw fileFailure(error);
  }
}

function fileFailure(error: unknown): AppError {
  const code = systemCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError('storage-full', 'There is no space for the outbox.', { cause: error });
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EISDIR')
    return unreadable('the file may not be read', error);
  if (code === 'EROFS') return unreadable('it lies on a file system that may only be read', error);
  return storeFailure(error);
}
