import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { OutboxItem } from '../../shared/message.ts';
import { relayPassword, relayPasswordBytes } from '../../shared/relay.ts';
import { settled } from './journey.ts';
import type { Client } from './journey.ts';
import type { Running } from './processes.ts';

/** A document on its way without a person, and what became of its message. */
export interface Unattended {
  readonly item: OutboxItem;
  /** What was made for it and must not be found anywhere. */
  readonly secrets: readonly string[];
}

interface Document {
  /** e.g. `Invoice-7.pdf`. */
  readonly name: string;
  readonly bytes: Buffer;
}

interface Way {
  readonly client: Client;
  readonly accountId: number;
  readonly from: string;
  readonly to: string;
  readonly document: Document;
}

const finalStates = ['sent', 'failed', 'held', 'unconfirmed', 'cancelled'];

/**
 * Puts a document into a watch folder, lets an agent take it, and ends the agent when the document is in the folder `sent`.
 *
 * @param addWatch makes the folder one that is watched
 * @param startAgent starts `agent run` as a process of its own
 */
export async function sendByAgent(
  { client, to, document }: Way,
  folder: string,
  addWatch: () => Promise<void>,
  startAgent: () => Running,
): Promise<Unattended & { readonly moved: boolean }> {
  await mkdir(folder, { mode: 0o755 });
  const [stem = '', ending = 'pdf'] = document.name.split('.');
  const file = `${stem}__${to}.${ending}`;
  await writeFile(join(folder, file), document.bytes);
  // An agent that runs finds a folder that is added.
  const agent = startAgent();
  try {
    await addWatch();
    const itemId = await client.until('the agent to take the document', async () => {
      const page = await client.call('outboxPage', {
        states: [],
        text: stem,
        beforeSequence: null,
        limit: 1,
      });
      return page.items[0]?.itemId ?? null;
    });
    const item = await settled(client, itemId, finalStates);
    const moved = await client.until('the document to be put away', async () =>
      readFile(join(folder, item.state === 'sent' ? 'sent' : 'failed', file)).then(
        (bytes) => bytes.equals(document.bytes),
        () => null,
      ),
    );
    return { item, moved, secrets: [] };
  } finally {
    await agent.end();
  }
}

/** Sends a document as any program does that can send by SMTP: with a user name and a password, to the relay of this computer. */
export async function sendByRelay({ client, accountId, from, to, document }: Way): Promise<Unattended> {
  const password = relayPassword(randomBytes(relayPasswordBytes));
  await client.call('relayProgramAdd', { name: 'erp', password, accountIds: [accountId] });
  await client.call('settingsSave', { relayEnabled: true, relayPort: 0 });
  const relay = await client.until('the relay to listen', async () => {
    const status = await client.call('relayStatus', {});
    return status.listening.length > 0 && status.certificateFile !== null ? status : null;
  });
  const program = createTransport({
    host: 'localhost',
    port: Number(relay.listening[0]?.split(':').at(-1)),
    requireTLS: true,
    tls: { ca: await readFile(relay.certificateFile ?? '', 'utf8') },
    auth: { user: 'erp', pass: password },
  });
  const { response } = await program.sendMail({
    ...{ from, to, subject: 'From another program', text: 'Please find it attached.' },
    attachments: [{ filename: document.name, content: document.bytes }],
  });
  program.close();
  const [itemId] = /\S+$/.exec(response) ?? [''];
  const item = await settled(client, itemId, finalStates);
  await client.call('settingsSave', { relayEnabled: false });
  return { item, secrets: [password] };
}
