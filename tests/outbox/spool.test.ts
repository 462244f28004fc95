import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import {
  appendFile,
  chmod,
  mkdir,
  readdir,
  rename,
  rm,
  rmdir,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSpool } from '../../main/outbox/spool.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { systemRandom } from '../helpers/system-ports.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { runs } from '../helpers/effort.ts';

const day = 86_400_000;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const nobody = () => () => false;

async function start(folder?: string, clock = createFakeClock()) {
  const path = folder ?? join(await temporaryFolder(), 'spool');
  return { folder: path, clock, spool: createSpool({ folder: path, clock, random: systemRandom }) };
}

async function staged(spool: ReturnType<typeof createSpool>, bytes: Uint8Array, name = 'quote.pdf') {
  const { documentId } = await spool.begin(name);
  await spool.append(documentId, 0, bytes);
  return spool.end(documentId);
}
/** All files but the one that says what is staged. */
const filesIn = async (folder: string) =>
  (await readdir(folder, { recursive: true })).filter(
    (name) => statSync(join(folder, name)).isFile() && name !== notesName,
  );
const notesName = 'staged.notes';
const notesOf = (folder: string) => readFileSync(join(folder, notesName), 'utf8');

describe('a document', () => {
  test('arrives in pieces and is kept by its content', async () => {
    const { spool } = await start();
    const { documentId } = await spool.begin('Angebot Łódź.pdf');
    expect(await spool.append(documentId, 0, Buffer.from('one '))).toEqual({ sizeBytes: 4 });
    expect(await spool.append(documentId, 4, Buffer.from('two'))).toEqual({ sizeBytes: 7 });
    const document = await spool.end(documentId);
    expect(document).toEqual({
      documentId,
      name: 'Angebot Łódź.pdf',
      sizeBytes: 7,
      sha256: sha256(Buffer.from('one two')),
      crc32: crc32(Buffer.from('one two')),
    });
    expect(readFileSync(spool.pathOf(document.sha256), 'utf8')).toBe('one two');
    expect(await spool.staged(documentId)).toEqual(document);
  });

  test('may be empty', async () => {
    const { spool } = await start();
    const { documentId } = await spool.begin('empty.txt');
    expect(await spool.end(documentId)).toMatchObject({ sizeBytes: 0, sha256: sha256(Buffer.alloc(0)) });
    expect(await spool.staged(documentId)).toMatchObject({ sizeBytes: 0 });
  });

  test('is the same whichever calls are repeated, and in whichever order repeats arrive', async () => {
    const { spool } = await start();
    const bytes = Buffer.from('0123456789abcdefghijklmnopqrstuvwxyz');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(5), { maxLength: 12 }), async (repeats) => {
        const { documentId } = await spool.begin('x');
        const piece = (index: number) =>
          spool.append(documentId, index * 6, bytes.subarray(index * 6, index * 6 + 6));
        for (let index = 0; index < 6; index += 1) await piece(index);
        await Promise.all(repeats.map(piece));
        const [first, second] = await Promise.all([spool.end(documentId), spool.end(documentId)]);
        expect(second).toEqual(first);
        expect(first).toMatchObject({ sizeBytes: 36, sha256: sha256(bytes) });
        expect(await spool.end(documentId)).toEqual(first);
      }),
      runs({ quick: 25, full: 500 }),
    );
  });

  test('with a gap is refused, and says how far it has come', async () => {
    const { spool } = await start();
    const { documentId } = await spool.begin('x');
    await spool.append(documentId, 0, Buffer.from('abc'));
    await expect(spool.append(documentId, 4, Buffer.from('e'))).rejects.toMatchObject({
      code: 'invalid-request',
      field: 'offsetBytes',
      detail: { sizeBytes: 3 },
    });
  });

  test.each(['../../etc/passwd', 'CON', 'a/b\\c', '.hidden', '\0', 'x'.repeat(255), 'ü'.repeat(200)])(
    'called %j never lends its name to a file',
    async (name) => {
      const { spool, folder } = await start();
      const document = await staged(spool, Buffer.from('x'), name);
      expect(document.name).toBe(name);
      expect(await filesIn(folder)).toEqual([document.sha256]);
      expect(existsSync(join(folder, '..', 'etc'))).toBe(false);
    },
  );

  test.each(['../secret', 'no-such-document', '', 'a'.repeat(65)])(
    'with the ID %j is unknown',
    async (documentId) => {
      const { spool } = await start();
      for (const call of [
        () => spool.append(documentId, 0, Buffer.from('x')),
        () => spool.end(documentId),
        () => spool.staged(documentId),
      ]) {
        await expect(call()).rejects.toMatchObject({ code: 'document-unreadable' });
      }
    },
  );

  test('that was not ended, or was ended before, takes no more', async () => {
    const { spool } = await start();
    const { documentId } = await spool.begin('x');
    await expect(spool.staged(documentId)).rejects.toMatchObject({
      code: 'document-unreadable',
      field: 'documentIds',
    });
    await spool.end(documentId);
    await expect(spool.append(documentId, 0, Buffer.from('x'))).rejects.toMatchObject({
      code: 'document-unreadable',
    });
  });

  test('whose content is gone or was cut says so before it is sent', async () => {
    const { spool } = await start();
    const document = await staged(spool, Buffer.from('content'));
    await truncate(spool.pathOf(document.sha256), 2);
    await expect(spool.staged(document.documentId)).rejects.toMatchObject({ code: 'document-unreadable' });
    await rm(spool.pathOf(document.sha256));
    await expect(spool.staged(document.documentId)).rejects.toMatchObject({ code: 'document-unreadable' });
  });

  test('that was discarded is gone, with its content', async () => {
    const { spool, folder } = await start();
    const document = await staged(spool, Buffer.from('x'));
    await spool.discard(document.documentId);
    await spool.discard(document.documentId);
    await expect(spool.staged(document.documentId)).rejects.toMatchObject({ code: 'document-unreadable' });
    expect(await filesIn(folder)).toEqual([]);
  });

  test('that was discarded leaves its content to an item and to another document that have the same', async () => {
    const { spool, folder } = await start();
    const sent = await staged(spool, Buffer.from('of an item'));
    await spool.consume([sent]);
    const again = await staged(spool, Buffer.from('of an item'));
    const first = await staged(spool, Buffer.from('of two'));
    const second = await staged(spool, Buffer.from('of two'));
    await Promise.all([again, first].map(({ documentId }) => spool.discard(documentId)));
    expect(readFileSync(spool.pathOf(sent.sha256), 'utf8')).toBe('of an item');
    expect(await spool.staged(second.documentId)).toEqual(second);
    await Promise.all([spool.consume([second]), spool.discard(second.documentId)]);
    expect((await filesIn(folder)).toSorted()).toEqual([sent.sha256, second.sha256].toSorted());
  });

  test.skipIf(!existsSync('/dev/full'))('that does not fit leaves nothing on the full disk', async () => {
    const { spool, folder } = await start();
    const { documentId } = await spool.begin('large.pdf');
    const part = join(folder, 'staging', `${documentId}.part`);
    await rm(part);
    await symlink('/dev/full', part);
    await expect(spool.append(documentId, 0, Buffer.from('x'))).rejects.toMatchObject({
      code: 'storage-full',
    });
    expect(await readdir(join(folder, 'staging'))).toEqual([]);
    await expect(spool.append(documentId, 0, Buffer.from('x'))).rejects.toMatchObject({
      code: 'document-unreadable',
    });
  });

  test('of the same content is kept once', async () => {
    const { spool, folder } = await start();
    const [one, two] = [
      await staged(spool, Buffer.from('same'), 'a'),
      await staged(spool, Buffer.from('same'), 'b'),
    ];
    expect(one.sha256).toBe(two.sha256);
    expect((await filesIn(folder)).filter((name) => name === one.sha256)).toHaveLength(1);
    expect(await spool.staged(one.documentId)).toMatchObject({ name: 'a' });
  });
});

