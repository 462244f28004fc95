import { describe, expect, it } from 'vitest';
import { chooseCipher } from '../../../main/electron/choose-cipher.ts';
import { createSafeStorageCipher } from '../../../main/electron/safe-storage-cipher.ts';
import type { Cipher } from '../../../main/ports.ts';
import { AppError } from '../../../shared/errors.ts';
import { createFakeCipher } from '../../helpers/fake-cipher.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { createSafeStorageStandIn } from '../../helpers/safe-storage-stand-in.ts';
import type { SafeStorageBehaviour } from '../../helpers/safe-storage-stand-in.ts';
import { systemClock, systemRandom } from '../../helpers/system-ports.ts';
import { cipherContract } from '../../vault/cipher-contract.ts';
import { vaultContract } from '../../vault/vault-contract.ts';

function setUp(change: Partial<SafeStorageBehaviour> = {}, platform: NodeJS.Platform = 'linux') {
  const behaviour: SafeStorageBehaviour = { tag: 'v11', mood: 'answers', keyReplaced: false, ...change };
  const clock = createFakeClock();
  const state = { keySaved: async (): Promise<void> => undefined };
  const cipher = createSafeStorageCipher({
    safeStorage: createSafeStorageStandIn(behaviour),
    platform,
    clock,
    random: systemRandom,
    keySaved: () => state.keySaved(),
  });
  return { behaviour, clock, cipher, state };
}

const working = async (): Promise<Cipher> =>
  createSafeStorageCipher({
    safeStorage: createSafeStorageStandIn({ tag: 'v11', mood: 'answers', keyReplaced: false }),
    platform: 'linux',
    clock: systemClock,
    random: systemRandom,
    keySaved: async () => undefined,
  });
cipherContract("the operating system's key store (stand-in)", working);
vaultContract("the operating system's key store (stand-in)", working);

