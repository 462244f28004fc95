import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { composeMessage } from '../../main/mail/message.ts';

// A process of its own, because only its peak memory says whether a document was ever held whole.
const [folder = '', sizeText = ''] = process.argv.slice(2);

const zeros = Buffer.alloc(64 * 1024);

async function compose(sizeBytes: number): Promise<number> {
  const path = join(folder, 'large.bin');
  const file = await open(path, 'w');
  await file.truncate(sizeBytes);
  await file.close();
  const hash = createHash('sha256');
  for (let rest = sizeBytes; rest > 0; rest -= zeros.length) hash.update(zeros.subarray(0, rest));
  const sha256 = hash.digest('hex');
  const composed = await composeMessage(
    {
      messageId: '<large@example.com>',
      dateMs: 0,
      from: { name: '', address: 'anna@example.com' },
      replyTo: '',
      to: ['ben@example.org'],
      cc: [],
      bcc: [],
      subject: '',
      body: '',
      documents: [{ name: 'large.bin', path, sizeBytes, sha256 }],
    },
    join(folder, 'large.eml'),
  );
  await rm(path);
  return composed.sizeBytes;
}

await compose(1024 * 1024);
const before = process.resourceUsage().maxRSS;
const sizeBytes = await compose(Number(sizeText));
const grownBytes = (process.resourceUsage().maxRSS - before) * 1024;
process.stdout.write(JSON.stringify({ sizeBytes, grownBytes }));