describe('a restart', () => {
  test('keeps what was ended, and lets a copy go on', async () => {
    const { spool, folder, clock } = await start();
    const document = await staged(spool, Buffer.from('done'));
    const { documentId } = await spool.begin('half.bin');
    await spool.append(documentId, 0, Buffer.from('first '));
    const { spool: again } = await start(folder, clock);
    await again.sweep(nobody);
    expect(await again.staged(document.documentId)).toEqual(document);
    await again.append(documentId, 6, Buffer.from('second'));
    expect(await again.end(documentId)).toMatchObject({ sha256: sha256(Buffer.from('first second')) });
  });

  test('lets an empty document be ended of which nothing had come before', async () => {
    const { spool, folder, clock } = await start();
    const { documentId } = await spool.begin('empty.txt');
    const { spool: again } = await start(folder, clock);
    expect(await again.end(documentId)).toMatchObject({ sizeBytes: 0, sha256: sha256(Buffer.alloc(0)) });
    expect(await again.staged(documentId)).toMatchObject({ name: 'empty.txt', sizeBytes: 0 });
  });

  test('between the note and the move of an ended document loses nothing', async () => {
    const { spool, folder, clock } = await start();
    const document = await staged(spool, Buffer.from('content'));
    // As if the process had died before the content got its name.
    await rename(spool.pathOf(document.sha256), join(folder, 'staging', `${document.documentId}.part`));
    const { spool: again } = await start(folder, clock);
    expect(await again.end(document.documentId)).toEqual(document);
    expect(await again.staged(document.documentId)).toEqual(document);
  });

  test.each(['in one line', 'in two lines'])(
    'finds what an earlier version has ended, noted %s',
    async (how) => {
      const { spool, folder, clock } = await start();
      const document = await staged(spool, Buffer.from('content'));
      const { documentId, name, ...done } = document;
      await spool.append((await spool.begin('half')).documentId, 0, Buffer.from('half'));
      await rm(join(folder, notesName));
      const begun = { name, beganAtMs: clock.nowMs() };
      const earlier = how === 'in one line' ? [{ ...begun, done }] : [begun, done];
      const note = join(folder, 'staging', `${documentId}.json`);
      await writeFile(note, earlier.map((line) => JSON.stringify(line)).join('\n'));
      const { spool: again } = await start(folder, clock);
      expect(await again.staged(documentId)).toEqual(document);
      expect(existsSync(note)).toBe(false);
      const { spool: third } = await start(folder, clock);
      expect(await third.staged(documentId)).toEqual(document);
      // Whose note is lost is nobody's.
      await third.sweep(nobody);
      expect(await filesIn(folder)).toEqual([document.sha256]);
    },
  );

  test('lets a document go on that an earlier version has begun', async () => {
    const { folder, clock } = await start();
    await writeFile(
      join(folder, 'staging', 'abcdefgh.json'),
      JSON.stringify({ name: 'half.bin', beganAtMs: clock.nowMs() }),
    );
    await writeFile(join(folder, 'staging', 'abcdefgh.part'), 'first ');
    const { spool } = await start(folder, clock);
    await spool.append('abcdefgh', 6, Buffer.from('second'));
    expect(await spool.end('abcdefgh')).toMatchObject({
      name: 'half.bin',
      sha256: sha256(Buffer.from('first second')),
    });
  });

  test.each([0, 1, 20])(
    'lets a document be ended again of whose note only the first %i characters of its end were written',
    async (characters) => {
      const { spool, folder, clock } = await start();
      const document = await staged(spool, Buffer.from('content'));
      await rename(spool.pathOf(document.sha256), join(folder, 'staging', `${document.documentId}.part`));
      await truncate(join(folder, notesName), notesOf(folder).lastIndexOf('\n') + characters);
      const { spool: again } = await start(folder, clock);
      await expect(again.staged(document.documentId)).rejects.toMatchObject({ code: 'document-unreadable' });
      expect(await again.end(document.documentId)).toEqual(document);
      expect(await again.staged(document.documentId)).toEqual(document);
    },
  );

  test('knows all documents but the one whose line was cut short, also those that came after it', async () => {
    const { spool, folder, clock } = await start();
    const before = await staged(spool, Buffer.from('before'));
    await appendFile(join(folder, notesName), '\n{"documentId":"cut-short","na');
    const after = await staged(spool, Buffer.from('after'));
    const { spool: again } = await start(folder, clock);
    for (const each of [before, after]) expect(await again.staged(each.documentId)).toEqual(each);
    await expect(again.staged('cut-short')).rejects.toMatchObject({ code: 'document-unreadable' });
  });

  test('takes a line that names no document for nothing, so that a sweep goes on', async () => {
    const { spool, folder, clock } = await start();
    const old = await staged(spool, Buffer.from('old'));
    const flipped = {
      documentId: `!${old.documentId.slice(1)}`,
      name: 'flipped.pdf',
      beganAtMs: 0,
      done: null,
    };
    await appendFile(join(folder, notesName), `\n${JSON.stringify(flipped)}`);
    const { spool: again } = await start(folder, clock);
    await clock.advance(day + 1);
    await again.sweep(nobody);
    expect(await filesIn(folder)).toEqual([]);
  });

  test('knows nothing of what was carried or discarded, not even its name', async () => {
    const { spool, folder, clock } = await start();
    const carried = await staged(spool, Buffer.from('carried'), 'carried.pdf');
    await spool.discard((await staged(spool, Buffer.from('discarded'), 'discarded.pdf')).documentId);
    await spool.consume([carried]);
    const { spool: again } = await start(folder, clock);
    await expect(again.staged(carried.documentId)).rejects.toMatchObject({ code: 'document-unreadable' });
    expect(notesOf(folder)).toBe('');
  });

  test('takes away half-written notes', async () => {
    const { folder } = await start();
    await writeFile(join(folder, 'staging', 'abcdefgh.json.0011.tmp'), '{');
    await start(folder);
    expect(await filesIn(folder)).toEqual([]);
  });
});

