import { chmodSync, chownSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { prepareProfileFolder } from '../../main/owner/profile-folder.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const isRoot = process.getuid?.() === 0;
const somebodyElse = 12_345;

/** A folder with a mode that no umask narrows. */
async function folderOf(mode: number, files: readonly string[] = []): Promise<string> {
  const path = join(await temporaryFolder(), 'profile');
  mkdirSync(path);
  for (const name of files) writeFileSync(join(path, name), '');
  chmodSync(path, mode);
  return path;
}
const modeOf = (path: string) => statSync(path).mode & 0o777;

describe.skipIf(process.platform === 'win32')('the folder of a profile (it has modes)', () => {
  test('is made for its owner only, with the folders above it', async () => {
    const path = join(await temporaryFolder(), 'a', 'b');
    prepareProfileFolder(path);
    expect([modeOf(path), modeOf(join(path, '..'))]).toEqual([0o700, 0o700]);
  });

  test.each([0o777, 0o770, 0o755, 0o711])('of mode %o is closed to others', async (mode) => {
    for (const files of [[], ['owner.lock'], ['accounts.json', 'notes.txt']]) {
      const path = await folderOf(mode, files);
      prepareProfileFolder(path);
      expect([files, modeOf(path)]).toEqual([files, 0o700]);
    }
  });

  test('that holds something else stays as it is, and is refused where others may write', async () => {
    const readable = await folderOf(0o755, ['letter.odt']);
    prepareProfileFolder(readable);
    expect(modeOf(readable)).toBe(0o755);
    for (const mode of [0o777, 0o1777, 0o775]) {
      const open = await folderOf(mode, ['letter.odt']);
      expect(() => prepareProfileFolder(open)).toThrow(
        expect.objectContaining({
          code: 'profile-unreadable',
          message:
            'Other users may write to the profile folder; make it yours alone (mode 700), or name another.',
        }),
      );
      expect(modeOf(open)).toBe(mode & 0o777);
    }
  });

  test.skipIf(!isRoot)('into which another user has put a file is refused (needs root)', async () => {
    const path = await folderOf(0o777, ['owner.lock', 'accounts.json']);
    chownSync(join(path, 'accounts.json'), somebodyElse, somebodyElse);
    expect(() => prepareProfileFolder(path)).toThrow(
      expect.objectContaining({
        code: 'profile-unreadable',
        message: 'Another user has put a file into the profile folder; look at it, or name another folder.',
      }),
    );
  });

  test.skipIf(!isRoot)('of another user is refused where others may write (needs root)', async () => {
    const path = await folderOf(0o777);
    chownSync(path, somebodyElse, somebodyElse);
    expect(() => prepareProfileFolder(path)).toThrow(expect.objectContaining({ code: 'profile-unreadable' }));
  });
});
