import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { holdsKey, windowsKeySaved } from '../../../main/electron/windows-key-file.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { systemClock } from '../../helpers/system-ports.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const written = JSON.stringify({ browser: {}, os_crypt: { encrypted_key: 'RFBBUEk=' } });

it.each([
  [written, true],
  ['', false],
  ['{"os_crypt":{"encrypted_k', false],
  ['null', false],
  ['[]', false],
  ['{"os_crypt":null}', false],
  ['{"os_crypt":{"encrypted_key":""}}', false],
  ['{"os_crypt":{"encrypted_key":7}}', false],
])('%j holds the key: %j', (text, held) => {
  expect(holdsKey(text)).toBe(held);
});

it('a key that is written already is not waited for', async () => {
  const path = join(await temporaryFolder(), 'Local State');
  await writeFile(path, written);
  const clock = createFakeClock();
  await windowsKeySaved(path, clock);
  expect(clock.sleeping()).toBe(0);
});

it('a key that is written later ends the wait', async () => {
  const path = join(await temporaryFolder(), 'Local State');
  const saved = windowsKeySaved(path, systemClock);
  await writeFile(path, written);
  await saved;
});

it('a key that is never written is not waited for without end', async () => {
  const path = join(await temporaryFolder(), 'Local State');
  let now = 0;
  const clock = { nowMs: () => now, sleep: async (ms: number) => void (now += ms) };
  await expect(windowsKeySaved(path, clock)).rejects.toMatchObject({ code: 'vault-unavailable' });
  expect(now).toBe(30_000);
});
