import { shownLine } from '../shown-text.ts';

/** One complete reply of an SMTP server. */
export interface SmtpReply {
  /** Reply code, 200 to 599. */
  readonly code: number;
  /** Enhanced status code, e.g. `5.7.139`; null where the server gave none. */
  readonly enhanced: string | null;
  /** Text of each line, without the codes. */
  readonly lines: readonly string[];
}

/** What arrived: complete replies in order, and whether the bytes stopped being SMTP after them. */
interface Arrived {
  readonly replies: readonly SmtpReply[];
  readonly malformed: boolean;
}

const lineFormat = /^([2-5]\d\d)(?:([ -])(.*))?$/s;
const enhancedFormat = /^([245])\.(\d{1,3})\.(\d{1,3})(?:\s+|$)/;
/** RFC 5321 §4.5.3.1.5 allows 512 octets a line; a peer that never completes a reply is cut off here. */
const maxReplyBytes = 64 * 1024;

function toReply(lines: readonly string[]): SmtpReply | null {
  const parsed = lines.map((line) => lineFormat.exec(line));
  const code = parsed[0]?.[1];
  if (code === undefined || parsed.some((match) => match?.[1] !== code)) return null;
  const texts = parsed.map((match) => match?.[3] ?? '');
  const enhanced = enhancedFormat.exec(texts[0] ?? '');
  // RFC 2034 §4: the class of both codes is the same; where it is not, the reply code is the one that counts.
  const agrees = enhanced !== null && code.startsWith(enhanced[1] ?? '');
  return {
    code: Number(code),
    enhanced: agrees ? `${enhanced[1]}.${enhanced[2]}.${enhanced[3]}` : null,
    lines: texts.map((text) => text.replace(enhancedFormat, '')),
  };
}

/**
 * Answers the reply that a text of one or more lines is, or null where it is none.
 *
 * @see RFC 5321 §4.2, RFC 2034, RFC 3463
 */
export function parseReply(text: string): SmtpReply | null {
  return toReply(text.replace(/\r?\n$/, '').split(/\r?\n/));
}

/**
 * Makes a reader that collects bytes from a server into replies; only what ends with a line end counts.
 *
 * After the first malformed line nothing is read any more.
 */
export function createReplyReader(): { readonly push: (bytes: Uint8Array) => Arrived } {
  let pending = Buffer.alloc(0);
  let lines: string[] = [];
  let heldBytes = 0;
  let malformed = false;
  const push = (bytes: Uint8Array): Arrived => {
    const replies: SmtpReply[] = [];
    pending = pending.length === 0 ? Buffer.from(bytes) : Buffer.concat([pending, bytes]);
    for (let end = pending.indexOf(10); end >= 0 && !malformed; end = pending.indexOf(10)) {
      const line = pending.toString('utf8', 0, end).replace(/\r$/, '');
      heldBytes += end + 1;
      pending = pending.subarray(end + 1);
      lines.push(line);
      const parts = lineFormat.exec(line);
      malformed = parts === null || heldBytes > maxReplyBytes;
      if (malformed || parts?.[2] === '-') continue;
      const reply = toReply(lines);
      lines = [];
      heldBytes = 0;
      if (reply) replies.push(reply);
      else malformed = true;
    }
    if (pending.length + heldBytes > maxReplyBytes) malformed = true;
    return { replies, malformed };
  };
  return { push };
}

/** Answers a whole reply as one line without control characters; `shownStart` is what people and logs get of it. */
export function replyLine(reply: SmtpReply): string {
  return shownLine([reply.code, reply.enhanced, ...reply.lines].filter((part) => part !== null).join(' '));
}
