import { createHash } from 'node:crypto';
import { simpleParser } from 'mailparser';

/** A message that was accepted. */
export interface InboxMessage {
  readonly id: string;
  /** Envelope sender, not the header. */
  readonly from: string;
  /** Envelope recipients, not the headers. */
  readonly to: readonly string[];
  readonly messageId: string | undefined;
  readonly subject: string;
  readonly via: 'smtp' | 'gmail-api' | 'graph';
  /** The mailbox that was signed in. */
  readonly account: string;
  readonly receivedAtMs: number;
  readonly attachments: readonly InboxAttachment[];
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
}

/** A MIME part that is a file; hash and size are those of the decoded bytes. */
export interface InboxAttachment {
  readonly name: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly contentType: string;
}

/** A message with what only its own page shows. */
export interface InboxMessageInFull extends InboxMessage {
  /** Header fields in their order, decoded no further than unfolding. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly text: string;
}

/** Every accepted message, for tests. */
export interface Inbox {
  /** Oldest first. */
  readonly messages: () => readonly InboxMessage[];
  readonly clear: () => void;
  /**
   * Answers the first message that fits, now or when it comes.
   *
   * @throws {Error} when none has come after so many milliseconds; it lists the subjects that did come
   */
  readonly waitFor: (fits: (message: InboxMessage) => boolean, timeoutMs: number) => Promise<InboxMessage>;
  readonly message: (id: string) => InboxMessageInFull | undefined;
  /** The bytes as they came. */
  readonly raw: (id: string) => Buffer | undefined;
}

/** What a server hands over when it accepts a message. */
export interface AcceptedMessage {
  readonly raw: Buffer;
  readonly via: InboxMessage['via'];
  readonly account: string;
  readonly envelope: InboxMessage['envelope'];
}

/** An inbox that servers can put messages into. */
export interface FillableInbox extends Inbox {
  readonly add: (accepted: AcceptedMessage) => Promise<InboxMessage>;
}

interface Kept {
  readonly message: InboxMessage;
  readonly raw: Buffer;
  readonly text: string;
  readonly headers: InboxMessageInFull['headers'];
}

// `ignoreEmbedded` is an option of the parser's splitter: a message that was attached as a file stays a file.
const parserOptions = {
  ignoreEmbedded: true,
  skipHtmlToText: true,
  skipTextToHtml: true,
  skipTextLinks: true,
  skipImageLinks: true,
};

// A sandbox that somebody leaves running for a week forgets the oldest instead of filling the memory.
const keptBytes = 256 * 1024 * 1024;

const headersOf = (lines: readonly { readonly line: string }[]): InboxMessageInFull['headers'] =>
  lines.map(({ line }) => {
    const colon = line.indexOf(':');
    return [
      line.slice(0, colon),
      line
        .slice(colon + 1)
        .replaceAll(/\r?\n(?=[ \t])/g, '')
        .trim(),
    ] as const;
  });

/** Answers an empty inbox. */
export const createInbox = (): FillableInbox => {
  let kept: Kept[] = [];
  let sizeBytes = 0;
  let lastId = 0;
  const waiting = new Set<(message: InboxMessage) => void>();
  const find = (id: string): Kept | undefined => kept.find(({ message }) => message.id === id);

  return {
    messages: () => kept.map(({ message }) => message),
    clear: () => {
      kept = [];
      sizeBytes = 0;
    },
    waitFor: (fits, timeoutMs) => {
      const there = kept.find(({ message }) => fits(message));
      if (there !== undefined) return Promise.resolve(there.message);
      return new Promise((resolve, reject) => {
        const look = (message: InboxMessage): void => {
          if (!fits(message)) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(message);
        };
        const timer = setTimeout(() => {
          waiting.delete(look);
          const subjects = kept.map(({ message }) => JSON.stringify(message.subject)).join(', ');
          reject(new Error(`No such message after ${timeoutMs} ms; there are: ${subjects || 'none'}`));
        }, timeoutMs);
        waiting.add(look);
      });
    },
    message: (id) => {
      const found = find(id);
      return found && { ...found.message, headers: found.headers, text: found.text };
    },
    raw: (id) => find(id)?.raw,
    add: async ({ raw, via, account, envelope }) => {
      const parsed = await simpleParser(raw, parserOptions);
      lastId += 1;
      const message: InboxMessage = {
        id: String(lastId),
        from: envelope.from,
        to: envelope.to,
        messageId: parsed.messageId,
        subject: parsed.subject ?? '',
        via,
        account,
        receivedAtMs: Date.now(),
        attachments: parsed.attachments.map(({ filename, content, contentType }) => ({
          name: filename ?? '',
          sha256: createHash('sha256').update(content).digest('hex'),
          sizeBytes: content.length,
          contentType,
        })),
        envelope,
      };
      const text = parsed.text ?? (parsed.html === false ? '' : parsed.html);
      kept.push({ message, raw, text, headers: headersOf(parsed.headerLines) });
      sizeBytes += raw.length;
      while (sizeBytes > keptBytes && kept.length > 1) sizeBytes -= kept.shift()?.raw.length ?? 0;
      for (const look of waiting) look(message);
      return message;
    },
  };
};