describe('sealing with the key store of the computer', () => {
  it.each(['v10', 'v11'] as const)('%s is what macOS and Windows mark protected text with', async (tag) => {
    for (const platform of ['darwin', 'win32'] as const) {
      const { cipher } = setUp({ tag }, platform);
      expect((await cipher.decrypt(await cipher.encrypt('secret'))).text).toBe('secret');
    }
  });

  it('nothing is sealed on Linux with the password that everybody knows', async () => {
    const { cipher } = setUp({ tag: 'v10' });
    await expect(cipher.encrypt('secret')).rejects.toMatchObject({ code: 'vault-unavailable' });
    expect(await cipher.probe()).toBe('unprotected');
  });

  it('nor when the keyring goes away after the proof', async () => {
    const { cipher, behaviour } = setUp();
    await cipher.encrypt('secret');
    behaviour.tag = 'v10';
    await expect(cipher.encrypt('secret')).rejects.toMatchObject({ code: 'vault-unavailable' });
  });

  it('what was once sealed without protection opens on Linux, and asks to be sealed again', async () => {
    const { cipher } = setUp();
    const weak = Buffer.from(await cipher.encrypt('secret'));
    weak.write('v10', 'latin1');
    expect(await cipher.decrypt(weak)).toEqual({ text: 'secret', sealAgain: true });
  });

  it('a replaced key asks to seal again', async () => {
    const { cipher, behaviour } = setUp();
    const sealed = await cipher.encrypt('secret');
    behaviour.keyReplaced = true;
    expect(await cipher.decrypt(sealed)).toEqual({ text: 'secret', sealAgain: true });
  });

  it('a store that gives back something else is not trusted with a secret', async () => {
    const { cipher } = setUp({ mood: 'lies' });
    await expect(cipher.encrypt('secret')).rejects.toMatchObject({ code: 'vault-unavailable' });
  });

  it('a locked store loses nothing: the same call works once it is unlocked', async () => {
    const { cipher, behaviour } = setUp({ mood: 'locked' }, 'darwin');
    await expect(cipher.encrypt('secret')).rejects.toMatchObject({ code: 'vault-unavailable' });
    behaviour.mood = 'answers';
    const sealed = await cipher.encrypt('secret');
    behaviour.mood = 'locked';
    await expect(cipher.decrypt(sealed)).rejects.toMatchObject({ code: 'vault-unavailable' });
    behaviour.mood = 'answers';
    expect((await cipher.decrypt(sealed)).text).toBe('secret');
  });

  it('a store that never answers is given up after half a minute', async () => {
    const { cipher, clock } = setUp({ mood: 'silent' }, 'darwin');
    const sealing = expect(cipher.encrypt('secret')).rejects.toMatchObject({ code: 'vault-unavailable' });
    const opening = expect(cipher.decrypt(Buffer.from('v10…'))).rejects.toMatchObject({
      code: 'vault-unavailable',
    });
    await clock.advance(29_999);
    expect(clock.sleeping()).toBe(2);
    await clock.advance(1);
    await Promise.all([sealing, opening]);
  });

  it('no timer is left behind by an answer', async () => {
    const { cipher, clock } = setUp();
    await cipher.decrypt(await cipher.encrypt('secret'));
    expect(clock.sleeping()).toBe(0);
  });

  it('what another user or computer sealed is unreadable, and so is nothing at all', async () => {
    const { cipher } = setUp();
    const elsewhere = await setUp().cipher.encrypt('secret');
    await expect(cipher.decrypt(elsewhere)).rejects.toMatchObject({ code: 'vault-unreadable' });
    await expect(cipher.decrypt(new Uint8Array())).rejects.toMatchObject({ code: 'vault-unreadable' });
  });

  it('a failure tells nothing of the text', async () => {
    const { cipher } = setUp({ mood: 'locked' });
    const error = await cipher.encrypt('canary-secret').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    expect(
      error instanceof AppError && JSON.stringify([error.message, error.cause, error.detail]),
    ).not.toContain('canary');
  });

  it('no secret counts as sealed before the key itself is saved', async () => {
    const { cipher, state } = setUp({}, 'win32');
    state.keySaved = () => Promise.reject(new AppError('vault-unavailable', 'Not saved.'));
    await expect(cipher.encrypt('secret')).rejects.toMatchObject({ code: 'vault-unavailable' });
    state.keySaved = async () => undefined;
    await expect(cipher.encrypt('secret')).resolves.toBeInstanceOf(Buffer);
  });

  it('the proof is made once, also for many calls at a time', async () => {
    const { cipher, state } = setUp();
    let proofs = 0;
    state.keySaved = async () => void (proofs += 1);
    await Promise.all(['a', 'b', 'c'].map((text) => cipher.encrypt(text)));
    await cipher.encrypt('d');
    expect(proofs).toBe(1);
  });
});

describe('which cipher a computer deserves', () => {
  const keyFile = createFakeCipher('key-file');

  it.each([
    ['a keyring', 'v11', 'answers', null, 'operating-system'],
    ['no keyring', 'v10', 'answers', null, 'memory'],
    ['no keyring, but a key file is allowed', 'v10', 'answers', keyFile, 'key-file'],
    ['a locked keyring', 'v11', 'locked', keyFile, 'operating-system'],
  ] as const)('Linux with %s', async (_what, tag, mood, allowed, strength) => {
    const { cipher } = setUp({ tag, mood });
    const chosen = await chooseCipher({ operatingSystem: cipher, platform: 'linux', keyFile: () => allowed });
    expect(chosen.strength).toBe(strength);
  });

  it('macOS and Windows are never asked at the start, for the answer may hang on a person', async () => {
    const { cipher, clock } = setUp({ mood: 'silent' }, 'darwin');
    const chosen = await chooseCipher({
      operatingSystem: cipher,
      platform: 'darwin',
      keyFile: () => keyFile,
    });
    expect(chosen).toBe(cipher);
    expect(clock.sleeping()).toBe(0);
  });

  it('in memory means that nothing is ever sealed', async () => {
    const { cipher } = setUp({ tag: 'v10' });
    const memory = await chooseCipher({ operatingSystem: cipher, platform: 'linux', keyFile: () => null });
    await expect(memory.encrypt('secret')).rejects.toMatchObject({ code: 'vault-unavailable' });
    await expect(memory.decrypt(Buffer.from('x'))).rejects.toMatchObject({ code: 'vault-unavailable' });
  });
});
