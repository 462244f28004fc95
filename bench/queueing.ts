import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { ratioOf, spreadOf } from './figures.ts';
import type { Bench, Extent, Figure, Goal } from './figures.ts';
import { inTurns } from './in-turns.ts';
import { findPostfix, runSmtpSource } from './mail/postfix-package.ts';
import type { Postfix } from './mail/postfix-package.ts';
import { startPostfix } from './mail/postfix-server.ts';
import type { PostfixServer } from './mail/postfix-server.ts';
import type { Program } from './mail/program.ts';
import type { QueueQuestion, RelayPlace } from './mail/queue-process.ts';
import { startSendingBench } from './mail/run-sides.ts';
import type { SendingBench } from './mail/run-sides.ts';

const documentBytes = 200_000;
/** What a document of so many bytes is in base64, with its lines and a header. */
const wireBytes = Math.ceil(documentBytes / 57) * 78 + 800;
const connections = 3;
const secondMs = 1_000;
const user = 'erp';
const password = 'a-password-of-the-erp';

interface Place {
  readonly bench: SendingBench;
  readonly postfix: Postfix;
  /** Starts our outbox in a process of its own. */
  readonly startQueue: (name: string) => Promise<Program>;
  readonly startPostfix: (delivers: boolean) => Promise<PostfixServer>;
}

/** Both sides ready to be started, or why there is nothing to compare with. */
const withPeers =
  (
    name: string,
    what: string,
    run: (place: Place, extent: Extent) => Promise<readonly Figure[]>,
  ): Bench['run'] =>
  async (extent): Promise<readonly Goal[]> => {
    const skipped = (why: string): readonly Goal[] => [{ name, what, figures: [], skipped: why }];
    if (process.getuid?.() !== 0) return skipped('only root can start Postfix');
    const postfix = findPostfix();
    if (typeof postfix === 'string') return skipped(postfix);
    const bench = await startSendingBench();
    const servers: PostfixServer[] = [];
    const place: Place = {
      ...{ bench, postfix },
      startQueue: async (folder) => {
        const queue = await bench.start('queue-process.ts', {
          execArgv: ['--import', join(import.meta.dirname, '../main/steady-memory.ts')],
        });
        mkdirSync(join(bench.folder, folder));
        await queue.ask({
          ...{
            kind: 'open',
            folder: join(bench.folder, folder),
            port: bench.ports.tls,
            accounts: connections,
          },
          certificateAuthority: bench.authority.certificatePem,
        } satisfies QueueQuestion);
        return queue;
      },
      startPostfix: async (delivers) => {
        const server = await startPostfix(postfix, {
          ...{ authority: bench.authority, sinkPort: bench.ports.tls, connections, user, password, delivers },
        });
        servers.push(server);
        return server;
      },
    };
    try {
      return [{ name, what, skipped: null, figures: await run(place, extent) }];
    } finally {
      await Promise.all(servers.map((server) => server.close()));
      await bench.close();
    }
  };

const rate = (what: string, values: readonly number[]): Figure => ({
  ...{ what, unit: 'a second', measured: spreadOf(values), limit: null },
});
const faster = (
  what: string,
  ours: readonly number[],
  theirs: readonly number[],
  atLeast: number,
): Figure => ({
  ...{ what, unit: '×', measured: ratioOf(ours, theirs), limit: { atLeast } },
});

/** Throws unless so many messages came, each once and as it was. */
async function assertCame(bench: SendingBench, messages: number): Promise<void> {
  const count = await bench.count();
  if (count.messages !== messages || count.wrong + count.doubled > 0)
    throw new Error(`not all came once and as they were: ${JSON.stringify(count)}`);
}

/** What is taken over is on disk before it is said to be; then it is sent. */
export const queue: Bench = {
  name: 'queue',
  goals: ['goal-4'],
  run: withPeers(
    'goal-4',
    `documents of ${documentBytes / 1_000} KB: taken over durably one by one, and all delivered by TLS over ${connections} connections`,
    async ({ bench, postfix, startQueue, startPostfix: start }, { rounds, quick }) => {
      const messages = quick ? 10 : 200;
      const document = bench.document('document.pdf', documentBytes);
      const [taking, sending] = [await startQueue('taking'), await startQueue('sending')];
      await sending.ask({ kind: 'deliver' } satisfies QueueQuestion);
      const [holds, delivers] = [await start(false), await start(true)];
      const perSecond = (ms: number) => messages / (ms / secondMs);
      const accept = (program: Program) =>
        program.ask<number>({ kind: 'accept', document: document.path, messages } satisfies QueueQuestion);
      const source = (port: number) =>
        runSmtpSource(postfix, { ...{ port, connections: 1, messages, sizeBytes: wireBytes } });
      /** Until all have come, each once; how fast they were taken over meanwhile is no matter. */
      const delivered = async (hand: () => Promise<number>) => {
        const startMs = performance.now();
        await hand();
        await bench.wait(messages);
        const tookMs = performance.now() - startMs;
        await assertCame(bench, messages);
        return perSecond(tookMs);
      };
      const taken = await inTurns(rounds, {
        accepted: async () => perSecond(await accept(taking)),
        acceptedThere: async () => perSecond(await source(holds.port)),
        delivered: () => delivered(() => accept(sending)),
        deliveredThere: () => delivered(() => source(delivers.port)),
      });
      return [
        faster('taken over, as fast as Postfix', taken.accepted, taken.acceptedThere, 1.5),
        faster('all delivered, as fast as Postfix', taken.delivered, taken.deliveredThere, 1.2),
        rate('taken over', taken.accepted),
        rate('taken over by Postfix', taken.acceptedThere),
        rate('all delivered', taken.delivered),
        rate('all delivered by Postfix', taken.deliveredThere),
      ];
    },
  ),
};

/** Programs hand their messages over by SMTP. */
export const relayed: Bench = {
  name: 'relayed',
  goals: ['goal-5'],
  run: withPeers(
    'goal-5',
    `messages of ${documentBytes / 1_000} KB through the relay, STARTTLS and AUTH, ${connections} connections`,
    async ({ bench, startQueue, startPostfix: start }, { rounds, quick }) => {
      const messages = quick ? 10 : 200;
      const document = bench.document('document.pdf', documentBytes);
      const [ours, theirs] = [await startQueue('relay'), await start(false)];
      const relay = await ours.ask<RelayPlace>({ kind: 'relay' } satisfies QueueQuestion);
      const client = await bench.client(document);
      const side = (place: Parameters<typeof client>[0]) => async () =>
        messages / ((await client(place)).ms / secondMs);
      const common = { connections, messages };
      const taken = await inTurns(rounds, {
        ours: side({
          ...{ ...common, port: relay.port, user: relay.user, secret: relay.password },
          certificateAuthority: readFileSync(relay.certificateFile, 'utf8'),
        }),
        theirs: side({
          ...{ ...common, port: theirs.submissionPort, user, secret: password },
          certificateAuthority: bench.authority.certificatePem,
        }),
      });
      // What was taken over is what was handed over.
      await bench.expect(document);
      await ours.ask({ kind: 'deliver' } satisfies QueueQuestion);
      await bench.wait(messages * (rounds + 1));
      const count = await bench.count();
      if (count.wrong > 0) throw new Error(`not as they were: ${JSON.stringify(count)}`);
      return [
        faster('as fast as Postfix with the same', taken.ours, taken.theirs, 1),
        rate('taken over', taken.ours),
        rate('taken over by Postfix', taken.theirs),
      ];
    },
  ),
};
