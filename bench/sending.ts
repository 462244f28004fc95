import { ratioOf, spreadOf } from './figures.ts';
import type { Bench, Extent, Figure, Goal } from './figures.ts';
import { inTurns } from './in-turns.ts';
import { startSendingBench } from './mail/run-sides.ts';
import type { SendingBench } from './mail/run-sides.ts';
import { findPostfix, runSmtpSource } from './mail/postfix-package.ts';

const kilobyte = 1_000;
const megabyte = 1_000_000;
const secondMs = 1_000;
/** A document of 5 MB in base64, with its lines. */
const wireBytes = Math.ceil((5 * megabyte) / 57) * 78;

const withBench =
  (run: (bench: SendingBench, extent: Extent) => Promise<Goal>): Bench['run'] =>
  async (extent) => {
    const bench = await startSendingBench();
    try {
      return [await run(bench, extent)];
    } finally {
      await bench.close();
    }
  };

const told = (what: string, unit: string, values: readonly number[]): Figure => ({
  ...{ what, unit, measured: spreadOf(values), limit: null },
});

/** A batch on a long line: what counts is how often one side waits for the other. */
export const farServer: Bench = {
  name: 'far-server',
  goals: ['goal-1'],
  run: withBench(async (bench, { rounds, quick }) => {
    const delayMs = 25;
    const [connections, messages] = [2, quick ? 10 : 200];
    const line = await bench.start('delay-process.ts');
    const port = await line.ask<number>({ port: bench.ports.tls, delayMs });
    const document = bench.document('document.pdf', 200 * kilobyte);
    const [ours, theirs] = [await bench.sender('ours', document), await bench.sender('nodemailer', document)];
    const side = (send: typeof ours) => async (round: number) =>
      // The round that is not counted warms up, and its messages are looked at.
      (
        await send(
          { port, tls: 'implicit', connections, messages: round === 0 ? Math.min(20, messages) : messages },
          round === 0,
        )
      ).ms;
    const taken = await inTurns(rounds, { ours: side(ours), theirs: side(theirs) });
    return {
      name: 'goal-1',
      what: `${messages} × 200 KB over a round trip of ${2 * delayMs} ms, TLS and XOAUTH2, ${connections} connections`,
      skipped: null,
      figures: [
        {
          ...{ what: 'as fast as nodemailer with as many', unit: '×', limit: { atLeast: 1.7 } },
          measured: ratioOf(taken.theirs, taken.ours),
        },
        told(
          'the batch',
          's',
          taken.ours.map((ms) => ms / secondMs),
        ),
        told(
          'the batch by nodemailer',
          's',
          taken.theirs.map((ms) => ms / secondMs),
        ),
      ],
    };
  }),
};

/** Documents, how many of them make a round, and how much less processor than nodemailer's pool they should take. */
const sizes = [
  { name: '10 KB', sizeBytes: 10 * kilobyte, usual: 1_000, goal: 6 },
  { name: '200 KB', sizeBytes: 200 * kilobyte, usual: 150, goal: 8 },
  { name: '5 MB', sizeBytes: 5 * megabyte, usual: 12, goal: 8 },
] as const;

/** What a message costs of the processor. */
export const sendingCpu: Bench = {
  name: 'sending-cpu',
  goals: ['goal-2'],
  run: withBench(async (bench, { rounds, quick }) => {
    const figures: Figure[] = [];
    for (const { name, sizeBytes, usual, goal } of sizes) {
      const messages = quick ? 6 : usual;
      const document = bench.document(`${sizeBytes}.pdf`, sizeBytes);
      const side = async (kind: 'composed' | 'ours' | 'nodemailer') => {
        const send = await bench.sender(kind, document);
        const question = { port: bench.ports.tls, tls: 'implicit' as const, connections: 3, messages };
        return async (round: number) => (await send(question, round === 0)).cpuMs / messages;
      };
      const taken = await inTurns(rounds, {
        composed: await side('composed'),
        whole: await side('ours'),
        theirs: await side('nodemailer'),
      });
      figures.push(
        {
          ...{ what: `${name} composed before: less than nodemailer`, unit: '×', limit: { atLeast: goal } },
          measured: ratioOf(taken.theirs, taken.composed),
        },
        {
          ...{ what: `${name} from its path, composed: less`, unit: '×', limit: { atLeast: 1.5 } },
          measured: ratioOf(taken.theirs, taken.whole),
        },
        told(`${name} composed before`, 'ms', taken.composed),
        told(`${name} from its path`, 'ms', taken.whole),
        told(`${name} by nodemailer`, 'ms', taken.theirs),
      );
    }
    return {
      name: 'goal-2',
      what: 'processor time of a message over TLS on this computer, 3 connections, against a pool of 3',
      skipped: null,
      figures,
    };
  }),
};

/** How much goes through, against the fastest sender that there is. */
export const throughput: Bench = {
  name: 'throughput',
  goals: ['goal-3'],
  run: withBench(async (bench, { rounds, quick }) => {
    const goal = { name: 'goal-3', what: '5 MB over 3 connections, without TLS, which the peer has not' };
    const postfix = findPostfix();
    if (typeof postfix === 'string') return { ...goal, figures: [], skipped: postfix };
    const [connections, messages] = [3, quick ? 6 : 60];
    const document = bench.document('document.pdf', 5 * megabyte);
    const send = await bench.sender('composed', document);
    const port = bench.ports.plain;
    const perSecond = (bytes: number, ms: number) => bytes / megabyte / (ms / secondMs);
    const taken = await inTurns(rounds, {
      ours: async (round) => {
        const sent = await send({ port, tls: 'none', connections, messages }, round === 0);
        return perSecond(sent.bytes, sent.ms);
      },
      smtpSource: async () => {
        const ms = await runSmtpSource(postfix, { port, connections, messages, sizeBytes: wireBytes });
        const count = await bench.count();
        if (count.messages !== messages) throw new Error(`smtp-source: not all came: ${count.messages}`);
        return perSecond(count.bytes, ms);
      },
    });
    return {
      ...goal,
      skipped: null,
      figures: [
        {
          ...{ what: 'of what smtp-source sends in a second', unit: '×', limit: { atLeast: 0.5 } },
          measured: ratioOf(taken.ours, taken.smtpSource),
        },
        told('sent', 'MB/s', taken.ours),
        told('by smtp-source', 'MB/s', taken.smtpSource),
      ],
    };
  }),
};
