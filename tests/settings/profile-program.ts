import * as z from 'zod';
import { createNodePorts } from '../../main/loopback/node-ports.ts';
import { AppError } from '../../shared/errors.ts';
import { createFakeCipher } from '../helpers/fake-cipher.ts';

// Started as another user, or with a limit on the size of files: then every write beyond it is cut, as on a disk that
// fills up.
const [, , profileFolder = ''] = process.argv;
const format = z.strictObject({ version: z.literal(1), text: z.string() });
const ports = createNodePorts({
  profileFolder,
  platform: process.platform,
  env: {},
  cipher: createFakeCipher(),
  log: () => undefined,
});

try {
  const store = ports.openStore('example', (value) => format.parse(value), { version: 1, text: '' });
  const before = store.get();
  try {
    store.set({ version: 1, text: 'x'.repeat(200_000) });
  } finally {
    process.stdout.write(store.get() === before ? 'kept ' : 'changed ');
  }
} catch (error) {
  process.stdout.write(error instanceof AppError ? `${error.code} ${error.message}` : String(error));
}
