import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { createKeyFileCipher } from '../../main/vault/key-file-cipher.ts';
import { createTokenVault } from '../../main/vault/token-vault.ts';
import { hasSealedFiles, storageFailure } from '../../main/vault/vault-file.ts';
import { createFakeCipher } from '../helpers/fake-cipher.ts';
import { systemClock, systemRandom } from '../helpers/system-ports.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { exampleGrant, examplePassword } from './example-records.ts';
import { vaultContract } from './vault-contract.ts';
import { runs } from '../helpers/effort.ts';

vaultContract('a system cipher', async () => createFakeCipher());
vaultContract('a cipher of strength memory', async () => createFakeCipher('memory'));

const ports = { clock: systemClock, random: systemRandom };

async function startVault() {
  const folder = await temporaryFolder();
  const cipher = createFakeCipher();
  const vault = createTokenVault({ folder, cipher, ...ports });
  const pathOf = (id: string) => join(folder, 'vault', `${id}.json`);
  return { folder, cipher, vault, pathOf };
}

async function startVaultWithGrant() {
  const started = await startVault();
  await started.vault.put(exampleGrant());
  return { ...started, path: started.pathOf(exampleGrant().id) };
}

describe('the files of the vault', () => {
  it('are readable by their owner only', async ({ skip }) => {
    skip(process.platform === 'win32', 'Windows has no file modes');
    const { folder, path } = await startVaultWithGrant();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'vault'))).mode & 0o777).toBe(0o700);
  });

  it('lie in a folder that is closed again if somebody opened it', async ({ skip }) => {
    skip(process.platform === 'win32', 'Windows has no file modes');
    const { folder, cipher } = await startVaultWithGrant();
    await chmod(join(folder, 'vault'), 0o755);
    await createTokenVault({ folder, cipher, ...ports }).list();
    expect((await stat(join(folder, 'vault'))).mode & 0o777).toBe(0o700);
  });

  it('show no secret, no person and no address', async () => {
    const { vault, path, pathOf } = await startVaultWithGrant();
    await vault.put(examplePassword());
    const text = (await readFile(path, 'utf8')) + (await readFile(pathOf(examplePassword().id), 'utf8'));
    expect(Object.keys(JSON.parse(await readFile(path, 'utf8')))).toEqual(['v', 'id', 'sealed']);
    expect(text).not.toMatch(/canary|anna|example/);
    expect(Buffer.from(text, 'base64').toString('latin1')).not.toMatch(/canary|anna/);
  });

  it('are never made where the cipher keeps nothing but memory', async () => {
    const folder = await temporaryFolder();
    const vault = createTokenVault({ folder, cipher: createFakeCipher('memory'), ...ports });
    await vault.put(exampleGrant());
    expect(await readdir(folder)).toEqual([]);
  });

  it('are there after the next start', async () => {
    const { folder, cipher } = await startVaultWithGrant();
    const again = createTokenVault({ folder, cipher, ...ports });
    expect(await again.get(exampleGrant().id)).toEqual(exampleGrant());
    expect(await hasSealedFiles(folder)).toBe(true);
  });

  it('do not exist in a new profile', async () => {
    expect(await hasSealedFiles(await temporaryFolder())).toBe(false);
  });
});

describe('a process that ended in the middle of a put', () => {
  it('leaves the old record, and the half-written file is swept at the next start', async () => {
    const { folder, cipher, path } = await startVaultWithGrant();
    const half = join(folder, 'vault', 'grant-00000001.0a0b0c0d0e0f.tmp');
    await writeFile(half, (await readFile(path)).subarray(0, 40));
    const again = createTokenVault({ folder, cipher, ...ports });
    expect(await again.get(exampleGrant().id)).toEqual(exampleGrant());
    expect(await readdir(join(folder, 'vault'))).toEqual(['grant-00000001.json']);
  });

  it('does not make a record of what never got its name', async () => {
    const { folder, cipher, vault } = await startVault();
    await vault.list();
    await writeFile(join(folder, 'vault', 'grant-00000002.0a0b0c0d0e0f.tmp'), 'half');
    const again = createTokenVault({ folder, cipher, ...ports });
    expect(await again.list()).toEqual([]);
    expect(await again.get('grant-00000002')).toBeNull();
  });
});

