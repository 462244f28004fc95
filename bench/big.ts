import { startSandbox } from '../sandbox/sandbox.ts';
import { startBigSending } from '../tests/big/big-documents.ts';
import type { BigSend, BigSent } from '../tests/big/big-documents.ts';
import { spreadOf } from './figures.ts';
import type { Bench, Figure } from './figures.ts';

const megabyte = 1_000_000;
/** Memory varies little, and each round sends 290 MB. */
const mostRounds = 3;
/** A quick run sends that part of each document. */
const quickPart = 20;

/** What a document may be that each way takes: 110 MB are 150 MB of message, Exchange Online's most; Gmail takes 35 MiB of it. */
const sends: readonly (BigSend & { readonly name: string })[] = [
  { way: 'smtp', name: 'SMTP', sizeBytes: 150 * megabyte },
  { way: 'graph', name: 'Microsoft Graph', sizeBytes: 110 * megabyte },
  { way: 'gmail', name: 'the Gmail API', sizeBytes: 26.5 * megabyte },
];

/** What a big document takes of the memory of the program that sends it, against a small one. */
export const big: Bench = {
  name: 'big',
  goals: ['goal-7'],
  run: async ({ rounds, quick }) => {
    const sized = sends.map((each) => ({ ...each, sizeBytes: each.sizeBytes / (quick ? quickPart : 1) }));
    const sandbox = await startSandbox();
    sandbox.faults.messageSize({ bytes: 250 * megabyte });
    const sending = await startBigSending(sandbox);
    try {
      const sent: (readonly BigSent[])[] = sized.map(() => []);
      for (let round = 0; round < Math.min(rounds, mostRounds); round += 1) {
        for (const [index, each] of sized.entries()) {
          const [result] = await sending.send([each]);
          if (!result?.arrived) throw new Error(`by ${each.name}: ${result?.state}, ${result?.because}`);
          sent[index] = [...(sent[index] ?? []), result];
        }
      }
      const figures = sized.map(({ name, sizeBytes }, index): Figure => ({
        what: `${sizeBytes / megabyte} MB by ${name}, beyond a small document`,
        unit: 'MB',
        measured: spreadOf(
          (sent[index] ?? []).map(({ peakBytes, baseBytes }) => (peakBytes - baseBytes) / megabyte),
        ),
        limit: { atMost: 16 },
      }));
      const all = sent.flat();
      return [
        {
          name: 'goal-7',
          what: 'the most memory (RSS) with a document as large as each way takes',
          skipped: null,
          figures: [
            {
              what: 'of the most with a small document',
              unit: '',
              measured: spreadOf(all.map(({ peakBytes, baseBytes }) => peakBytes / baseBytes)),
              limit: null,
            },
            ...figures,
            {
              what: 'with a small document',
              unit: 'MB',
              measured: spreadOf(all.map(({ baseBytes }) => baseBytes / megabyte)),
              limit: null,
            },
          ],
        },
      ];
    } finally {
      await sending.close();
      await sandbox.close();
    }
  },
};
