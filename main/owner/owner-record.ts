import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import type { Stats } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { late } from '../../shared/late-schema.ts';
import { keyBytes } from './owner-key.ts';

const recordFormat = late(() =>
  z.object({
    version: z.literal(1),
    address: z.string().min(1).max(256),
    key: z
      .base64url()
      .transform((text) => Buffer.from(text, 'base64url'))
      .refine((key) => key.length === keyBytes),
  }),
);

/** How to reach the owner of a profile, and the key that both sides prove. */
export interface OwnerRecord {
  readonly address: string;
  readonly key: Uint8Array;
}

const othersMayWrite = 0o022;
const noFollow = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW;

const pathOf = (profileFolder: string) => join(profileFolder, 'owner.json');

/** Answers the record of the owner; null while there is none that can be read, or where another user may have written it. */
export function readOwnerRecord(profileFolder: string): OwnerRecord | null {
  try {
    const file = openSync(pathOf(profileFolder), constants.O_RDONLY | noFollow);
    try {
      if (!isOurs(fstatSync(file))) return null;
      return recordFormat.parse(JSON.parse(readFileSync(file, 'utf8')));
    } finally {
      closeSync(file);
    }
  } catch {
    // Left over, half gone or not there yet: the lock decides who owns the profile, this file only says where.
    return null;
  }
}

/** Owners and modes mean nothing on Windows. */
function isOurs({ uid, mode }: Stats): boolean {
  const userId = process.getuid?.();
  return userId === undefined || (uid === userId && (mode & othersMayWrite) === 0);
}

/** Puts the record in place of an older one, whole and readable by this user only; only the holder of the lock may. */
export function writeOwnerRecord(profileFolder: string, { address, key }: OwnerRecord): void {
  const path = pathOf(profileFolder);
  const staged = `${path}.next`;
  // A left-over file would keep the mode that it has.
  rmSync(staged, { force: true });
  const text = JSON.stringify({ version: 1, address, key: Buffer.from(key).toString('base64url') });
  writeFileSync(staged, text, { mode: 0o600, flag: 'wx' });
  renameSync(staged, path);
}

/** Takes the record away; only the holder of the lock may. */
export function removeOwnerRecord(profileFolder: string): void {
  rmSync(pathOf(profileFolder), { force: true });
}
