import { chmodSync, chownSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readOwnerRecord, removeOwnerRecord, writeOwnerRecord } from '../../main/owner/owner-record.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const record = { address: '/run/smtp-setup/x.sock', key: Buffer.alloc(32, 7) };

test('the record is read back as it was written, and is gone once it is removed', async () => {
  const folder = await temporaryFolder();
  expect(readOwnerRecord(folder)).toBeNull();
  writeOwnerRecord(folder, record);
  expect(readOwnerRecord(folder)).toMatchObject(record);
  removeOwnerRecord(folder);
  expect(readOwnerRecord(folder)).toBeNull();
});

describe.skipIf(process.platform === 'win32')(
  'a record that another user may have written (files have modes)',
  () => {
    test.each([0o620, 0o602])('is not trusted with mode %o', async (mode) => {
      const folder = await temporaryFolder();
      writeOwnerRecord(folder, record);
      chmodSync(join(folder, 'owner.json'), mode);
      expect(readOwnerRecord(folder)).toBeNull();
    });

    test('is not trusted as a link', async () => {
      const folder = await temporaryFolder();
      writeOwnerRecord(folder, record);
      renameSync(join(folder, 'owner.json'), join(folder, 'elsewhere.json'));
      symlinkSync(join(folder, 'elsewhere.json'), join(folder, 'owner.json'));
      expect(readFileSync(join(folder, 'owner.json'), 'utf8')).toContain('address');
      expect(readOwnerRecord(folder)).toBeNull();
    });

    test.skipIf(process.getuid?.() !== 0)("is not trusted as another user's file (needs root)", async () => {
      const folder = await temporaryFolder();
      writeOwnerRecord(folder, record);
      chownSync(join(folder, 'owner.json'), 12_345, 12_345);
      expect(readOwnerRecord(folder)).toBeNull();
    });
  },
);
