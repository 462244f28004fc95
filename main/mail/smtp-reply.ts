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

const nothing = Buffer.alloc(0);
const [carriageReturn, lineFeed] = [13, 10];
const lineFormat = /^([2-5]\d\d)(?:([ -])(.*))?$/s;
const enhancedFormat = /^([245])\.(\d{1,3})\.(\d{1,3})(?:\s+|$)/;
/** RFC 5321 §4.5.3.1.5 allows 512 octets a line; a peer that never completes a reply is cut off here. */
const maxReplyBytes = 64 * 1024;

/** A line of a reply, taken apart; null: it is none. */
type ReplyPart = RegExpExecArray | null;

function toReply(parts: readonly ReplyPart[]): SmtpReply | null {
  const code = parts[0]?.[1];
  if (code === undefined || parts.some((part) => part?.[1] !== code)) return null;
  const texts = parts.map((part) => part?.[3] ?? '');
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
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  return toReply(lines.map((line) => lineFormat.exec(line)));
}

/**
 * Makes a reader that collects bytes from a server into replies; only what ends with a line end counts.
 *
 * After the first malformed line nothing is read any more.
 */
export function createReplyReader(): { readonly push: (bytes: Uint8Array) => Arrived } {
  let pending = nothing;
  let parts: ReplyPart[] = [];
  let heldBytes = 0;
  let malformed = false;
  const push = (bytes: Uint8Array): Arrived => {
    const replies: SmtpReply[] = [];
    const arrived = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    const all = pending.length === 0 ? arrived : Buffer.concat([pending, arrived]);
    let begin = 0;
    for (let end = all.indexOf(lineFeed); end >= 0 && !malformed; end = all.indexOf(lineFeed, begin)) {
      const hasReturn = end > begin && all[end - 1] === carriageReturn;
      const part = lineFormat.exec(all.toString('utf8', begin, hasReturn ? end - 1 : end));
      heldBytes += end + 1 - begin;
      begin = end + 1;
      parts.push(part);
      malformed = part === null || heldBytes > maxReplyBytes;
      if (malformed || part?.[2] === '-') continue;
      const reply = toReply(parts);
      parts = [];
      heldBytes = 0;
      if (reply) replies.push(reply);
      else malformed = true;
    }
    // The bytes are not ours to keep.
    pending = begin === all.length ? nothing : Buffer.from(all.subarray(begin));
    if (pending.length + heldBytes > maxReplyBytes) malformed = true;
    return { replies, malformed };
  };
  return { push };
}

/** Answers a whole reply as one line without control characters; `shownStart` is what people and logs get of it. */
export function replyLine(reply: SmtpReply): string {
  return shownLine([reply.code, reply.enhanced, ...reply.lines].filter((part) => part !== null).join(' '));
}
