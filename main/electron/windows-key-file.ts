import { readFile } from 'node:fs/promises';
import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../ports.ts';

// Chromium writes its preferences about ten seconds after a change.
const writtenWithinMs = 30_000;
const askEveryMs = 250;

/**
 * Resolves when Chromium has written the key that seals our secrets on Windows.
 *
 * The key is made at the first use and only written a while later: after a hard kill in between, everything sealed with it
 * would be lost, so no secret counts as saved before.
 *
 * @param localState path of `Local State` in Electron's `sessionData` folder
 * @throws {AppError} `vault-unavailable` — the key was not written in time
 */
export async function windowsKeySaved(localState: string, clock: Clock): Promise<void> {
  const giveUpAtMs = clock.nowMs() + writtenWithinMs;
  while (!holdsKey(await readFile(localState, 'utf8').catch(() => ''))) {
    if (clock.nowMs() >= giveUpAtMs) {
      throw new AppError('vault-unavailable', 'Windows has not saved the key that protects secrets.');
    }
    await clock.sleep(askEveryMs);
  }
}

/** Says whether the text of a `Local State` file holds the wrapped key. */
export function holdsKey(text: string): boolean {
  try {
    const state: unknown = JSON.parse(text);
    return keyIn(state).length > 0;
  } catch {
    return false;
  }
}

function keyIn(state: unknown): string {
  if (typeof state !== 'object' || state === null || !('os_crypt' in state)) return '';
  const crypt = state.os_crypt;
  if (typeof crypt !== 'object' || crypt === null || !('encrypted_key' in crypt)) return '';
  return typeof crypt.encrypted_key === 'string' ? crypt.encrypted_key : '';
}
