import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphFailure, GraphMailbox } from './graph-api.ts';
import { sendJson } from './http-answer.ts';

interface Draft {
  readonly mailbox: GraphMailbox;
  readonly mime: Buffer;
  readonly files: AttachedFile[];
}

interface AttachedFile {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

interface UploadSession {
  readonly draft: Draft;
  readonly name: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly pieces: Buffer[];
}

interface DraftDeps {
  readonly origin: string;
  readonly submit: (mailbox: GraphMailbox, raw: Buffer) => Promise<GraphFailure | undefined>;
}

/** An answer with a body. */
interface Made {
  readonly status: number;
  readonly value: unknown;
}

/** A file below this is attached by one request, a larger one by a session (learn.microsoft.com/graph/outlook-large-attachments). */
const largestAttachmentBytes = 150 * 1024 * 1024;

const refuse = (status: number, code: string, message: string): GraphFailure => ({ status, code, message });
const notFound = refuse(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');

const objectIn = (body: Buffer): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
};
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const lineBytes = 57;

/** Answers bytes in base64, in lines of 76 characters. */
const inLines = (bytes: Buffer): Buffer => {
  const pieces: Buffer[] = [];
  // A text of a large file with a search for its lines would be many times as large as the file.
  const stepBytes = lineBytes * 1024;
  for (let at = 0; at < bytes.length; at += stepBytes) {
    const encoded = bytes.toString('base64', at, Math.min(bytes.length, at + stepBytes));
    pieces.push(
      Buffer.from(`${at === 0 ? '' : '\r\n'}${encoded.replaceAll(/.{76}(?=.)/g, '$&\r\n')}`, 'latin1'),
    );
  }
  return Buffer.concat(pieces);
};

/** Puts the files into the message again, as parts of it in base64. */
const assembled = ({ mime, files }: Draft): Buffer => {
  if (files.length === 0) return mime;
  const header = mime.subarray(0, mime.indexOf('\r\n\r\n')).toString('latin1').replaceAll('\r\n ', ' ');
  const boundary = /boundary="?([^";\r\n]+)"?/i.exec(header)?.[1] ?? '';
  const end = mime.lastIndexOf(`\r\n--${boundary}--`);
  const parts = files.map(({ name, contentType, bytes }): readonly Buffer[] => {
    const partHeader = [
      `\r\n--${boundary}`,
      `Content-Type: ${contentType || 'application/octet-stream'}`,
      'Content-Transfer-Encoding: base64',
      `Content-Disposition: attachment; filename*=utf-8''${encodeURIComponent(name)}`,
      '',
      '',
    ].join('\r\n');
    return [Buffer.from(partHeader), inLines(bytes)];
  });
  return Buffer.concat([mime.subarray(0, end), ...parts.flat(), mime.subarray(end)]);
};

