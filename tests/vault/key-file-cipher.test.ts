import { Buffer } from 'node:buffer';
import { chmod, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createKeyFileCipher, isKeyFileSealed } from '../../main/vault/key-file-cipher.ts';
import { createTokenVault } from '../../main/vault/token-vault.ts';
import { hasSealedFiles } from '../../main/vault/vault-file.ts';
import { systemClock, systemRandom } from '../helpers/system-ports.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { cipherContract } from './cipher-contract.ts';
import { exampleGrant } from './example-records.ts';
import { vaultContract } from './vault-contract.ts';

const cipherIn = (folder: string, platform: NodeJS.Platform = process.platform) =>
  createKeyFileCipher({
    path: join(folder, 'vault.key'),
    random: systemRandom,
    platform,
    sealedFilesExist: () => hasSealedFiles(folder),
  });

const vaultIn = (folder: string) =>
  createTokenVault({ folder, cipher: cipherIn(folder), clock: systemClock, random: systemRandom });

/** Sealed as Chromium does on Linux, `v11` before all else. */
const keyringVault = (folder: string) =>
  createTokenVault({
    ...{ folder, clock: systemClock, random: systemRandom },
    cipher: {
      strength: 'operating-system',
      encrypt: async (text) => Buffer.from(`v11${text}`),
      decrypt: async (sealed) => ({ text: Buffer.from(sealed).toString('utf8').slice(3), sealAgain: false }),
    },
  });

async function writeVaultFile(folder: string, text: string): Promise<void> {
  await mkdir(join(folder, 'vault'));
  await writeFile(join(folder, 'vault', 'damaged-file.json'), text);
}

cipherContract('a key file', async () => cipherIn(await temporaryFolder()));
vaultContract('a key file', async (folder) => cipherIn(folder));