test('what is noted of documents that are gone does not pile up', async () => {
  const { spool, folder } = await start();
  const kept = await staged(spool, Buffer.from('kept'));
  for (let number = 0; number < 80; number += 1) {
    const { documentId } = await spool.begin('x'.repeat(1_000));
    await spool.discard(documentId);
  }
  expect(notesOf(folder).length).toBeLessThan(40_000);
  const { spool: again } = await start(folder);
  expect(await again.staged(kept.documentId)).toEqual(kept);
});

describe('a sweep', () => {
  test('keeps what an item needs and what was staged today, and nothing else', async () => {
    const { spool, folder, clock } = await start();
    const old = await staged(spool, Buffer.from('old'));
    const carried = await staged(spool, Buffer.from('carried'));
    await spool.consume([carried]);
    const unfinished = await spool.begin('unfinished');
    await clock.advance(day + 1);
    const young = await staged(spool, Buffer.from('young'));
    await writeFile(join(folder, 'f'.repeat(64)), 'an orphan of a crash');
    await writeFile(join(folder, 'notes.txt'), 'not ours');
    await spool.sweep(() => (hash) => hash === carried.sha256);
    expect((await filesIn(folder)).toSorted()).toEqual(
      [carried.sha256, young.sha256, 'notes.txt'].toSorted(),
    );
    expect(await spool.staged(young.documentId)).toEqual(young);
    await expect(spool.append(unfinished.documentId, 0, Buffer.from('x'))).rejects.toMatchObject({
      code: 'document-unreadable',
    });
    await expect(spool.staged(old.documentId)).rejects.toMatchObject({ code: 'document-unreadable' });
  });

  test('does not take what is ended while it runs', async () => {
    const { spool } = await start();
    const { documentId } = await spool.begin('x');
    await spool.append(documentId, 0, Buffer.from('just now'));
    const [document] = await Promise.all([spool.end(documentId), spool.sweep(nobody), spool.sweep(nobody)]);
    expect(await spool.staged(documentId)).toEqual(document);
  });

  test('takes at once what an item has carried and nobody keeps', async () => {
    const { spool, folder } = await start();
    const document = await staged(spool, Buffer.from('x'));
    await spool.consume([document]);
    expect(existsSync(spool.pathOf(document.sha256))).toBe(true);
    await spool.sweep(nobody);
    expect(await filesIn(folder)).toEqual([]);
  });
});

