import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApp } from '../../main/app.ts';
import { createLog } from '../../main/log.ts';
import { createNodePorts } from '../../main/loopback/node-ports.ts';
import { createKeyFileCipher } from '../../main/vault/key-file-cipher.ts';
import { hasSealedFiles } from '../../main/vault/vault-file.ts';
import { documentChunkBytes } from '../../shared/contract.ts';
import type { OutboxItem, Submitted } from '../../shared/message.ts';
import { systemClock, systemRandom } from '../helpers/system-ports.ts';
import { bigDocument } from './big-documents.ts';
import type { BigOrder, BigReport } from './big-documents.ts';

// The real app on a real profile in a process of its own, because only its peak says whether a document was ever held whole.
const order = JSON.parse(process.argv[2] ?? '') as BigOrder;
const { profileFolder } = order;

const { platform, env } = process;
const log = createLog({ write: () => undefined, clock: systemClock });
const app = await createApp({
  ports: createNodePorts({
    ...{ profileFolder, platform, env, log, clock: systemClock },
    cipher: createKeyFileCipher({
      path: join(profileFolder, 'vault.key'),
      random: systemRandom,
      platform,
      sealedFilesExist: () => hasSealedFiles(profileFolder),
    }),
  }),
  profileFolder,
  host: { kind: 'preview', platform: 'linux', version: '0.0.0', userName: 'sa' },
  policyPath: order.policyFile,
  ...{ caFile: null, delivery: 'at-start', isDevelopment: true },
});

async function call<Value>(name: string, input: unknown): Promise<Value> {
  const reply = await app.call(name, input, { origin: 'user' });
  if (!reply.ok) throw new Error(`${name}: ${reply.error.code}: ${reply.error.message}`);
  return reply.value as Value;
}

let look = () => {};
app.onState(() => look());

/** Answers the item when nothing is under way with it any more. */
async function settled(itemId: string): Promise<OutboxItem> {
  for (;;) {
    const changed = new Promise<void>((resolve) => (look = resolve));
    const item = await call<OutboxItem>('outboxGet', { itemId });
    if (item.state !== 'sending' && (item.state !== 'queued' || item.because !== null)) return item;
    await changed;
  }
}

/** Linux counts it by program; elsewhere what the process had before it became this program counts too. */
function peakBytes(): number {
  const kib =
    platform === 'linux' && /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return (kib ? Number(kib) : process.resourceUsage().maxRSS) * 1024;
}

async function send({ accountId, sizeBytes }: BigOrder['sends'][number]): Promise<BigReport> {
  const { documentId } = await call<{ documentId: string }>('documentBegin', { name: 'Drawing.bin' });
  const hash = createHash('sha256');
  const chunk = Buffer.alloc(documentChunkBytes);
  let [filled, offsetBytes] = [0, 0];
  const append = async () => {
    const base64 = chunk.toString('base64', 0, filled);
    await call('documentAppend', { documentId, offsetBytes, base64 });
    offsetBytes += filled;
    filled = 0;
  };
  for (const piece of bigDocument(sizeBytes)) {
    hash.update(piece);
    filled += piece.copy(chunk, filled);
    if (filled === chunk.length) await append();
  }
  if (filled > 0) await append();
  await call('documentEnd', { documentId });
  const { itemId } = await call<Submitted>('outboxSubmit', {
    ...{ submissionKey: randomBytes(12).toString('base64url'), accountId, records: [] },
    ...{ to: ['kay@fabrikam.test'], cc: [], bcc: [], subject: 'Drawing', body: 'Attached.' },
    documentIds: [documentId],
  });
  const { state, because } = await settled(itemId);
  return { state, because, sha256: hash.digest('hex'), peakBytes: peakBytes() };
}

for (const each of order.sends) {
  const report = await send(each);
  process.send?.(report);
}
await app.stop();
process.disconnect();
