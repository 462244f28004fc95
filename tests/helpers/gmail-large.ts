import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { submitByGmailApi } from '../../main/mail/gmail.ts';

// A process of its own, because only its peak memory says whether a message was ever held whole.
const [folder = '', baseUrl = '', accessToken = '', sizeText = ''] = process.argv.slice(2);

const line = Buffer.from(`${'0123456789abcdef'.repeat(4)}\r\n`.repeat(1_000));

async function submit(sizeBytes: number) {
  const path = join(folder, 'large.eml');
  const file = await open(path, 'w');
  const header = Buffer.from('From: grace@harbor.test\r\nTo: ben@example.org\r\nSubject: large\r\n\r\n');
  await file.write(header);
  for (let written = header.length; written < sizeBytes;) {
    const bytes = line.subarray(0, sizeBytes - written);
    written += (await file.write(bytes)).bytesWritten;
  }
  await file.close();
  const outcome = await submitByGmailApi({
    ...{ baseUrl, accessToken, bcc: [], certificateAuthorities: [], timeoutMs: 20_000 },
    envelope: { from: 'grace@harbor.test', to: ['ben@example.org'] },
    message: { path, sizeBytes, needs8Bit: false, needsSmtpUtf8: false },
    signal: new AbortController().signal,
    onStage: () => undefined,
    onEnding: () => undefined,
  });
  await rm(path);
  return outcome.kind;
}

await submit(5_500_000);
const before = process.resourceUsage().maxRSS;
const outcome = await submit(Number(sizeText));
const grownBytes = (process.resourceUsage().maxRSS - before) * 1024;
process.stdout.write(JSON.stringify({ outcome, grownBytes }));
