import { expect, test } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { startBigSending } from '../big/big-documents.ts';

/** `BIG_DOCUMENTS=1` sends as much as each way takes: 150 MB by SMTP, 110 MB by Graph. */
const isFull = Boolean(process.env['BIG_DOCUMENTS']);
/** A third is added on the way, and Gmail takes no larger message than 36,700,160 bytes. */
const gmailBytes = 26_500_000;

test(
  'a big document arrives each way byte for byte, and no program ever holds it',
  { timeout: 300_000 },
  async ({ onTestFinished }) => {
    const sandbox = await startSandbox();
    onTestFinished(sandbox.close);
    // A company's own server, and a mailbox whose administrator has raised the limit.
    sandbox.faults.messageSize({ bytes: 250_000_000 });
    const sending = await startBigSending(sandbox);
    onTestFinished(sending.close);
    const documents = [
      { way: 'gmail', sizeBytes: gmailBytes },
      { way: 'graph', sizeBytes: isFull ? 110_000_000 : 35_000_000 },
      { way: 'smtp', sizeBytes: isFull ? 150_000_000 : 40_000_000 },
    ] as const;
    const sent = await sending.send(documents);
    expect(sent).toMatchObject(sent.map(() => ({ state: 'sent', because: null, arrived: true })));
    const [first] = sent;
    // On a busy computer garbage is collected late: by then it is as much as a smaller document.
    for (const [index, { peakBytes }] of sent.entries())
      expect(peakBytes - (first?.baseBytes ?? 0)).toBeLessThan(documents[index]?.sizeBytes ?? 0);
  },
);
