import { dirname, resolve } from 'node:path';
import * as z from 'zod';
import { businessRecord } from '../../shared/account.ts';
import type { BusinessRecord } from '../../shared/account.ts';
import { emailAddress } from '../../shared/email-address.ts';
import { AppError } from '../../shared/errors.ts';
import { issueSentence } from '../issue-sentence.ts';
import { parseStrictJson } from '../strict-json.ts';
import { parseTime } from './local-time.ts';
import { longestKey } from './submission-key.ts';

const addresses = z.preprocess(
  (value) => (typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value),
  z.array(emailAddress).max(500),
);
const time = z.string().transform((text, context) => {
  const atMs = parseTime(text);
  if (atMs === null) {
    const message = 'must be a time like 2026-11-22T08:00 or 2026-11-22T08:00+01:00';
    context.addIssue({ code: 'custom', message });
  }
  return atMs;
});
const path = z.string().min(1).max(4096);

const jobFormat = z.strictObject({
  to: addresses.default([]),
  cc: addresses.default([]),
  bcc: addresses.default([]),
  subject: z.string().max(998).default(''),
  body: z.string().max(1_000_000).default(''),
  documents: z.array(path).max(100).default([]),
  records: z.array(businessRecord).max(100).default([]),
  account: z.int().min(1).nullable().default(null),
  at: time.nullable().default(null),
  idempotencyKey: z
    .string()
    .max(longestKey)
    .refine((text) => text.trim() !== '', 'must not be blank')
    .nullable()
    .default(null),
  noWait: z.boolean().default(false),
});

/** A message that is to be sent, as the options of `send` or a job say. */
export interface Job {
  /** null: the records decide. */
  readonly accountId: number | null;
  readonly records: BusinessRecord[];
  readonly to: string[];
  readonly cc: string[];
  readonly bcc: string[];
  readonly subject: string;
  readonly body: string;
  /** Paths, in their order. */
  readonly documents: readonly string[];
  /** Epoch milliseconds; null: at once. */
  readonly sendAtMs: number | null;
  readonly idempotencyKey: string | null;
  /** Answer once it is queued. */
  readonly noWait: boolean;
}

/** A job of a file. */
export interface FileJob extends Job {
  /** Where it begins, counted from 1; looked up when it is asked for. */
  readonly line: () => number;
}

/** The jobs of a file, in their order. */
export interface JobFile {
  readonly jobs: readonly FileJob[];
  /** A list or JSON lines, be it with one job: each has its own line in the answer. */
  readonly isList: boolean;
}

const maxJobs = 10_000;

/**
 * Reads one job (a JSON object), a JSON array of jobs, or JSON lines (a job on each line).
 *
 * @param name of the file as the person gave it; `-` for standard input. Paths of documents are relative to its folder.
 * @throws {AppError} `invalid-request` — any job is none, with its line and field; `field` is `job`
 */
export function parseJobs(name: string, text: string): JobFile {
  const content = text.replace(/^\uFEFF/, '');
  const folder = name === '-' ? '.' : dirname(name);
  const file = areLines(content) ? linesOf(name, content, folder) : wholeOf(name, content, folder);
  if (file.jobs.length === 0) throw jobError(name, 1, 'there is no job');
  if (file.jobs.length > maxJobs) throw jobError(name, 1, `there are more than ${maxJobs} jobs`);
  refuseTwins(name, file.jobs);
  return file;
}

/** Answers the error about a place of a job file. */
export function jobError(
  name: string,
  line: number,
  reason: string,
  code: 'invalid-request' | 'document-unreadable' = 'invalid-request',
): AppError {
  return new AppError(code, `--job "${name}", line ${line}: ${reason}.`, { field: 'job' });
}

/** Two values, each on a line of its own: no JSON text has that. */
function areLines(content: string): boolean {
  const [first, second] = content.split('\n').filter((line) => line.trim() !== '');
  return first !== undefined && second !== undefined && !('reason' in parseStrictJson(first));
}

function linesOf(name: string, content: string, folder: string): JobFile {
  const jobs = content.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const json = parseStrictJson(line);
    if ('reason' in json) throw jobError(name, index + 1, json.reason);
    return jobOf(name, json.value, folder, () => index + 1, []);
  });
  return { jobs, isList: true };
}

function wholeOf(name: string, content: string, folder: string): JobFile {
  const json = parseStrictJson(content);
  if ('reason' in json) throw jobError(name, json.line, json.reason);
  const { value, lineOf } = json;
  if (!Array.isArray(value)) return { jobs: [jobOf(name, value, folder, lineOf, [])], isList: false };
  const jobs = value.map((each: unknown, index) => jobOf(name, each, folder, lineOf, [index]));
  return { jobs, isList: true };
}

function jobOf(
  name: string,
  value: unknown,
  folder: string,
  lineOf: (path: readonly PropertyKey[]) => number,
  at: readonly PropertyKey[],
): FileJob {
  const result = jobFormat.safeParse(value);
  if (!result.success) {
    const issue = result.error.issues[0];
    const { path: place, text } = issue ? issueSentence(issue) : { path: [], text: 'it is no job' };
    throw jobError(name, lineOf([...at, ...place]), text.replace(/^the file /, 'a job '));
  }
  const { account, at: sendAtMs, documents, ...job } = result.data;
  const line = () => lineOf(at);
  if (job.to.length + job.cc.length + job.bcc.length === 0) {
    throw jobError(name, line(), 'to is missing; the message has no recipient');
  }
  const paths = documents.map((each) => resolve(folder, each));
  return { ...job, line, accountId: account, sendAtMs, documents: paths };
}

/** The second of two would be refused as another message, or never be sent; neither is what somebody wants who wrote both. */
function refuseTwins(name: string, jobs: readonly FileJob[]): void {
  const known = new Map<string, number>();
  for (const [index, job] of jobs.entries()) {
    const { idempotencyKey: key } = job;
    if (key === null) continue;
    const before = known.get(key);
    if (before !== undefined) {
      const place = `job ${before + 1} (line ${jobs[before]?.line()})`;
      throw jobError(name, job.line(), `idempotencyKey of job ${index + 1} is that of ${place} too`);
    }
    known.set(key, index);
  }
}