describe('the key file', () => {
  it('is made at the first sealing, for its owner only, and leaves nothing else behind', async () => {
    const folder = await temporaryFolder();
    await cipherIn(folder).encrypt('text');
    expect(await readdir(folder)).toEqual(['vault.key']);
    const about = await stat(join(folder, 'vault.key'));
    expect(about.size).toBe(32);
    if (process.platform !== 'win32') expect(about.mode & 0o777).toBe(0o600);
  });

  it('opens after a restart what it sealed before', async () => {
    const folder = await temporaryFolder();
    const sealed = await cipherIn(folder).encrypt('text');
    expect(await cipherIn(folder).decrypt(sealed)).toEqual({ text: 'text', sealAgain: false });
  });

  it('is one and the same for all that begin at once', { repeats: 20 }, async () => {
    const folder = await temporaryFolder();
    const ciphers = Array.from({ length: 8 }, () => cipherIn(folder));
    const sealed = await Promise.all(ciphers.map((cipher, index) => cipher.encrypt(String(index))));
    for (const [index, bytes] of sealed.entries()) {
      expect((await ciphers[7 - index]?.decrypt(bytes))?.text).toBe(String(index));
    }
    expect(await readdir(folder)).toEqual(['vault.key']);
  });

  it('is not made by opening', async () => {
    const folder = await temporaryFolder();
    await expect(cipherIn(folder).decrypt(Buffer.alloc(40, 1))).rejects.toMatchObject({
      code: 'vault-unreadable',
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('is not made anew while sealed files exist, so that they stay readable once it is back', async () => {
    const folder = await temporaryFolder();
    await vaultIn(folder).put(exampleGrant());
    const key = await readFile(join(folder, 'vault.key'));
    await rm(join(folder, 'vault.key'));
    const lost = vaultIn(folder);
    await expect(lost.get(exampleGrant().id)).rejects.toMatchObject({ code: 'vault-unreadable' });
    await expect(lost.put(exampleGrant({ id: 'grant-00000002' }))).rejects.toMatchObject({
      code: 'profile-unreadable',
      message: expect.stringMatching(/"vault\.key" .* is missing .* the folder "vault" beside it away/),
    });
    expect(await readdir(folder)).toEqual(['vault']);
    await writeFile(join(folder, 'vault.key'), key, { mode: 0o600 });
    expect(await lost.get(exampleGrant().id)).toEqual(exampleGrant());
  });

  it('that is lost for good is made anew once the folder of the vault was moved away', async () => {
    const folder = await temporaryFolder();
    await vaultIn(folder).put(exampleGrant());
    await rm(join(folder, 'vault.key'));
    await expect(vaultIn(folder).put(exampleGrant())).rejects.toMatchObject({ code: 'profile-unreadable' });
    await rename(join(folder, 'vault'), join(folder, 'vault.old'));
    const vault = vaultIn(folder);
    await vault.put(exampleGrant());
    expect(await vault.get(exampleGrant().id)).toEqual(exampleGrant());
  });

  it.each([
    ['what it sealed itself', async (folder: string) => vaultIn(folder).put(exampleGrant()), true],
    ['what a keyring sealed', async (folder: string) => keyringVault(folder).put(exampleGrant()), false],
    ['a damaged file', async (folder: string) => writeVaultFile(folder, '{"v":1,"sea'), true],
  ] as const)('is missed by %s: %3$s', async (_, put, isMissed) => {
    const folder = await temporaryFolder();
    await put(folder);
    expect(await hasSealedFiles(folder, isKeyFileSealed)).toBe(isMissed);
    expect(await hasSealedFiles(folder)).toBe(true);
  });

  it('is swept of the temporary file of a start that was cut, and is whole afterwards', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'vault.key.001122334455.tmp'), 'half a key');
    const cipher = cipherIn(folder);
    expect((await cipher.decrypt(await cipher.encrypt('text'))).text).toBe('text');
    expect(await readdir(folder)).toEqual(['vault.key']);
  });

  it.each([0, 31, 33])('of %i bytes is refused and left alone', async (size) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'vault.key'), Buffer.alloc(size, 7), { mode: 0o600 });
    await expect(cipherIn(folder).encrypt('text')).rejects.toMatchObject({ code: 'profile-unreadable' });
    expect((await stat(join(folder, 'vault.key'))).size).toBe(size);
  });

  it.each([0o640, 0o604, 0o622])('of mode %o is refused with the way out', async (mode) => {
    const folder = await temporaryFolder();
    const cipher = cipherIn(folder, 'linux');
    await cipher.encrypt('text');
    await chmod(join(folder, 'vault.key'), mode);
    await expect(cipherIn(folder, 'linux').encrypt('text')).rejects.toMatchObject({
      code: 'vault-unavailable',
      message: expect.stringContaining('600'),
    });
  });

  it('may have any mode on Windows, where modes mean nothing', async () => {
    const folder = await temporaryFolder();
    const sealed = await cipherIn(folder).encrypt('text');
    await chmod(join(folder, 'vault.key'), 0o644);
    expect((await cipherIn(folder, 'win32').decrypt(sealed)).text).toBe('text');
  });

  it('is not followed through a link', async ({ skip }) => {
    skip(process.platform === 'win32', 'links need a privilege on Windows');
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'elsewhere'), Buffer.alloc(32, 7), { mode: 0o600 });
    await symlink(join(folder, 'elsewhere'), join(folder, 'vault.key'));
    await expect(cipherIn(folder).encrypt('text')).rejects.toMatchObject({ code: 'vault-unavailable' });
  });

  it('is not a folder', async () => {
    const cipher = createKeyFileCipher({
      path: await temporaryFolder(),
      random: systemRandom,
      platform: process.platform,
      sealedFilesExist: async () => false,
    });
    await expect(cipher.encrypt('text')).rejects.toMatchObject({
      code: expect.stringMatching(/^(vault-unavailable|profile-unreadable)$/),
    });
  });
});

describe('what a key file sealed', () => {
  it('is unreadable after any change of a byte', async () => {
    const cipher = cipherIn(await temporaryFolder());
    const sealed = Buffer.from(await cipher.encrypt('a text of some length'));
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      await expect(cipher.decrypt(changed)).rejects.toMatchObject({ code: 'vault-unreadable' });
    }
    for (const length of [0, 1, 28, sealed.length - 1]) {
      await expect(cipher.decrypt(sealed.subarray(0, length))).rejects.toMatchObject({
        code: 'vault-unreadable',
      });
    }
  });

  it('differs each time, also for the same text', async () => {
    const cipher = cipherIn(await temporaryFolder());
    const [one, two] = [await cipher.encrypt('text'), await cipher.encrypt('text')];
    expect(Buffer.compare(one, two)).not.toBe(0);
  });
});
