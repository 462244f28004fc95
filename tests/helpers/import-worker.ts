import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApp } from '../../main/app.ts';
import { createNodePorts } from '../../main/loopback/node-ports.ts';
import type { Cipher, Ports } from '../../main/ports.ts';
import { createKeyFileCipher } from '../../main/vault/key-file-cipher.ts';
import { hasSealedFiles } from '../../main/vault/vault-file.ts';
import type { Output } from '../../shared/contract.ts';
import { systemClock, systemRandom } from './system-ports.ts';

// An import that is killed at its n-th step: before or after a write of the profile, or before a secret is sealed.
const [profileFolder = '', filePath = '', passphrase = '', killAt = ''] = process.argv.slice(2);
let steps: number | null = null;
const step = () => {
  if (steps === null) return;
  steps += 1;
  if (steps === Number(killAt)) process.kill(process.pid, 'SIGKILL');
};

const keyFile: Cipher = createKeyFileCipher({
  path: join(profileFolder, 'vault.key'),
  random: systemRandom,
  platform: process.platform,
  sealedFilesExist: () => hasSealedFiles(profileFolder),
});
const cipher: Cipher = {
  ...keyFile,
  encrypt: (text) => {
    step();
    return keyFile.encrypt(text);
  },
};
const { platform, env } = process;
const ports: Ports = createNodePorts({
  ...{ profileFolder, platform, env, cipher, log: () => {}, clock: systemClock },
});
const openStore: Ports['openStore'] = (...parameters) => {
  const store = ports.openStore(...parameters);
  return {
    ...store,
    set: (value) => {
      step();
      store.set(value);
      step();
    },
  };
};
const app = await createApp({
  ports: { ...ports, openStore },
  profileFolder,
  host: { kind: 'preview', platform: 'linux', version: '0.0.0', userName: 'sa' },
  ...{ policyPath: null, caFile: null, delivery: 'when-asked', isDevelopment: true },
});
const file = { base64: readFileSync(filePath).toString('base64'), passphrase };
const caller = { origin: 'user' } as const;
const plan = await app.call('importPlan', file, caller);
const planId = plan.ok ? (plan.value as Output<'importPlan'>).planId : 'none-none-none';
steps = 0;
const result = await app.call('importApply', { ...file, planId }, caller);
steps = null;
await app.stop();
process.stdout.write(JSON.stringify(result));