/** Answers the drafts of a Graph: made from MIME, with files attached at once or by an upload session, then sent. */
export const createGraphDrafts = ({ origin, submit }: DraftDeps) => {
  const drafts = new Map<string, Draft>();
  const sessions = new Map<string, UploadSession>();
  const newId = (bytes: number) => randomBytes(bytes).toString('base64url');

  const create = (request: IncomingMessage, body: Buffer, mailbox: GraphMailbox): Made | GraphFailure => {
    if (!(request.headers['content-type'] ?? '').startsWith('text/plain'))
      return refuse(400, 'RequestBodyRead', 'This sandbox takes MIME (Content-Type: text/plain) only.');
    const mime = Buffer.from(body.toString('latin1'), 'base64');
    if (mime.length === 0)
      return refuse(400, 'ErrorMimeContentInvalidBase64String', 'Invalid base64 string for MIME content.');
    // Real ids are of this length and end with `=`.
    const id = `AAMkA${newId(90)}=`;
    drafts.set(id, { mailbox, mime, files: [] });
    return { status: 201, value: { id, isDraft: true } };
  };

  const attach = (draft: Draft, body: Buffer): Made => {
    const item = objectIn(body);
    const bytes = Buffer.from(text(item['contentBytes']), 'base64');
    draft.files.push({ name: text(item['name']), contentType: text(item['contentType']), bytes });
    return { status: 201, value: { id: newId(60), name: item['name'], size: bytes.length } };
  };

  const openSession = (draft: Draft, body: Buffer): Made | GraphFailure => {
    const item = objectIn(Buffer.from(JSON.stringify(objectIn(body)['AttachmentItem'] ?? {})));
    const sizeBytes = Number(item['size']);
    if (item['attachmentType'] !== 'file' || !(sizeBytes > 0))
      return refuse(400, 'ErrorInvalidProperty', 'AttachmentItem needs attachmentType, name and size.');
    if (sizeBytes > largestAttachmentBytes)
      return refuse(413, 'ErrorAttachmentSizeLimitExceeded', 'The attachment is larger than 150 MB.');
    const id = newId(60);
    const { name, contentType } = item;
    sessions.set(id, { draft, name: text(name), contentType: text(contentType), sizeBytes, pieces: [] });
    const expirationDateTime = new Date(Date.now() + 3_600_000).toISOString();
    const uploadUrl = `${origin}/outlook/upload/${id}?authtoken=${newId(120)}`;
    return { status: 201, value: { uploadUrl, expirationDateTime, nextExpectedRanges: ['0-'] } };
  };

  return {
    /** Everything behind `messages/`; undefined: done, without a body. */
    handle: async (
      request: IncomingMessage,
      path: string,
      body: Buffer,
      mailbox: GraphMailbox,
    ): Promise<Made | GraphFailure | undefined> => {
      if (path === '' && request.method === 'POST') return create(request, body, mailbox);
      const [id = '', ...rest] = path.split('/').map(decodeURIComponent);
      const draft = drafts.get(id);
      if (draft === undefined || draft.mailbox.address !== mailbox.address) return notFound;
      const action = `${request.method} ${rest.join('/')}`;
      if (action === 'DELETE ') return void drafts.delete(id);
      if (action === 'POST attachments') return attach(draft, body);
      if (action === 'POST attachments/createUploadSession') return openSession(draft, body);
      if (action !== 'POST send') return notFound;
      const failure = await submit(mailbox, assembled(draft));
      if (failure === undefined) drafts.delete(id);
      return failure;
    },
    /** How many drafts wait in mailboxes. */
    count: (): number => drafts.size,
    ownsUpload: (url: URL): boolean => url.pathname.startsWith('/outlook/upload/'),
    /** One range of a file. The place itself is the permission: a token is refused ("do not specify an Authorization header"). */
    upload: (
      request: IncomingMessage,
      response: ServerResponse,
      url: URL,
      body: Buffer | undefined,
    ): void => {
      const session = sessions.get(url.pathname.split('/').at(-1) ?? '');
      const sendError = ({ status, code, message }: GraphFailure) =>
        sendJson(response, status, { error: { code, message } });
      if (request.headers.authorization !== undefined)
        return sendError(refuse(401, 'InvalidMsaTicket', 'The request must carry no token.'));
      if (session === undefined || request.method !== 'PUT') return sendError(notFound);
      if (body === undefined) return sendError(refuse(413, 'RequestEntityTooLarge', 'At most 4 MB at once.'));
      const { pieces, sizeBytes, draft, name, contentType } = session;
      const from = pieces.reduce((sum, piece) => sum + piece.length, 0);
      const range = `bytes ${from}-${from + body.length - 1}/${sizeBytes}`;
      if (request.headers['content-range'] !== range)
        return sendError(refuse(416, 'ErrorInvalidRange', `Expected ${range}.`));
      pieces.push(body);
      const next = from + body.length;
      if (next < sizeBytes) return sendJson(response, 200, { nextExpectedRanges: [String(next)] });
      draft.files.push({ name, contentType, bytes: Buffer.concat(pieces) });
      sessions.delete(url.pathname.split('/').at(-1) ?? '');
      response.writeHead(201, { location: `${origin}/v1.0/attachment` }).end();
    },
  };
};