describe('a process that is killed while it puts, at any moment', () => {
  it('leaves a whole record, old or new', { timeout: 30_000 }, async () => {
    const folder = await temporaryFolder();
    const script = fileURLToPath(new URL('put-for-ever.ts', import.meta.url));
    let last = -1;
    for (let round = 0; round < 5; round += 1) {
      const child = spawn(process.execPath, [script, folder, String(last + 1)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      // It says a number after each put that it was promised to be durable.
      for await (const chunk of child.stdout) {
        last = Number(String(chunk).trim().split('\n').at(-1));
        if (last % 10 > 3) child.kill('SIGKILL');
      }
      const cipher = createKeyFileCipher({
        path: join(folder, 'vault.key'),
        random: systemRandom,
        platform: process.platform,
        sealedFilesExist: () => hasSealedFiles(folder),
      });
      const record = await createTokenVault({ folder, cipher, ...ports }).get(exampleGrant().id);
      expect(record).toMatchObject({ kind: 'grant', savedAtMs: expect.any(Number) });
      expect(record?.kind === 'grant' && record.savedAtMs).toBeGreaterThanOrEqual(last);
      expect(await readdir(join(folder, 'vault'))).toEqual(['grant-00000001.json']);
    }
  });
});

describe('a damaged file', () => {
  const damages: [string, (good: Buffer) => string | Buffer][] = [
    ['empty', () => ''],
    ['truncated', (good) => good.subarray(0, good.length - 20)],
    ['not JSON', () => 'hello'],
    ['null', () => 'null'],
    ['an array', () => '[1]'],
    ['NUL bytes', (good) => Buffer.alloc(good.length)],
    ['without its sealed part', () => '{"v":1,"id":"grant-00000001"}'],
    ['with a member nobody knows', (good) => `${good.toString().slice(0, -1)},"more":1}`],
    ['of version 0', (good) => good.toString().replace('"v":1', '"v":0')],
    ['from the future', (good) => good.toString().replace('"v":1', '"v":2')],
    ['from the future, in another shape', () => '{"v":7,"records":[]}'],
    ['sealed elsewhere', () => JSON.stringify({ v: 1, id: 'grant-00000001', sealed: 'AAAAAAAA' })],
  ];

  it.each(damages)('(%s) is unreadable and stays as it is, byte for byte', async (_name, damage) => {
    const { vault, path } = await startVaultWithGrant();
    const damaged = Buffer.from(damage(await readFile(path)));
    await writeFile(path, damaged);
    await expect(vault.get(exampleGrant().id)).rejects.toMatchObject({ code: 'vault-unreadable' });
    expect(Buffer.compare(await readFile(path), damaged)).toBe(0);
    expect(await vault.list()).toEqual([exampleGrant().id]);
  });

  it('never answers another record, whichever bit is flipped', async () => {
    const { vault, path } = await startVaultWithGrant();
    const good = await readFile(path);
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length * 8 - 1), async (bit) => {
        const flipped = Buffer.from(good);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        await writeFile(path, flipped);
        const answer = await vault.get(exampleGrant().id).catch((error: unknown) => error);
        // The fake cipher has no seal of its own: a flipped text is another text, but never another record's, and a flipped
        // key number asks to be sealed again. What cannot be opened stays as it is.
        if (answer instanceof Error) {
          expect(answer).toMatchObject({ code: 'vault-unreadable' });
          expect(Buffer.compare(await readFile(path), flipped)).toBe(0);
        } else expect(answer).toMatchObject({ kind: 'grant', id: exampleGrant().id });
      }),
      runs({ quick: 100, full: 1_000 }),
    );
  });

  it('says nothing of what it holds', async () => {
    const { vault, cipher, path } = await startVaultWithGrant();
    const sealed = Buffer.from(await cipher.encrypt('{"kind":"canary-secret"}')).toString('base64');
    await writeFile(path, JSON.stringify({ v: 1, id: exampleGrant().id, sealed }));
    const error = await vault.get(exampleGrant().id).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'vault-unreadable' });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('canary');
  });
});

