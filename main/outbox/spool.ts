import {
  chmodSync,
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../shared/errors.ts';
import type { StagedDocument } from '../../shared/message.ts';
import type { Clock, Random } from '../ports.ts';
import { createContentNoting } from '../document-content.ts';
import type { ContentNoting, NotedContent } from '../document-content.ts';
import { fileFailure, syncFile, syncFolder } from '../whole-file.ts';
import { documentIdFormat, openStagedNotes } from './staged-notes.ts';
import type { StagedNote, StagedNotes } from './staged-notes.ts';

interface SpoolDeps {
  /** `spool` of the profile. */
  readonly folder: string;
  readonly clock: Clock;
  readonly random: Random;
}

/** Documents of a profile: what people attach, copied, kept once per content. */
export type Spool = ReturnType<typeof createSpool>;

const idBytes = 16;
const contentName = /^[0-9a-f]{64}$/;
const partName = /^([A-Za-z0-9_-]{8,64})\.part$/;
const readBytes = 1024 * 1024;
/** A document that nobody has sent after a day is not going to be sent. */
const stagedForMs = 86_400_000;
/** Removing files holds everything else up. */
const removedAtOnce = 200;

const unreadable = (message: string) =>
  new AppError('document-unreadable', message, { field: 'documentIds' });

async function notedOf(path: string): Promise<NotedContent> {
  const noting = createContentNoting();
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(Math.min(readBytes, fstatSync(file).size + 1));
    for (;;) {
      const bytesRead = readSync(file, buffer, 0, buffer.length, noting.sizeBytes());
      if (bytesRead === 0) break;
      noting.add(buffer.subarray(0, bytesRead));
      if (bytesRead === buffer.length) await setImmediate();
    }
    return noting.end();
  } finally {
    closeSync(file);
  }
}

/**
 * Opens the documents of a profile: `<sha256>` for content, `staging/` for what is still being copied, `staged.notes` for what is
 * known of both until an item carries them.
 *
 * @throws {AppError} `storage-full`, `profile-unreadable` — the folder cannot be made or read
 */
