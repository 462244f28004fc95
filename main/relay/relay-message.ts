import type { BusinessRecord } from '../../shared/account.ts';
import { parseAddressList, parseOneAddress } from './address-list.ts';
import { decodedText } from './relay-words.ts';
import { refused } from './relay-refusal.ts';
import type { RelayRefusal } from './relay-refusal.ts';
import { comparableAddress } from './relay-route.ts';

/** One field of a header as it came. */
interface HeaderField {
  /** Lower case. */
  readonly name: string;
  /** One character per byte, with all its lines and the last line end. */
  readonly text: string;
}

/** What the header of a message says, as far as the relay has to know. */
export interface ReadHeader {
  readonly fields: readonly HeaderField[];
  readonly from: string;
  /** null: it has no Sender field. */
  readonly sender: string | null;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  /** Decoded, one line. */
  readonly subject: string;
  /** With angle brackets; null: none that is good. */
  readonly messageId: string | null;
  /** What the program says of the document, from the fields that choose the account. */
  readonly records: readonly BusinessRecord[];
  /** Holds bytes above 127 (RFC 6532). */
  readonly needsSmtpUtf8: boolean;
}

/** The header field by which a program says which document it sends; it never goes out. */
export const recordField = 'X-SMTP-Setup-Record';

/** RFC 5322 §3.6: at most one of each. Two of them are read by one program as the first and by the next one as the last. */
const single = ['from', 'sender', 'reply-to', 'message-id', 'date', 'subject', 'to', 'cc'];
/** What must not go out (RFC 5322 §3.6.3), what the next server writes itself, and our own word. */
const removed = new Set(['bcc', 'resent-bcc', 'return-path', recordField.toLowerCase()]);
const fieldStart = /^([\x21-\x39\x3b-\x7e]{1,200})[ \t]*:/;
const goodMessageId = /^<[\x21-\x3b\x3d\x3f-\x7e]{1,900}>$/;
const record = /^\s*([^.=]{1,128})\.([^=]{1,128})=(.{0,256})$/su;
const maxRecords = 20;
/** RFC 5321 §6.3: at least 100; a message that came here so often goes round in a circle. */
const maxHops = 100;
const maxSubject = 998;

const malformed = (why: string) => refused(554, '5.6.0', why);

/**
 * Reads a header.
 *
 * @param header bytes up to the empty line, which is left out
 * @returns why the message is not taken, where the header is not one that everybody reads in the same way
 * @see RFC 5322 §2.2 and §3.6
 */
export function readHeader(header: Buffer): ReadHeader | RelayRefusal {
  const fields = fieldsOf(header.toString('latin1'));
  if (!fields) return malformed('The header has a line that is no header field');
  const twice = single.find((name) => fields.filter((field) => field.name === name).length > 1);
  if (twice !== undefined) return malformed(`The header has the field "${twice}" twice`);
  if (fields.filter(({ name }) => name === 'received').length > maxHops) {
    return refused(554, '5.4.6', 'The message goes round in a circle');
  }
  const utf8 = utf8Of(header);
  if (utf8 === null) return refused(554, '5.6.7', 'The header has bytes that are neither ASCII nor UTF-8');

  const valueOf = (name: string) => valuesOf(fields, name)[0] ?? '';
  const from = parseOneAddress(valueOf('from'));
  if (from === null) {
    return malformed('The header needs one From field with one address, as in "Anna" <anna@example.com>');
  }
  const [senderText] = valuesOf(fields, 'sender');
  const sender = senderText === undefined ? null : parseOneAddress(senderText);
  if (senderText !== undefined && sender === null)
    return malformed('Sender must be one address, or be left out');
  const [to, cc, ...bcc] = [valueOf('to'), valueOf('cc'), ...valuesOf(fields, 'bcc')].map(parseAddressList);
  if (!to || !cc || bcc.includes(null)) {
    return malformed(
      `${to ? (cc ? 'Bcc' : 'Cc') : 'To'} must be addresses with commas between them, as in "Kay" <kay@example.com>, lee@example.com`,
    );
  }
  const records = recordsOf(valuesOf(fields, recordField.toLowerCase()));
  if (!records) return malformed(`${recordField} must be Object.Column=value`);
  const messageId = valueOf('message-id');
  return {
    fields,
    ...{ from, sender, to, cc },
    subject: decodedText(valueOf('subject')).slice(0, maxSubject),
    messageId: goodMessageId.test(messageId) ? messageId : null,
    records,
    needsSmtpUtf8: utf8 !== header.toString('latin1'),
  };
}