describe('a sealed file under another name', () => {
  it('is refused, so that no secret answers for another account', async () => {
    const { vault, path, pathOf } = await startVaultWithGrant();
    await writeFile(pathOf('grant-00000002'), await readFile(path));
    await expect(vault.get('grant-00000002')).rejects.toMatchObject({ code: 'vault-unreadable' });
  });

  it('is refused even where the name outside the seal was changed with it', async () => {
    const { vault, path, pathOf } = await startVaultWithGrant();
    const text = (await readFile(path, 'utf8')).replace('"grant-00000001"', '"grant-00000002"');
    await writeFile(pathOf('grant-00000002'), text);
    await expect(vault.get('grant-00000002')).rejects.toMatchObject({ code: 'vault-unreadable' });
  });
});

describe('a locked key store', () => {
  it('makes secrets unavailable for a while, and nothing is lost', async () => {
    const { vault, cipher, path } = await startVaultWithGrant();
    const before = await readFile(path);
    cipher.locked(true);
    await expect(vault.get(exampleGrant().id)).rejects.toMatchObject({ code: 'vault-unavailable' });
    await expect(vault.put(exampleGrant({ state: 'new' }))).rejects.toMatchObject({
      code: 'vault-unavailable',
    });
    expect(Buffer.compare(await readFile(path), before)).toBe(0);
    cipher.locked(false);
    expect(await vault.get(exampleGrant().id)).toEqual(exampleGrant());
  });
});

describe('a secret sealed with an old key', () => {
  it('is sealed anew when it is opened', async () => {
    const { vault, cipher, path } = await startVaultWithGrant();
    const before = await readFile(path, 'utf8');
    cipher.rotate();
    expect(await vault.get(exampleGrant().id)).toEqual(exampleGrant());
    const after = await readFile(path, 'utf8');
    expect(after).not.toBe(before);
    await vault.get(exampleGrant().id);
    expect(await readFile(path, 'utf8')).toBe(after);
  });

  it('is answered even where it cannot be sealed anew', async () => {
    const { folder, cipher, path } = await startVaultWithGrant();
    const before = await readFile(path);
    cipher.rotate();
    const encrypt = () => Promise.reject(new AppError('vault-unavailable', 'as the test says'));
    const vault = createTokenVault({ folder, cipher: { ...cipher, encrypt }, ...ports });
    expect(await vault.get(exampleGrant().id)).toEqual(exampleGrant());
    expect(Buffer.compare(await readFile(path), before)).toBe(0);
  });
});

describe('a folder that cannot be used', () => {
  it('is an error with a code, and the vault works once the folder does', async () => {
    const folder = await temporaryFolder();
    const vault = createTokenVault({ folder: join(folder, 'profile'), cipher: createFakeCipher(), ...ports });
    await writeFile(join(folder, 'profile'), 'a file where a folder should be');
    await expect(vault.put(exampleGrant())).rejects.toMatchObject({ code: 'vault-unavailable' });
    await rm(join(folder, 'profile'));
    await mkdir(join(folder, 'profile'));
    await vault.put(exampleGrant());
    expect(await vault.get(exampleGrant().id)).toEqual(exampleGrant());
  });

  it.each([
    ['ENOSPC', 'storage-full'],
    ['EDQUOT', 'storage-full'],
    ['EACCES', 'vault-unavailable'],
    ['EIO', 'vault-unavailable'],
  ])('with %s is %s, and the error names no path', (systemCode, code) => {
    const error = Object.assign(new Error(`${systemCode}: open '/home/anna/vault'`), { code: systemCode });
    const failure = storageFailure(error, 'A sealed secret cannot be written.');
    expect(failure).toMatchObject({ code, detail: { systemCode } });
    expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain('anna');
  });
});
