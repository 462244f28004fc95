import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { createKeyFileCipher } from '../../main/vault/key-file-cipher.ts';
import { createTokenVault } from '../../main/vault/token-vault.ts';
import { hasSealedFiles } from '../../main/vault/vault-file.ts';
import { systemClock, systemRandom } from '../helpers/system-ports.ts';
import { exampleGrant } from './example-records.ts';

// Run as a process of its own: puts one record again and again until it is killed.
const [folder = '', first = '0'] = process.argv.slice(2);
const vault = createTokenVault({
  folder,
  clock: systemClock,
  random: systemRandom,
  cipher: createKeyFileCipher({
    path: join(folder, 'vault.key'),
    random: systemRandom,
    platform: process.platform,
    sealedFilesExist: () => hasSealedFiles(folder),
  }),
});
for (let count = Number(first); ; count += 1) {
  await vault.put(exampleGrant({ savedAtMs: count, state: 'x'.repeat(20_000) }));
  writeSync(1, `${count}\n`);
}