function utf8Of(header: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(header);
  } catch {
    return null;
  }
}

function fieldsOf(text: string): readonly HeaderField[] | null {
  const lines = text === '' ? [] : text.split(/(?<=\r\n)(?![ \t])/);
  const fields = lines.map((line) => ({
    name: (fieldStart.exec(line)?.[1] ?? '').toLowerCase(),
    text: line,
  }));
  return fields.every(({ name }) => name !== '') ? fields : null;
}

/** Unfolded, as UTF-8, without outer spaces. */
function valuesOf(fields: readonly HeaderField[], name: string): readonly string[] {
  return fields
    .filter((field) => field.name === name)
    .map(({ text }) =>
      Buffer.from(text.slice(text.indexOf(':') + 1), 'latin1')
        .toString('utf8')
        .replace(/\r\n(?=[ \t])/g, '')
        .trim(),
    );
}

function recordsOf(values: readonly string[]): readonly BusinessRecord[] | null {
  const found = values.map((value) => record.exec(decodedText(value)));
  if (found.length > maxRecords || found.some((match) => !match)) return null;
  return found.map((match) => ({
    businessObject: (match?.[1] ?? '').trim(),
    columns: { [(match?.[2] ?? '').trim()]: match?.[3] ?? '' },
  }));
}

/** What the relay adds to a message. */
export interface HeaderAdditions {
  /** Stands in the trace field; says nothing of the computer or the program. */
  readonly relayId: string;
  readonly isEncrypted: boolean;
  /** With angle brackets. */
  readonly messageId: string;
  readonly nowMs: number;
}

/**
 * Answers the header as it goes out: a trace field before it, Message-ID and Date where they are missing, Bcc and the fields of
 * the relay taken away; all else is as it came, to the byte.
 *
 * The trace field names no computer and no program, for it goes to the recipients.
 *
 * @see RFC 6409 §8, RFC 5321 §4.4
 */
export function outgoingHeader(header: ReadHeader, additions: HeaderAdditions): Buffer {
  const { relayId, isEncrypted, messageId, nowMs } = additions;
  const date = new Date(nowMs).toUTCString().replace('GMT', '+0000');
  // RFC 3848: with authentication, and TLS or not.
  const trace = `Received: from localhost by localhost with ${isEncrypted ? 'ESMTPSA' : 'ESMTPA'} id ${relayId};\r\n ${date}\r\n`;
  const keepsMessageId = header.messageId !== null;
  const kept = header.fields.filter(
    ({ name }) => !removed.has(name) && (keepsMessageId || name !== 'message-id'),
  );
  const has = (name: string) => kept.some((field) => field.name === name);
  return Buffer.from(
    [
      trace,
      ...kept.map(({ text }) => (text.endsWith('\r\n') ? text : `${text}\r\n`)),
      ...(has('message-id') ? [] : [`Message-ID: ${messageId}\r\n`]),
      ...(has('date') ? [] : [`Date: ${date}\r\n`]),
    ].join(''),
    'latin1',
  );
}

/** Answers the recipients of the envelope by where the header names them; who stands in neither To nor Cc gets a blind copy. */
export function recipientsOf(
  header: Pick<ReadHeader, 'to' | 'cc'>,
  envelope: readonly string[],
): Record<'to' | 'cc' | 'bcc', readonly string[]> {
  const [to, cc] = [header.to, header.cc].map((list) => new Set(list.map((each) => each.toLowerCase())));
  const isTo = (address: string) => to?.has(address.toLowerCase()) ?? false;
  const isCc = (address: string) => !isTo(address) && (cc?.has(address.toLowerCase()) ?? false);
  return {
    to: envelope.filter(isTo),
    cc: envelope.filter(isCc),
    bcc: envelope.filter((address) => !isTo(address) && !isCc(address)),
  };
}

/** Whether To or Cc name somebody who is no recipient of the envelope. */
export function namesOthers({ to, cc }: Pick<ReadHeader, 'to' | 'cc'>, envelope: readonly string[]): boolean {
  const asked = new Set(envelope.map(comparableAddress));
  return [...to, ...cc].some((each) => !asked.has(comparableAddress(each)));
}
