import { appendFileSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { late } from '../../shared/late-schema.ts';
import { documentContent } from './outbox-rows.ts';
import { systemCode } from '../system-code.ts';

/** What a document is called by whoever copies it; its part is named after it, so it is nothing that could leave the folder. */
export const documentIdFormat = /^[A-Za-z0-9_-]{8,64}$/;

/** What is remembered of a document beside its bytes; the person's file name is only ever content, never a name here. */
const note = late(() =>
  z.object({
    name: z.string(),
    beganAtMs: z.number(),
    /** What it is known by; null: it has not ended. */
    done: documentContent.nullable().default(null),
  }),
);
export type StagedNote = z.infer<typeof note>;

/** A line tells of one document that it began, that it ended, or that it is staged no more. */
const line = late(() =>
  z
    // A bad disk may have changed it: what no document is called could not be forgotten either.
    .object({ documentId: z.string().regex(documentIdFormat) })
    .and(z.union([note, z.object({ done: documentContent }), z.object({ gone: z.literal(true) })])),
);
type Line = z.infer<typeof line>;

const earlierName = /^([A-Za-z0-9_-]{8,64})\.json$/;
/** The file is written anew when it has grown by more than this beyond what it has to tell. */
const spareBytes = 16 * 1024;

/** Only a file that is not there says nothing: where one cannot be read, a sweep would take for nobody's what it tells of. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    return '';
  }
}

function removeLeftOver(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Somebody else has it open (Windows): it goes with another start.
  }
}

/** What was cut short says nothing. */
function parsed<Value>(schema: z.ZodType<Value>, text: string): Value | null {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Reads what an earlier version wrote of one document: what it began with, and what was known when it ended. */
function earlierNote(text: string): StagedNote | null {
  const [first = '', ...ends] = text.split('\n');
  const known = parsed(note, first);
  const done = ends.map((end) => parsed(documentContent, end)).findLast((end) => end !== null);
  return known && { ...known, done: done ?? known.done };
}

const lineOf = (told: Line): string => `\n${JSON.stringify(told)}`;

/** Notes of the documents that are staged. */
export type StagedNotes = ReturnType<typeof openStagedNotes>;

/**
 * Opens the notes of the documents that are staged: one file, to which a line is added for each change.
 *
 * What they say is promised to nobody: after a power cut a document that no item carries is added again. So nothing waits for the
 * disk here, and no file is made and removed for each document, which takes file systems longer the more of them went before.
 *
 * @param path the file; it need not be there
 * @param staging where an earlier version kept a file for each document: they are taken over
 */
export function openStagedNotes(path: string, staging: string) {
  const notes = new Map<string, StagedNote>();
  let sizeBytes = 0;
  let mostBytes = 0;

  const add = (told: Line): void => {
    const text = lineOf(told);
    appendFileSync(path, text, { mode: 0o600 });
    sizeBytes += Buffer.byteLength(text);
  };

  /** Leaves out what is no more; whoever dies here leaves the older file. */
  const writeAnew = (): boolean => {
    const temporary = join(staging, 'notes.tmp');
    const text = [...notes].map(([documentId, known]) => lineOf({ documentId, ...known })).join('');
    try {
      // On disk before it has the name, or a power cut could leave neither this file nor the older one.
      writeFileSync(temporary, text, { mode: 0o600, flush: true });
      renameSync(temporary, path);
      sizeBytes = Buffer.byteLength(text);
      return true;
    } catch {
      // A full disk; the older file says the same.
      removeLeftOver(temporary);
      return false;
    } finally {
      mostBytes = 2 * sizeBytes + spareBytes;
    }
  };

  const apply = (told: Line | null): void => {
    if (told === null) return;
    const { documentId } = told;
    const known = notes.get(documentId);
    if ('gone' in told) notes.delete(documentId);
    else if ('name' in told)
      notes.set(documentId, { name: told.name, beganAtMs: told.beganAtMs, done: told.done });
    else if (known) notes.set(documentId, { ...known, done: told.done });
  };

  /** Tells the file before anybody is told. */
  const tell = (told: Line): void => {
    add(told);
    apply(told);
  };

  const names = readdirSync(staging);
  for (const name of names) if (name.endsWith('.tmp')) removeLeftOver(join(staging, name));
  const earlier = names.filter((name) => earlierName.test(name));
  for (const name of earlier) {
    const known = earlierNote(textOf(join(staging, name)));
    if (known) notes.set(name.slice(0, -'.json'.length), known);
  }
  const text = textOf(path);
  for (const told of text.split('\n')) apply(parsed(line, told));
  if ((text !== '' || earlier.length > 0) && writeAnew())
    for (const name of earlier) rmSync(join(staging, name), { force: true });

  return {
    /** Answers the note of a document; null: there is none. */
    get: (documentId: string): StagedNote | null => notes.get(documentId) ?? null,
    /** All of them, by document ID. */
    all: (): ReadonlyMap<string, StagedNote> => notes,

    /** Notes that a document has begun. */
    begin: (documentId: string, begun: Omit<StagedNote, 'done'>): void =>
      tell({ documentId, ...begun, done: null }),
    /** Notes that a document has ended. */
    end: (documentId: string, done: NonNullable<StagedNote['done']>): void => tell({ documentId, done }),
    /** Forgets a document; where that cannot be written, it comes back with the next start, and goes with a sweep. */
    forget: (documentId: string): void => {
      if (!notes.delete(documentId)) return;
      try {
        add({ documentId, gone: true });
      } catch {
        // A full disk: whoever frees it must not be refused.
      }
      if (sizeBytes > mostBytes) writeAnew();
    },
  };
}
