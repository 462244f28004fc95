import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import type { Worker } from 'node:worker_threads';
import * as z from 'zod';
import { AppError, errorCatalog } from '../../shared/errors.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { composeMessage } from './message.ts';
import type { ComposedMessage, MessageInput } from './message.ts';
import { late } from '../../shared/late-schema.ts';

/** What the worker is told. */
export type ToComposeWorker =
  | { readonly kind: 'compose'; readonly id: number; readonly input: MessageInput; readonly writeTo: string }
  | { readonly kind: 'abort'; readonly id: number };

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorCatalog, code);

/** What the worker answers. */
const fromWorker = late(() =>
  z.union([
    z.object({
      id: z.int(),
      composed: z.object({
        sizeBytes: z.int(),
        needs8Bit: z.boolean(),
        needsSmtpUtf8: z.boolean(),
        isMailData: z.boolean(),
        crc32: z.int(),
      }),
    }),
    z.object({
      id: z.int(),
      failure: z.object({
        code: z.string().refine(isErrorCode),
        message: z.string(),
        field: z.string().optional(),
      }),
    }),
  ]),
);
export type FromComposeWorker = z.infer<typeof fromWorker>;

/** The program of the worker: a file that Node reads itself, or its text. */
type WorkerProgram = { readonly file: URL } | { readonly text: string };

interface Job {
  readonly resolve: (composed: ComposedMessage) => void;
  readonly reject: (error: unknown) => void;
}

interface Crew {
  readonly worker: Worker;
  readonly jobs: Map<number, Job>;
}

/** A worker that has nothing to do goes after this time; the next message starts another one. */
const idleMs = 30_000;
/** Composing streams, so it needs little; a worker beyond this ends, and nothing but it. */
const maxHeapMb = 256;
/** What is not larger is composed within half a millisecond: to hand it to another thread and back takes as long. */
const smallBytes = 16 * 1024;
/** A character of the text takes as long as so many bytes of a document. */
const bytesPerCharacter = 8;
/** Each part and each address takes its time, whatever its size. */
const fewParts = 10;
/** Thrown inside where the worker ended before it answered. */
const workerLost = new Error('The thread ended.');

/**
 * Finds the program of the worker: beside this file, or where `build/bundle.ts` puts it.
 *
 * The bundled one goes over as text: a thread cannot be relied on to read from the archive that Electron runs from.
 */
function findProgram(): WorkerProgram {
  if (import.meta.url.endsWith('.ts')) return { file: new URL('./compose-worker.ts', import.meta.url) };
  const places = ['./compose-worker.cjs', '../compose-worker.cjs'];
  const file = places.map((place) => new URL(place, import.meta.url)).find((url) => existsSync(url));
  if (!file) throw new AppError('internal', 'A part of the app is missing: install it again.');
  return { text: readFileSync(file, 'utf8') };
}

/** Whether a message takes so little time that nobody is held up by it. */
function isSmall({ documents, to, cc, subject, body }: MessageInput): boolean {
  if (documents.length + to.length + cc.length > fewParts) return false;
  const documentBytes = documents.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return documentBytes + bytesPerCharacter * (subject.length + body.length) <= smallBytes;
}

/** Composes messages; all but small ones in a thread of its own, so that a large document never holds up the window. */
export type Composing = ReturnType<typeof createComposing>;

/** Answers who composes messages; the thread starts with the first one that is not small. */
export function createComposing(program: () => WorkerProgram = findProgram) {
  let crew: Crew | null = null;
  let idle: NodeJS.Timeout | undefined;
  let lastId = 0;
  let isStopped = false;

  function start(): Crew {
    const found = program();
    // No start waits for threads.
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    const options = { env: {}, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: maxHeapMb } };
    const worker =
      'file' in found ? new Worker(found.file, options) : new Worker(found.text, { ...options, eval: true });
    const jobs = new Map<number, Job>();
    const mine: Crew = { worker, jobs };
    worker.on('message', (value: unknown) => {
      const answer = fromWorker.parse(value);
      const job = jobs.get(answer.id);
      if (!job) return;
      jobs.delete(answer.id);
      if (jobs.size === 0) rest(mine);
      if ('composed' in answer) job.resolve(answer.composed);
      else {
        const { code, message, field } = answer.failure;
        job.reject(new AppError(code, message, field === undefined ? {} : { field }));
      }
    });
    // What went wrong is said by the exit that follows.
    worker.on('error', () => {});
    worker.once('exit', () => {
      if (crew === mine) crew = null;
      for (const job of jobs.values()) job.reject(workerLost);
      jobs.clear();
    });
    return mine;
  }

  /** Without work the thread keeps no process alive, and goes after a while. */
  function rest(mine: Crew): void {
    mine.worker.unref();
    clearTimeout(idle);
    idle = setTimeout(() => void end(mine), idleMs).unref();
  }

  async function end(mine: Crew): Promise<void> {
    if (crew === mine) crew = null;
    await mine.worker.terminate();
  }

  function composeOnce(input: MessageInput, writeTo: string, signal: AbortSignal | undefined) {
    crew ??= start();
    const { worker, jobs } = crew;
    clearTimeout(idle);
    worker.ref();
    lastId += 1;
    const id = lastId;
    const abort = () => worker.postMessage({ kind: 'abort', id } satisfies ToComposeWorker);
    signal?.addEventListener('abort', abort, { once: true });
    return new Promise<ComposedMessage>((resolve, reject) => {
      jobs.set(id, { resolve, reject });
      worker.postMessage({ kind: 'compose', id, input, writeTo } satisfies ToComposeWorker);
      if (signal?.aborted) abort();
    }).finally(() => signal?.removeEventListener('abort', abort));
  }

  return {
    /**
     * Composes a message as `composeMessage` does.
     *
     * Where the thread ends under it, the message is tried once more in a fresh one: another message may have been the reason.
     *
     * @throws {AppError} `document-unreadable`, `account-invalid`, `storage-full` — as `composeMessage`
     * @throws {AppError} `internal` — the thread ended twice under this message; nothing was left in its place
     */
    compose: async (input: MessageInput, writeTo: string, signal?: AbortSignal): Promise<ComposedMessage> => {
      for (let turn = 1; ; turn += 1) {
        try {
          if (isStopped) throw workerLost;
          // The same work, done here.
          if (isSmall(input)) return await composeMessage(input, writeTo, signal);
          return await composeOnce(input, writeTo, signal);
        } catch (error) {
          if (error !== workerLost) throw error;
          if (turn === 2 || isStopped || signal?.aborted) {
            throw new AppError('internal', 'The message could not be composed: its thread ended.', {
              cause: error,
            });
          }
        }
      }
    },
    /** Ends the thread for good; what is being composed fails. */
    stop: async (): Promise<void> => {
      isStopped = true;
      clearTimeout(idle);
      if (crew) await end(crew);
    },
  };
}
