import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCertificateAuthority } from '../../sandbox/certificate-authority.ts';
import { startProgram } from './program.ts';
import type { Program } from './program.ts';
import type { SendQuestion, Sent } from './sender-process.ts';
import type { SinkCount, SinkPorts, SinkQuestion } from './sink-process.ts';

/** A document that all sides send. */
export interface BenchDocument {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

const user = 'anna@example.com';
/** As long as those of Microsoft. */
const token = randomBytes(1_200).toString('base64url');

/** The server that takes everything, in a process of its own, and what is sent to it. */
export type SendingBench = Awaited<ReturnType<typeof startSendingBench>>;

/** Starts the server; all of it goes with `close`. */
export async function startSendingBench() {
  const folder = mkdtempSync(join(tmpdir(), 'smtp-setup-bench-'));
  const authority = await createCertificateAuthority();
  const { certificatePem, serverCertificatePem, serverKeyPem } = authority;
  const programs: Program[] = [];
  const start = async (...parameters: Parameters<typeof startProgram>) => {
    const program = await startProgram(...parameters);
    programs.push(program);
    return program;
  };
  const sink = await start('sink-process.ts');
  const response = Buffer.from(`user=${user}\u0001auth=Bearer ${token}\u0001\u0001`).toString('base64');
  const ports = await sink.ask<SinkPorts>({
    ...{ kind: 'start', key: serverKeyPem, certificate: serverCertificatePem, token: response },
  } satisfies SinkQuestion);

  return {
    folder,
    ports,
    authority,
    start,
    /** From now on each message is opened, and its document compared; null: messages are counted only. */
    expect: (document: BenchDocument | null) =>
      sink.ask({ kind: 'expect', sha256: document?.sha256 ?? null } satisfies SinkQuestion),
    /** Resolves when so many messages have come. */
    wait: (messages: number) => sink.ask({ kind: 'wait', messages } satisfies SinkQuestion),
    /** Answers what came since it was asked last. */
    count: () => sink.ask<SinkCount>({ kind: 'count' } satisfies SinkQuestion),

    /** Writes a document of random bytes. */
    document: (name: string, sizeBytes: number): BenchDocument => {
      const bytes = randomBytes(sizeBytes);
      const path = join(folder, name);
      writeFileSync(path, bytes);
      return { path, sizeBytes, sha256: createHash('sha256').update(bytes).digest('hex') };
    },

    /**
     * Starts one side; it answers what a round took.
     *
     * In a round that is `checked` each message is opened, and its document compared; in the others messages are counted, since
     * the server works on the same computer.
     *
     * @throws {Error} a message did not come, or not as it was
     */
    sender: async (side: SendQuestion['side'], document: BenchDocument) => {
      const isOurs = side !== 'nodemailer';
      const program = await start('sender-process.ts', {
        // As the programs of the app begin.
        ...(isOurs && {
          execArgv: ['--import', join(import.meta.dirname, '../../main/steady-memory.ts')],
        }),
      });
      return async (
        question: Pick<SendQuestion, 'port' | 'tls' | 'connections' | 'messages'> & Partial<SendQuestion>,
        checked: boolean,
      ): Promise<Sent & { readonly bytes: number }> => {
        const { messages } = question;
        await sink.ask({ kind: 'expect', sha256: checked ? document.sha256 : null } satisfies SinkQuestion);
        const sent = await program.ask<Sent>({
          ...{ side, certificateAuthority: certificatePem, user, secret: token },
          ...{ document: document.path, folder, ...question },
        } satisfies SendQuestion);
        const count = await sink.ask<SinkCount>({ kind: 'count' } satisfies SinkQuestion);
        if (count.messages !== messages || count.wrong > 0 || count.bytes < messages * document.sizeBytes)
          throw new Error(`${side}: not all came as they were: ${JSON.stringify(count)}`);
        return { ...sent, bytes: count.bytes };
      };
    },

    /** Starts a program that hands messages over to another server, composed before; it answers what a round took. */
    client: async (document: BenchDocument) => {
      const program = await start('sender-process.ts');
      return (
        question: Pick<
          SendQuestion,
          'port' | 'connections' | 'messages' | 'user' | 'secret' | 'certificateAuthority'
        >,
      ) =>
        program.ask<Sent>({
          ...{ side: 'composed', tls: 'starttls', document: document.path, folder, ...question },
        } satisfies SendQuestion);
    },

    close: async (): Promise<void> => {
      await Promise.all(programs.map((program) => program.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
