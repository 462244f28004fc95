import { authPlain, openDialogue } from '../helpers/smtp-dialogue.ts';
import { contentOf } from './crash-plan.ts';
import type { CrashMessage } from './crash-plan.ts';

/** A message that a program hands over by SMTP, once. */
export interface RelayedMessage extends CrashMessage {
  /** Whom its account sends as. */
  readonly from: string;
}

/** What the program was told: the number of the item; that it was not taken; or nothing, because the connection broke. */
export type RelayReply =
  | { readonly kind: 'accepted'; readonly itemId: string }
  | { readonly kind: 'refused'; readonly reply: string }
  | { readonly kind: 'silence' };

/** User name and password of the program. */
export interface RelayProgram {
  readonly user: string;
  readonly password: string;
}

/** Answers the Message-ID that a message keeps on its whole way. */
export const relayedMessageId = ({ key }: RelayedMessage): string => `<${key}@crash.test>`;

/** Hands a message over; its document is the whole of it, so that whoever gets it can compare. */
export async function handOver(
  port: number,
  { user, password }: RelayProgram,
  message: RelayedMessage,
): Promise<RelayReply> {
  const { key, accountId, from } = message;
  const client = await openDialogue({ port });
  try {
    const lines = ['EHLO crash', `AUTH PLAIN ${authPlain(`${user}+${accountId}`, password)}`];
    for (const line of [...lines, `MAIL FROM:<${from}>`, 'RCPT TO:<kay@fabrikam.test>', 'DATA']) {
      const reply = await client.say(line);
      if (reply === '') return { kind: 'silence' };
      if (!/^[23]/.test(reply)) return { kind: 'refused', reply };
    }
    const base64 = contentOf(message).toString('base64').replaceAll(/.{76}/g, '$&\r\n');
    const reply = await client.sayRaw(
      `From: ${from}\r\nTo: kay@fabrikam.test\r\nSubject: ${key}\r\nMessage-ID: ${relayedMessageId(message)}\r\n` +
        'MIME-Version: 1.0\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n' +
        `Content-Disposition: attachment; filename="${key}.pdf"\r\n\r\n${base64}\r\n.\r\n`,
    );
    if (reply === '') return { kind: 'silence' };
    const [, itemId] = /^250 2\.0\.0 Taken over as (\S+)$/.exec(reply) ?? [];
    return itemId === undefined ? { kind: 'refused', reply } : { kind: 'accepted', itemId };
  } finally {
    client.end();
  }
}
