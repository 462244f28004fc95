import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRelayPrograms } from '../../main/relay/relay-programs.ts';
import { relayCertificate } from '../../main/relay/relay-certificate.ts';
import { createTokenVault } from '../../main/vault/token-vault.ts';
import { createFakeCipher } from '../helpers/fake-cipher.ts';
import { memoryStore } from '../helpers/memory-store.ts';
import { startRelay } from '../helpers/relay.ts';
import { openDialogue } from '../helpers/smtp-dialogue.ts';
import { systemClock, systemRandom } from '../helpers/system-ports.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

test('a password is kept as scrypt leaves it, and only the right one fits', async () => {
  let kept = '';
  const openStore: ReturnType<typeof memoryStore> = (name, parse, initial) => {
    const store = memoryStore()(name, parse, initial);
    return { get: store.get, set: (value) => (store.set(value), void (kept = JSON.stringify(value))) };
  };
  const programs = createRelayPrograms({ openStore, clock: systemClock, random: systemRandom });
  const password = 'correct horse battery staple';
  await programs.add({ name: 'erp', password, accountIds: [2, 1, 2] });
  expect(kept).not.toContain(password);
  expect(kept).toMatch(/"N":16384,"r":8,"p":1/);
  expect(programs.list()).toMatchObject([{ name: 'erp', accountIds: [1, 2] }]);
  expect(await programs.verify('erp', password)).toBe(true);
  expect(await programs.verify('erp', `${password} `)).toBe(false);
  expect(await programs.verify('nobody', password)).toBe(false);
  expect(await programs.add({ name: 'erp', password, accountIds: [1, 2] })).toMatchObject({ name: 'erp' });
  await expect(
    programs.add({ name: 'erp', password: 'another password of it', accountIds: [1] }),
  ).rejects.toMatchObject({
    code: 'setting-invalid',
  });
  expect([programs.remove('erp'), programs.remove('erp')]).toEqual([true, false]);
  expect(await programs.verify('erp', password)).toBe(false);
});

test('the certificate is made once, names loopback only, and its key is sealed', async () => {
  const profileFolder = await temporaryFolder();
  const vault = createTokenVault({
    ...{ folder: profileFolder, cipher: createFakeCipher(), clock: systemClock, random: systemRandom },
  });
  const first = await relayCertificate({ profileFolder, vault, clock: systemClock });
  const second = await relayCertificate({ profileFolder, vault, clock: systemClock });
  expect(second).toEqual(first);
  const certificate = new X509Certificate(await readFile(first.file));
  expect(certificate.fingerprint256).toBe(first.fingerprint);
  expect(certificate.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
  expect([certificate.ca, certificate.verify(certificate.publicKey)]).toEqual([false, true]);
  const names = await readdir(profileFolder, { recursive: true, withFileTypes: true });
  const secret = first.keyPem.split('\n')[1] ?? '';
  for (const entry of names.filter((each) => each.isFile())) {
    expect(await readFile(join(entry.parentPath, entry.name), 'latin1')).not.toContain(secret);
  }
  const soonOver = { nowMs: () => Date.now() + 3_640 * 86_400_000 };
  expect((await relayCertificate({ profileFolder, vault, clock: soonOver })).fingerprint).not.toBe(
    first.fingerprint,
  );
});

test('a client that trusts the certificate is content with each name of the relay', async () => {
  const { relay, port } = await startRelay();
  const ca = await readFile(relay.status().certificateFile ?? '', 'utf8');
  const client = await openDialogue({ port });
  expect(await client.say('EHLO erp')).toMatch(/STARTTLS/);
  expect(await client.say('STARTTLS')).toMatch(/^220 /);
  await client.startTls(ca);
  expect(await client.say('EHLO erp')).not.toMatch(/STARTTLS/);
  client.end();
});

test('a port that another program holds is named, and the relay comes when it is free', async () => {
  const holder = createServer();
  holder.listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const address = holder.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const { relay, settings } = await startRelay({ port });
  expect(relay.status()).toMatchObject({
    listening: [],
    failure: { code: 'setting-invalid', field: 'relayPort' },
  });
  holder.close();
  await once(holder, 'close');
  await relay.settingsChanged();
  expect(relay.status().listening[0]).toBe(`127.0.0.1:${port}`);
  settings.relayEnabled = false;
  await relay.settingsChanged();
  expect(relay.status()).toMatchObject({ enabled: false, listening: [], failure: null });
});
