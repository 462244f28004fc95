import { rename, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { OutboxItem } from '../../shared/message.ts';
import { syncFolder, writeWhole } from '../whole-file.ts';
import { isSame, look } from './seen-file.ts';
import type { WatchEntry } from './watch-journal.ts';
import { stemOf } from './watch-names.ts';
import { assertWatchable } from './watchable-folder.ts';

type Outcome = 'sent' | 'failed';
type Settled = Extract<WatchEntry['stage'], { kind: 'settled' }>;

/** Answers what the note beside a document says about its message; null while the message is on its way. */
export function endOf(
  item: OutboxItem,
): { readonly outcome: Outcome; readonly lines: readonly string[] } | null {
  const { itemId, messageId, state, accepted, refused, reply, reason, because } = item;
  const lines = [
    `Message ${itemId} of account ${item.accountId}, Message-ID ${messageId}.`,
    ...(reply === null ? [] : [`The server said: ${reply}`]),
  ];
  const why = [reason, because && `(${because})`].filter(Boolean).join(' ');
  switch (state) {
    case 'sent': {
      const part = refused.length > 0 ? ` to ${accepted.length} of ${accepted.length + refused.length}` : '';
      return { outcome: 'sent', lines: [`Sent${part}.`, ...lines] };
    }
    case 'failed':
      return {
        outcome: 'failed',
        lines: [`Not sent. ${why}`.trim(), ...lines, `To try again: outbox send-now ${itemId}`],
      };
    case 'cancelled':
      return { outcome: 'failed', lines: ['Not sent: the message was cancelled.', ...lines] };
    case 'unconfirmed':
      return {
        outcome: 'failed',
        lines: [
          'It may have been sent: the server did not answer in the end. Look in the Sent folder of the mailbox.',
          ...lines,
          `If it was sent: outbox mark-sent ${itemId}. If not: outbox send-again ${itemId}`,
        ],
      };
    default:
      return null;
  }
}

/** Of a file name, in bytes (NAME_MAX of Linux; others count UTF-16 units, which are never more). */
const longestName = 255;
/** For `.note.txt` and the end of the file that becomes the note. */
const roomBytes = 30;
const longestTarget = longestName - roomBytes;

/**
 * Answers the name under which a document goes into `sent` or `failed`; an older one of the same name stays, and one that leaves
 * no room for the note is cut.
 */
export async function freeTarget(entry: Omit<WatchEntry, 'stage'>, outcome: Outcome): Promise<string> {
  const { name } = entry.document;
  const inside = join(entry.folder, outcome);
  if (Buffer.byteLength(name) <= longestTarget) {
    const taken = await Promise.all([name, noteName(name)].map((each) => look(inside, each)));
    if (taken.every(({ kind }) => kind === 'gone')) return name;
  }
  const ending = extname(name).length > longestEnding ? '' : extname(name);
  const end = `.${entry.key.slice(0, 8)}${ending}`;
  return `${cutTo(ending === '' ? name : stemOf(name), longestTarget - Buffer.byteLength(end))}${end}`;
}

/** What is longer after the last dot is no kind of document. */
const longestEnding = 12;

/** Answers the beginning of a text that fits, with whole characters. */
function cutTo(text: string, maxBytes: number): string {
  let cut = '';
  let bytes = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > maxBytes) break;
    cut += character;
  }
  return cut;
}

function noteName(target: string): string {
  return `${target}.note.txt`;
}

/**
 * Writes the note and moves the document with its sidecar out of the watch folder; doing it again does no more than what is
 * missing.
 *
 * What lies there under the same name by now is another document and stays.
 *
 * @throws {AppError} `deferred` — the folder is not there
 * @throws the system's error where it may not be written
 */
export async function moveSettled({ folder, document, sidecar }: WatchEntry, stage: Settled): Promise<void> {
  const inside = join(folder, stage.outcome);
  await assertWatchable(folder);
  // Who may look into the folder put the document there, or may know why it failed.
  const { mode } = await stat(folder);
  await writeWhole(join(inside, noteName(stage.target)), `${stage.note}\n`, 0o600 | (mode & 0o044));
  const seen = await look(folder, document.name);
  const isOurs = 'file' in seen && isSame(seen.file, document);
  if (isOurs) await rename(join(folder, document.name), join(inside, stage.target));
  if (sidecar && (isOurs || seen.kind === 'gone')) {
    const beside = await look(folder, sidecar.name);
    if ('file' in beside && isSame(beside.file, sidecar))
      await rename(join(folder, sidecar.name), join(inside, `${stage.target}${extname(sidecar.name)}`));
  }
  // The note of what is on its way goes next: it must not go before the move is on the disk.
  await syncFolder(inside);
  await syncFolder(folder);
}
