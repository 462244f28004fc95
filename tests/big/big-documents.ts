import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { makeSendingProfile } from '../helpers/sending-profile.ts';
import type { ProfileAccount } from '../helpers/sending-profile.ts';

/** The ways to send that differ in how bytes leave. */
export type BigWay = 'smtp' | 'gmail' | 'graph';

/** One document on its way. */
export interface BigSend {
  readonly way: BigWay;
  readonly sizeBytes: number;
}

/** What the program that sends is told: documents in the order in which they are sent. */
export interface BigOrder {
  readonly profileFolder: string;
  readonly policyFile: string;
  readonly sends: readonly { readonly accountId: number; readonly sizeBytes: number }[];
}

/** What became of one document, and the most memory that its program has had by then. */
export interface BigReport {
  readonly state: string;
  readonly because: string | null;
  readonly sha256: string;
  readonly peakBytes: number;
}

/** A message with a big document. */
export interface BigSent extends BigReport {
  /** Once, byte for byte. */
  readonly arrived: boolean;
  /** The most memory that the program has had before the big ones, when a small one had gone each way. */
  readonly baseBytes: number;
}

const pieceBytes = 64 * 1024;

/** Answers the bytes of a document in pieces, no two of them alike; each is overwritten by the next. */
export function* bigDocument(sizeBytes: number): Generator<Buffer> {
  const piece = Buffer.alloc(pieceBytes);
  // Every value of a byte, in an order that no code of lines or blocks repeats.
  for (let at = 0; at < pieceBytes; at += 1) piece[at] = (at * 167 + (at >> 8) * 13) & 0xff;
  for (let at = 0; at < sizeBytes; at += pieceBytes) {
    piece.writeUInt32BE(at >>> 0, 0);
    yield piece.subarray(0, Math.min(pieceBytes, sizeBytes - at));
  }
}

const smallBytes = 20_000;

const waysOf: Readonly<Record<BigWay, (account: ProfileAccount) => boolean>> = {
  smtp: ({ provider }) => provider === 'none',
  gmail: ({ provider, sendThrough }) => provider === 'google' && sendThrough === 'api',
  graph: ({ provider, sendThrough }) => provider === 'microsoft' && sendThrough === 'api',
};

/** Sends documents with the real app in a process of its own, the servers being in this one. */
export type BigSending = Awaited<ReturnType<typeof startBigSending>>;

/** Makes a profile with an account for each way; it goes with `close`. */
export async function startBigSending(sandbox: Sandbox) {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-setup-big-'));
  const profileFolder = join(folder, 'profile');
  const people = (['google', 'microsoft', 'none'] as const).flatMap(
    (provider) => sandbox.people.find((person) => person.provider === provider) ?? [],
  );
  const accounts = await makeSendingProfile(sandbox, profileFolder, {
    ...{ people, accountCount: 2 * people.length, businessObject: 'Big' },
    ...{ takesAllWays: true, allowsLargeMessages: true },
  });

  return {
    /** Sends a small document each way, then the big ones, by one program, and answers what became of the big ones. */
    send: async (big: readonly BigSend[]): Promise<readonly BigSent[]> => {
      const small = [...new Set(big.map(({ way }) => way))].map((way) => ({ way, sizeBytes: smallBytes }));
      const accountOf = (way: BigWay) => {
        const account = accounts.find(waysOf[way]);
        if (!account) throw new Error(`nobody sends by ${way}`);
        return account.id;
      };
      const sends = [...small, ...big].map(({ way, sizeBytes }) => ({
        accountId: accountOf(way),
        sizeBytes,
      }));
      const order: BigOrder = { profileFolder, policyFile: sandbox.policyFile, sends };
      const child = fork(join(import.meta.dirname, 'big-worker.ts'), [JSON.stringify(order)], {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        // As the programs of the app begin.
        execArgv: ['--import', join(import.meta.dirname, '../../main/steady-memory.ts')],
      });
      const sent: BigSent[] = [];
      let baseBytes = 0;
      child.on('message', (report: BigReport) => {
        // What has come is let go of at once: it is held whole here.
        const copies = sandbox.inbox
          .messages()
          .filter(({ attachments }) => attachments.some(({ sha256 }) => sha256 === report.sha256));
        sandbox.inbox.clear();
        sent.push({ ...report, arrived: copies.length === 1, baseBytes });
        if (sent.length === small.length) baseBytes = report.peakBytes;
      });
      await once(child, 'exit');
      if (sent.length < sends.length) throw new Error('the program that sends ended by itself');
      if (!sent.slice(0, small.length).every(({ arrived }) => arrived))
        throw new Error('a small document was not sent');
      return sent.slice(small.length);
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
