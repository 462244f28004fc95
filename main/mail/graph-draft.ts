import type { FileHandle } from 'node:fs/promises';
import * as z from 'zod';
import { AppError } from '../../shared/errors.ts';
import { namedPlace } from './api-request.ts';
import type { ApiAnswer, ApiOutcome } from './api-request.ts';
import { classifyConnectionFailure } from './connection-failure.ts';
import { classifyGraphAnswer, refusalOfGraph } from './graph-answer.ts';
import { base64Bytes, maxRequestBytes, outcomeOf } from './graph-calls.ts';
import type { GraphCall, GraphSubmissionRequest } from './graph-calls.ts';
import { fileBytes, messageParts, restOf } from './message-parts.ts';
import type { AttachedFile } from './message-parts.ts';
import type { Refusal, SubmissionOutcome } from './submission.ts';
import { late } from '../../shared/late-schema.ts';

/** Files below this are attached by one request, the others by an upload session (learn.microsoft.com, "Attach large files"). */
const uploadFromBytes = 3_000_000;
/** A multiple of 320 KiB below the 4 MB of a request, as the guide for upload sessions asks for. */
const rangeBytes = 11 * 320 * 1024;

const draftAnswer = late(() => z.object({ id: z.string().min(1) }));
const sessionAnswer = late(() => z.object({ uploadUrl: z.string().min(1) }));

/** What keeps a step from being taken; null: it was taken. */
type Trouble = Refusal | null;

/**
 * Submits a message that is too large for one request: the text as a draft with all header fields, the files one by one, then
 * the draft is sent.
 *
 * Whatever goes wrong before that leaves no draft behind, as far as the network lets it be removed.
 *
 * @see https://learn.microsoft.com/graph/outlook-large-attachments
 */
export async function submitAsDraft(
  submission: GraphSubmissionRequest,
  call: GraphCall,
  header: Buffer,
  file: FileHandle,
): Promise<SubmissionOutcome> {
  const { message, envelope } = submission;
  const { size } = await file.stat();
  if (size !== message.sizeBytes)
    throw new AppError('document-unreadable', 'The composed message is damaged.');
  const parts = await messageParts(file, size);
  if (base64Bytes(header.length + parts.restBytes) > maxRequestBytes)
    return { kind: 'rejected', code: 'message-too-large' };
  const text = Buffer.concat([header, await restOf(file, parts)]);
  const body = Buffer.from(text.toString('base64'));
  const made = await call({ path: '/messages', method: 'POST', body, contentType: 'text/plain' });
  const trouble = troubleOf(made);
  if (trouble) return withoutPermission(trouble);
  const draft = parsed(made, draftAnswer);
  if (!draft) return notTaken;
  const path = `/messages/${encodeURIComponent(draft.id)}`;
  let isOver = false;
  try {
    for (const attached of parts.files) {
      const failed = await attach(call, submission.baseUrl, path, file, attached);
      if (failed) return failed;
    }
    const sent = await call({ path: `${path}/send`, method: 'POST', body: Buffer.alloc(0), sends: true });
    const outcome = outcomeOf(sent, (answer, ending) =>
      classifyGraphAnswer(answer, envelope.to, ending, Date.now()),
    );
    // What may have been sent is left to the person who looks for it.
    isOver = outcome.kind === 'accepted' || outcome.kind === 'unconfirmed';
    return outcome;
  } finally {
    if (!isOver) await call({ path, method: 'DELETE', body: Buffer.alloc(0), tidies: true });
  }
}

/** The answer that a file is attached. Anything else that looks like success may come from something on the way to Graph. */
const created = 201;
/** The answers that a range of a file has come, and more are expected. */
const expectingMore: ReadonlySet<number> = new Set([200, 202]);
const notTaken = { kind: 'deferred', code: 'provider-response-invalid' } as const;

/** Why a file, or a part of it, is not at the draft; null: it is. */
function troubleUnless(isTaken: (status: number) => boolean, outcome: ApiOutcome): Trouble {
  const trouble = troubleOf(outcome);
  if (trouble || !('answer' in outcome)) return trouble;
  const { status } = outcome.answer;
  return isTaken(status) ? null : { ...notTaken, reply: String(status) };
}