export function createSpool({ folder, clock, random }: SpoolDeps) {
  const staging = join(folder, 'staging');
  const partOf = (documentId: string) => join(staging, `${documentId}.part`);
  const pathOf = (sha256: string) => join(folder, sha256);
  // One call at a time per document: a repeated call may arrive while the first is still at work.
  const working = new Map<string, Promise<unknown>>();
  // Content that was just ended, so that a sweep which read the staging before does not take it.
  const justEnded = new Map<string, number>();
  // What is copied from its begin to its end is noted on the way, so that it is not read once more.
  const notings = new Map<string, ContentNoting>();
  // Content that was not there before, by the document that brought it; nothing carries it yet.
  const broughtBy = new Map<string, string>();
  let notes: StagedNotes;

  try {
    mkdirSync(staging, { recursive: true, mode: 0o700 });
    for (const path of [folder, staging]) chmodSync(path, 0o700);
    notes = openStagedNotes(join(folder, 'staged.notes'), staging);
  } catch (error) {
    throw fileFailure(error, 'The folder of the documents cannot be used.', 'profile-unreadable');
  }

  async function inTurn<Value>(documentId: string, work: () => Promise<Value>): Promise<Value> {
    if (!documentIdFormat.test(documentId)) throw unreadable('There is no such document.');
    const before = working.get(documentId) ?? Promise.resolve();
    const mine = before.then(work, work);
    working.set(documentId, mine);
    try {
      return await mine;
    } finally {
      if (working.get(documentId) === mine) working.delete(documentId);
    }
  }

  const noteOf = (documentId: string): StagedNote => {
    const known = notes.get(documentId);
    if (!known) throw unreadable('There is no such document; add it again.');
    return known;
  };

  /** Opens what is there of a document. */
  const openPart = (documentId: string): number => {
    if (noteOf(documentId).done) throw unreadable('The document was ended already.');
    return openSync(partOf(documentId), 'r+');
  };

  function write(documentId: string, file: number, offsetBytes: number, bytes: Uint8Array) {
    const { size } = fstatSync(file);
    if (offsetBytes > size) {
      throw new AppError('invalid-request', 'Bytes of the document are missing before this offset.', {
        field: 'offsetBytes',
        detail: { sizeBytes: size },
      });
    }
    for (let written = 0; written < bytes.length;) {
      written += writeSync(file, bytes, written, bytes.length - written, offsetBytes + written);
    }
    const noting = notings.get(documentId);
    if (noting?.sizeBytes() === offsetBytes) noting.add(bytes);
    else notings.delete(documentId);
    return { sizeBytes: Math.max(size, offsetBytes + bytes.length) };
  }

  const stagedOf = (documentId: string, { name, done }: StagedNote): StagedDocument => {
    if (!done) throw unreadable('The document was not copied to its end; add it again.');
    return { documentId, name, ...done };
  };

  const sizeOf = (sha256: string): number | null =>
    statSync(pathOf(sha256), { throwIfNoEntry: false })?.size ?? null;

  /** Gives the copied bytes their place; they may be there already, from this document or another one. */
  async function keepContent(documentId: string, { sha256, sizeBytes }: NonNullable<StagedNote['done']>) {
    justEnded.set(sha256, clock.nowMs());
    const isNew = sizeOf(sha256) === null;
    if (isNew) broughtBy.set(sha256, documentId);
    // What items carry already is replaced only by what is on disk; where nobody does, bytes and name go there together.
    try {
      if (!isNew) await syncFile(partOf(documentId));
      renameSync(partOf(documentId), pathOf(sha256));
    } catch (error) {
      // Moved by an earlier call, or (Windows) in the way of somebody who reads the same content.
      if (sizeOf(sha256) !== sizeBytes) throw error;
      rmSync(partOf(documentId), { force: true });
    }
    // At once: a file system that keeps a journal writes it once for both.
    await Promise.all([syncFile(pathOf(sha256)), syncFolder(folder)]);
  }

  /** What the pieces add up to; null where one came out of turn, or before the app started. */
  function notedOnTheWay(documentId: string): NotedContent | null {
    const noting = notings.get(documentId);
    notings.delete(documentId);
    return noting?.end() ?? null;
  }

  async function finish(documentId: string): Promise<StagedDocument> {
    const known = noteOf(documentId);
    try {
      // The note goes first: whoever dies after it finds the part, and a repeated call moves it.
      const done = known.done ?? notedOnTheWay(documentId) ?? (await notedOf(partOf(documentId)));
      if (!known.done) notes.end(documentId, done);
      await keepContent(documentId, done);
      return stagedOf(documentId, { ...known, done });
    } catch (error) {
      return await giveUp(documentId, error);
    }
  }

  const forget = (documentId: string): void => {
    notings.delete(documentId);
    rmSync(partOf(documentId), { force: true });
    notes.forget(documentId);
  };

  /** Takes the content too where nothing but this document has brought it: a disk that is full must not stay so for a day. */
  async function discard(documentId: string): Promise<void> {
    const sha256 = notes.get(documentId)?.done?.sha256;
    forget(documentId);
    if (sha256 === undefined) return;
    if ([...notes.all().values()].some(({ done }) => done?.sha256 === sha256)) return;
    // Looked at and removed without a pause: an item, or another document of this content, may come at any moment.
    if (broughtBy.get(sha256) !== documentId) return;
    broughtBy.delete(sha256);
    justEnded.delete(sha256);
    rmSync(pathOf(sha256), { force: true });
  }

  /** Half a copy must not keep the disk full; what failed for another reason may be repeated. */
  async function giveUp(documentId: string, error: unknown): Promise<never> {
    const failure = fileFailure(error, 'The document cannot be kept.');
    if (failure.code === 'storage-full') await discard(documentId).catch(() => undefined);
    throw failure;
  }

  /** Removes contents without a pause between the question and the removal; answers how many went. */
  function removeUnwanted(
    hashes: readonly string[],
    oldestMs: number,
    isWanted: (sha256: string) => boolean,
  ): number {
    let gone = 0;
    for (const sha256 of hashes) {
      if ((justEnded.get(sha256) ?? 0) > oldestMs || isWanted(sha256)) continue;
      justEnded.delete(sha256);
      rmSync(pathOf(sha256), { force: true });
      gone += 1;
    }
    return gone;
  }

  return {
    /** Begins to copy a document; `name` is what the recipient will see. */
    begin: async (name: string): Promise<{ documentId: string }> => {
      const documentId = Buffer.from(random.bytes(idBytes)).toString('base64url');
      try {
        notes.begin(documentId, { name, beganAtMs: clock.nowMs() });
        // At once: an empty document is one whose file is there, and one whose bytes are lost is not taken for empty.
        closeSync(openSync(partOf(documentId), 'wx', 0o600));
        notings.set(documentId, createContentNoting());
      } catch (error) {
        return await giveUp(documentId, error);
      }
      return { documentId };
    },

    /**
     * Writes bytes at their place; repeating a call changes nothing.
     *
     * @returns how many bytes the document has now
     * @throws {AppError} `invalid-request` — bytes before the offset are missing
     * @throws {AppError} `document-unreadable` — there is no such document, or it was ended
     * @throws {AppError} `storage-full` — the document is forgotten; nothing of it stays
     */
    append: (documentId: string, offsetBytes: number, bytes: Uint8Array): Promise<{ sizeBytes: number }> =>
      inTurn(documentId, async () => {
        try {
          const file = openPart(documentId);
          try {
            return write(documentId, file, offsetBytes, bytes);
          } finally {
            closeSync(file);
          }
        } catch (error) {
          notings.delete(documentId);
          return await giveUp(documentId, error);
        }
      }),

    /**
     * Ends a document; it is on disk when the call returns, and repeating the call answers the same.
     *
     * @throws {AppError} `document-unreadable`, `storage-full`
     */
    end: (documentId: string): Promise<StagedDocument> => inTurn(documentId, () => finish(documentId)),

    /** Forgets a document that is not going to be sent; its content goes at once, or where others may need it with a sweep. */
    discard: (documentId: string): Promise<void> => inTurn(documentId, () => discard(documentId)),

    /**
     * Answers a document that was ended.
     *
     * @throws {AppError} `document-unreadable` — it is unknown, not ended, or its content is gone
     */
    staged: async (documentId: string): Promise<StagedDocument> => {
      if (!documentIdFormat.test(documentId)) throw unreadable('There is no such document.');
      const document = stagedOf(documentId, noteOf(documentId));
      if (sizeOf(document.sha256) !== document.sizeBytes)
        throw unreadable('The content of a document is gone; add it again.');
      return document;
    },

    /**
     * Keeps the content of documents of an older item for another one, until `consume` says that it carries them; answers
     * those whose content is gone.
     */
    keep: async (documents: readonly StagedDocument[]): Promise<readonly StagedDocument[]> => {
      for (const { sha256 } of documents) {
        justEnded.set(sha256, clock.nowMs());
        broughtBy.delete(sha256);
      }
      const missing: StagedDocument[] = [];
      for (const document of documents) {
        if (sizeOf(document.sha256) !== document.sizeBytes) missing.push(document);
      }
      return missing;
    },

    /** Says that items carry these documents now: their content is kept for the items alone. */
    consume: async (documents: readonly StagedDocument[]): Promise<void> => {
      // Before the first pause: from here on the items' content is nobody's to discard.
      for (const { sha256 } of documents) broughtBy.delete(sha256);
      for (const { documentId, sha256 } of documents) {
        // Its bytes have another name since it ended.
        await inTurn(documentId, async () => notes.forget(documentId));
        justEnded.delete(sha256);
      }
    },

    /** Where the content with this hash lies. */
    pathOf: (sha256: string): string => {
      if (!contentName.test(sha256)) throw new AppError('internal', 'This is no hash of a document.');
      return pathOf(sha256);
    },

    /**
     * Deletes these contents, without going through all others, unless somebody needs them or has staged them.
     *
     * @param isWanted asked right before a content goes
     */
    remove: async (hashes: readonly string[], isWanted: (sha256: string) => boolean): Promise<void> => {
      const mayGo = hashes.filter((sha256) => !isWanted(sha256));
      if (mayGo.length === 0) return;
      const oldest = clock.nowMs() - stagedForMs;
      const staged = new Set(
        [...notes.all().values()].flatMap((known) => (known.beganAtMs > oldest && known.done?.sha256) || []),
      );
      removeUnwanted(
        mayGo.filter((sha256) => !staged.has(sha256)),
        oldest,
        isWanted,
      );
    },

    /**
     * Deletes what nobody needs: old staging, and content that is neither wanted nor staged.
     *
     * Younger staging stays, even unfinished: whoever copies it may go on after a restart.
     *
     * @param wanted answers who says whether an item needs a content; asked right before files go, for what was nobody's a moment
     *   ago may be an item's by now
     * @returns how many files went
     */
    sweep: async (wanted: () => (sha256: string) => boolean): Promise<number> => {
      const oldest = clock.nowMs() - stagedForMs;
      let gone = 0;
      const staged = new Set<string>();
      const parts = (await readdir(staging)).flatMap((name) => partName.exec(name)?.[1] ?? []);
      for (const documentId of new Set([...parts, ...notes.all().keys()])) {
        const known = notes.get(documentId);
        if (known && known.beganAtMs > oldest) {
          if (known.done) staged.add(known.done.sha256);
        } else {
          await inTurn(documentId, async () => forget(documentId));
          gone += 1;
        }
      }
      const names = (await readdir(folder)).filter((name) => contentName.test(name) && !staged.has(name));
      while (names.length > 0) {
        gone += removeUnwanted(names.splice(0, removedAtOnce), oldest, wanted());
        await setImmediate();
      }
      return gone;
    },
  };
}
