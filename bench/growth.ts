import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../sandbox/sandbox.ts';
import { startBigSending } from '../tests/big/big-documents.ts';
import { spreadOf } from './figures.ts';
import { snapshotMs } from './first-snapshot.ts';
import { messageMs } from './outbox.ts';
import type { Series } from './plot.ts';
import { lookupNs } from './routing.ts';

const times = 5;
const median = (values: readonly number[]) => spreadOf(values).median;

async function seriesOf(
  name: string,
  counts: readonly number[],
  measure: (count: number) => number | Promise<number>,
): Promise<Series> {
  const points: { x: number; y: number }[] = [];
  for (const x of counts) points.push({ x, y: await measure(x) });
  return { name, points };
}

/** How much memory the program has had at most by the end of a document, from the smallest to the largest. */
async function memoryByDocument(megabytes: readonly number[]): Promise<Series> {
  const sandbox = await startSandbox();
  sandbox.faults.messageSize({ bytes: 250_000_000 });
  const sending = await startBigSending(sandbox);
  try {
    return await seriesOf('memory, by document', megabytes, async (size) => {
      const [sent] = await sending.send([{ way: 'smtp', sizeBytes: size * 1_000_000 }]);
      if (!sent?.arrived) throw new Error(`A document of ${size} MB did not arrive.`);
      return sent.peakBytes;
    });
  } finally {
    await sending.close();
    await sandbox.close();
  }
}

/** Answers how costs grow with what a profile holds. */
export async function measureGrowth(): Promise<readonly Series[]> {
  const folder = mkdtempSync(join(tmpdir(), 'growth-'));
  try {
    return [
      await seriesOf('finding the account, by accounts', [10, 100, 1_000, 10_000, 100_000], (count) =>
        median(lookupNs(count, times)),
      ),
      await seriesOf('start, by accounts', [10, 100, 1_000, 10_000], async (count) =>
        median(await snapshotMs(join(folder, String(count)), count, times)),
      ),
      await seriesOf('a message, by history', [100, 1_000, 10_000, 100_000], (count) =>
        median(messageMs(join(folder, `${count}.db`), count, times)),
      ),
      await memoryByDocument([1.5, 15, 150]),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