test('of the contents that an item has carried, those go that nobody has staged again or wants', async () => {
  const { spool, folder } = await start();
  const carried = [];
  for (const text of ['gone', 'wanted', 'staged']) carried.push(await staged(spool, Buffer.from(text)));
  const [gone, wanted, again] = carried.map(({ sha256 }) => sha256);
  const other = await staged(spool, Buffer.from('staged'));
  await spool.consume(carried);
  await writeFile(join(folder, 'f'.repeat(64)), 'what nobody asked about');
  await spool.remove([gone ?? '', wanted ?? '', again ?? ''], (sha256) => sha256 === wanted);
  expect((await filesIn(folder)).toSorted()).toEqual([`${wanted}`, `${again}`, 'f'.repeat(64)].toSorted());
  expect(await spool.staged(other.documentId)).toEqual(other);
});

test.skipIf(process.platform === 'win32')('only the owner can read what lies in the spool', async () => {
  const umask = process.umask(0);
  try {
    const { spool, folder, clock } = await start();
    await staged(spool, Buffer.from('x'));
    await spool.begin('y');
    await chmod(folder, 0o755);
    await start(folder, clock);
    const names = ['', ...(await readdir(folder, { recursive: true }))];
    const open = names.filter((name) => (statSync(join(folder, name)).mode & 0o077) !== 0);
    expect(open).toEqual([]);
  } finally {
    process.umask(umask);
  }
});

test('a name that is no hash leads nowhere', async () => {
  const { spool } = await start();
  expect(() => spool.pathOf('../outbox.db')).toThrow();
});

test('notes that cannot be read are an unreadable profile: what they tell of is not swept', async () => {
  const { folder, spool } = await start();
  const document = await staged(spool, Buffer.from('x'));
  const [path, aside] = [join(folder, notesName), join(folder, '..', notesName)];
  await rename(path, aside);
  await mkdir(path);
  await expect(start(folder)).rejects.toMatchObject({ code: 'profile-unreadable' });
  await rmdir(path);
  await rename(aside, path);
  const { spool: again } = await start(folder);
  await again.sweep(() => () => false);
  expect(await again.staged(document.documentId)).toEqual(document);
});

test('a folder that cannot be used is an unreadable profile', async () => {
  const path = join(await temporaryFolder(), 'spool');
  await writeFile(path, 'a file in its place');
  await expect(start(path)).rejects.toMatchObject({ code: 'profile-unreadable' });
});