/** What a 403 to a draft means that a small message does not meet: sending alone allows no drafts. */
function withoutPermission(trouble: Refusal): Refusal {
  return trouble.kind === 'rejected' && trouble.code === 'scope-missing'
    ? { ...trouble, code: 'large-messages-not-allowed' }
    : trouble;
}

function troubleOf(outcome: ApiOutcome): Trouble {
  if (!('answer' in outcome)) return classifyConnectionFailure(outcome.failure);
  const refusal = refusalOfGraph(outcome.answer, Date.now());
  if (refusal) return refusal;
  const { status } = outcome.answer;
  return status >= 200 && status < 300
    ? null
    : { kind: 'deferred', code: 'provider-response-invalid', reply: String(status) };
}

function parsed<Value>(outcome: ApiOutcome, schema: z.ZodType<Value>): Value | null {
  const answer: ApiAnswer | null = 'answer' in outcome ? outcome.answer : null;
  try {
    return schema.safeParse(JSON.parse(answer?.body ?? '')).data ?? null;
  } catch {
    return null;
  }
}

async function attach(
  call: GraphCall,
  baseUrl: string,
  draftPath: string,
  file: FileHandle,
  attached: AttachedFile,
): Promise<Trouble> {
  const { contentType, sizeBytes } = attached;
  const name = attached.name === '' ? 'document' : attached.name;
  const path = `${draftPath}/attachments`;
  if (sizeBytes < uploadFromBytes && base64Bytes(sizeBytes) < maxRequestBytes - 2_000) {
    const pieces: Buffer[] = [];
    for await (const piece of fileBytes(file, attached)) pieces.push(Buffer.from(piece));
    const contentBytes = Buffer.concat(pieces).toString('base64');
    const item = { '@odata.type': '#microsoft.graph.fileAttachment', name, contentType, contentBytes };
    return troubleUnless((status) => status === created, await post(call, path, item));
  }
  const item = { AttachmentItem: { attachmentType: 'file', name, size: sizeBytes, contentType } };
  const opened = await post(call, `${path}/createUploadSession`, item);
  const trouble = troubleOf(opened);
  if (trouble) return trouble;
  const session = parsed(opened, sessionAnswer);
  // Graph names the place itself, on another host; it gets the file but no token.
  const uploadUrl = session && namedPlace(session.uploadUrl, baseUrl);
  if (!uploadUrl) return notTaken;
  return upload(call, uploadUrl, file, attached);
}

const post = (call: GraphCall, path: string, value: unknown) =>
  call({
    ...{ path, method: 'POST', contentType: 'application/json' },
    body: Buffer.from(JSON.stringify(value)),
  });

async function upload(
  call: GraphCall,
  uploadUrl: URL,
  file: FileHandle,
  attached: AttachedFile,
): Promise<Trouble> {
  const { sizeBytes } = attached;
  const read = readerOf(fileBytes(file, attached));
  for (let from = 0; from < sizeBytes; from += rangeBytes) {
    const until = Math.min(sizeBytes, from + rangeBytes);
    const isLast = until === sizeBytes;
    const trouble = troubleUnless(
      (status) => (isLast ? status === created : expectingMore.has(status)),
      await call({
        ...{ path: uploadUrl, method: 'PUT', contentType: 'application/octet-stream' },
        body: { sizeBytes: until - from, read },
        headers: { 'content-range': `bytes ${from}-${until - 1}/${sizeBytes}` },
      }),
    );
    // The session is a secret of its own and dies; the next try opens another one.
    if (trouble) return trouble.kind === 'authentication-rejected' ? notTaken : trouble;
  }
  return null;
}

/** Answers what hands out the same bytes in their order: ranges are read from their begin to their end, one after the other. */
function readerOf(pieces: AsyncGenerator<Buffer>): (into: Uint8Array) => Promise<number> {
  let piece: Buffer = Buffer.alloc(0);
  return async (into) => {
    if (piece.length === 0) {
      const next = await pieces.next();
      if (next.done) throw new AppError('document-unreadable', 'The composed message is damaged.');
      piece = next.value;
    }
    const readBytes = piece.copy(into);
    piece = piece.subarray(readBytes);
    return readBytes;
  };
}
