import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tryOwnerLock } from '../../main/owner/owner-lock.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

test('only one holder at a time has the lock, and release gives it to the next', async () => {
  const folder = await temporaryFolder();
  const first = tryOwnerLock(folder);
  expect(first).not.toBeNull();
  expect(tryOwnerLock(folder)).toBeNull();
  expect(tryOwnerLock(folder)).toBeNull();
  first?.release();
  const second = tryOwnerLock(folder);
  expect(second).not.toBeNull();
  second?.release();
});

test('a lock file that is not one is named and stays as it is', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'owner.lock');
  writeFileSync(path, 'x'.repeat(200));
  expect(() => tryOwnerLock(folder)).toThrow(
    expect.objectContaining({ code: 'profile-unreadable', message: expect.stringContaining('owner.lock') }),
  );
  expect(readFileSync(path, 'utf8')).toBe('x'.repeat(200));
});

test('a profile folder that is a file is refused', async () => {
  const folder = await temporaryFolder();
  writeFileSync(join(folder, 'profile'), '');
  expect(() => tryOwnerLock(join(folder, 'profile'))).toThrow(
    expect.objectContaining({ code: 'profile-unreadable' }),
  );
  expect(() => tryOwnerLock(join(folder, 'profile', 'below'))).toThrow(
    expect.objectContaining({ code: 'profile-unreadable' }),
  );
});

test.skipIf(process.platform !== 'linux')('a folder that no file system can make is refused at once', () => {
  expect(() => tryOwnerLock('/proc/smtp-setup/profile')).toThrow(
    expect.objectContaining({ code: 'profile-unreadable' }),
  );
});
