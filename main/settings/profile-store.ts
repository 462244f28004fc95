import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { Store } from '../ports.ts';
import { errorCode, syncFolder } from './file-system.ts';
import { createProfileChanges } from './profile-changes.ts';
import type { ProfileChanges } from './profile-changes.ts';
import { checksumIn, profileFileText, readFileIfThere, readProfileFile, unreadable } from './profile-file.ts';

/** What conf and electron-store are made with; `name` is electron-store's word for `configName`. */
export interface WriterOptions {
  readonly cwd: string;
  readonly name: string;
  readonly configName: string;
  readonly fileExtension: string;
  readonly configFileMode: number;
  readonly accessPropertiesByDotNotation: false;
  readonly clearInvalidConfig: false;
  readonly serialize: (value: object) => string;
}

/** The part of conf that is used: assigning writes the whole document to the disk. */
export interface DocumentWriter {
  store: object;
}

interface StoreOptions<Value extends object> {
  /** Absolute. */
  readonly folder: string;
  /** File name without `.json`. */
  readonly name: string;
  readonly parse: (value: unknown) => Value;
  readonly initial: Value;
  /** Absent: whatever changes, the document is written whole. */
  readonly replay?: ((value: Value, change: unknown) => Value) | undefined;
  /** `(options) => new Conf(options)`, or electron-store likewise. */
  readonly createWriter: (options: WriterOptions) => DocumentWriter;
}

const stagedExtension = 'json.next';

/**
 * Opens a JSON document of the profile: read once by us, then kept in memory and written through.
 *
 * The library writes a file beside the document, and only what arrived there whole takes its name. By itself conf 16 replaces
 * a good file with a truncated one when the disk fills up in the middle of a write, and writes in place where `SNAP` is set.
 * Where a change is told with the new value, only the change is written, beside the document, until there are many.
 * Only the profile's owner may open documents: what an earlier process left half-written is swept away.
 *
 * @throws {AppError} `profile-unreadable` — the file is not what `parse` takes; its bytes stay as they are
 */
export function openProfileStore<Value extends object>(options: StoreOptions<Value>): Store<Value> {
  const { folder, name, initial, replay } = options;
  const path = join(folder, `${name}.json`);
  const staged = join(folder, `${name}.${stagedExtension}`);
  const changes = replay ? createProfileChanges(folder, name) : null;
  let value = load(options, changes) ?? initial;
  sweep(folder, name);
  let text = '';
  let writer: DocumentWriter | null = null;

  return {
    get: () => value,
    set: (next, change) => {
      if (!change || !changes?.add(change)) writeWhole(next);
      value = next;
    },
    fold: () => {
      if (changes && !changes.isEmpty()) writeWhole(value);
    },
  };

  function writeWhole(next: Value): void {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      changes?.beforeWhole();
      writer ??= options.createWriter({
        cwd: folder,
        name,
        configName: name,
        fileExtension: stagedExtension,
        configFileMode: 0o600,
        accessPropertiesByDotNotation: false,
        clearInvalidConfig: false,
        serialize: (document) => (text = profileFileText(document)),
      });
      writer.store = next;
      assertWhole(staged, Buffer.byteLength(text));
      replace(staged, path);
    } catch (error) {
      sweep(folder, name);
      throw writeError(`${name}.json`, error);
    }
    syncFolder(folder);
    changes?.afterWhole(checksumIn(text));
  }
}

function load<Value extends object>(
  options: StoreOptions<Value>,
  changes: ProfileChanges | null,
): Value | null {
  const fileName = `${options.name}.json`;
  const bytes = readFileIfThere(options.folder, fileName);
  const value = bytes && readProfileFile(fileName, bytes, options.parse);
  const since = changes?.load(bytes && checksumIn(bytes.toString('utf8', 0, checksumReach))) ?? [];
  if (value === null || !options.replay) return value;
  try {
    return since.reduce<Value>(options.replay, value);
  } catch {
    throw unreadable(`${options.name}.changes`, `does not fit ${fileName}`);
  }
}

/** A profile file begins with its checksum. */
const checksumReach = 64;

/** Removes what a process left that died while writing: the staged document and the library's own temporary files. */
function sweep(folder: string, name: string): void {
  const staged = `${name}.${stagedExtension}`;
  try {
    const left = readdirSync(folder).filter((file) => file === staged || file.startsWith(`${staged}.tmp-`));
    for (const file of left) rmSync(join(folder, file), { force: true });
  } catch {
    // No folder yet, or a file that somebody holds open: the next start tries again.
  }
}

function assertWhole(staged: string, sizeBytes: number): void {
  const file = openSync(staged, 'r+');
  try {
    // The library's write in place, as under snap, is not synced.
    fsyncSync(file);
    if (fstatSync(file).size !== sizeBytes)
      throw new AppError('storage-full', 'The disk took only a part of the file.');
  } finally {
    closeSync(file);
  }
}

const busyCodes = new Set(['EPERM', 'EACCES', 'EBUSY']);
const retries = 40;
const retryMs = 25;

/** On Windows a virus scanner or an indexer may hold a file for a moment. */
function replace(from: string, to: string): void {
  for (let attempt = 0; ; attempt += 1) {
    try {
      renameSync(from, to);
      return;
    } catch (error) {
      if (process.platform !== 'win32' || attempt >= retries || !busyCodes.has(errorCode(error))) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryMs);
    }
  }
}

const fullCodes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

function writeError(fileName: string, error: unknown): AppError {
  const code = errorCode(error);
  if ((error instanceof AppError && error.code === 'storage-full') || fullCodes.has(code)) {
    return new AppError(
      'storage-full',
      `${fileName} could not be saved: the disk is full. The old one stays.`,
      {
        detail: { file: fileName },
      },
    );
  }
  if (code === 'UNKNOWN')
    return new AppError('internal', `${fileName} could not be saved.`, { cause: error });
  return new AppError('profile-unreadable', `${fileName} could not be saved (${code}). The old one stays.`, {
    detail: { file: fileName },
  });
}
