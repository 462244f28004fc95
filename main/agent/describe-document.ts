import { extname } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { openSeen } from './seen-file.ts';
import { parseSidecar } from './sidecar.ts';
import type { Sidecar } from './sidecar.ts';
import type { SeenFile, WatchMessage } from './watch-journal.ts';
import { filledIn, recipientsOfName, stemOf } from './watch-names.ts';
import type { WatchFolder } from './watch-settings.ts';

const maxSidecarBytes = 8 * 1024 * 1024;
const longestSubject = 998;

/**
 * Answers the message that a document becomes: its recipients, and the template filled in.
 *
 * @param sidecar the file that tells about it, where recipients come from such files
 * @throws {AppError} `invalid-request` — nobody can say who gets it; the sentence is for the note beside the document
 * @throws {AppError} `deferred` — the sidecar was changed meanwhile
 */
export async function describeDocument(
  folder: WatchFolder,
  document: SeenFile,
  sidecar: SeenFile | null,
): Promise<WatchMessage> {
  const { accountId, records } = folder;
  if (!sidecar) {
    const named = recipientsOfName(document.name);
    if (named.kind === 'refused') throw new AppError('invalid-request', named.reason);
    const values = { name: named.name, file: document.name };
    // Whoever gets it need not see the addresses.
    const documentName = `${named.name || 'document'}${extname(document.name)}`;
    const to = [...named.to];
    return { accountId, records, to, cc: [], bcc: [], ...template(folder, values), documentName };
  }
  const { to, cc, bcc, subject, body, records: own } = await readSidecar(folder.folder, sidecar);
  const values = { name: stemOf(document.name), file: document.name };
  return {
    ...{ accountId, records: [...(own ?? []), ...records], to, cc, bcc },
    ...template({ subject: subject ?? folder.subject, body: body ?? folder.body }, values),
    documentName: document.name,
  };
}

function template(
  { subject, body }: Pick<WatchFolder, 'subject' | 'body'>,
  values: { readonly name: string; readonly file: string },
) {
  return { subject: filledIn(subject, values).slice(0, longestSubject), body: filledIn(body, values) };
}

async function readSidecar(folder: string, sidecar: SeenFile): Promise<Sidecar> {
  if (sidecar.sizeBytes > maxSidecarBytes)
    throw new AppError('invalid-request', 'The file beside the document is too long.');
  const handle = await openSeen(folder, sidecar);
  if (!handle) throw new AppError('deferred', 'The file beside the document was changed while it was read.');
  try {
    return parseSidecar(sidecar.name, decoded(await handle.readFile()));
  } finally {
    await handle.close();
  }
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new AppError('invalid-request', 'The file beside the document is not UTF-8 text.');
  }
}
