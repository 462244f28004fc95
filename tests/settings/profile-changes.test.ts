import Conf from 'conf';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { openProfileStore } from '../../main/settings/profile-store.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const format = z.strictObject({ version: z.literal(1), words: z.array(z.string()) });
const added = z.strictObject({ word: z.string() });
type Words = z.infer<typeof format>;
const withWord = (value: Words, change: unknown): Words => ({
  ...value,
  words: [...value.words, added.parse(change).word],
});
const open = (folder: string) =>
  openProfileStore<Words>({
    ...{ folder, name: 'words', initial: { version: 1, words: [] } },
    parse: (value) => format.parse(value),
    replay: withWord,
    createWriter: (options) => new Conf(options),
  });
const whole = (...words: string[]): Words => ({ version: 1, words });
const reopened = (folder: string) => open(folder).get().words;

/** A document that was written whole with `one`, and changed to have `two` and `three` too. */
async function changed() {
  const folder = await temporaryFolder();
  const store = open(folder);
  const add = (word: string, at = store) => at.set(withWord(at.get(), { word }), { word });
  store.set(whole('one'));
  add('two');
  add('three');
  const [document, changes] = [join(folder, 'words.json'), join(folder, 'words.changes')];
  return { folder, store, add, document, changes };
}

describe('changes beside a document', () => {
  it('are there after a restart, and leave the document as it was', async () => {
    const { folder, store, document, changes, add } = await changed();
    expect(readFileSync(document, 'utf8')).not.toContain('two');
    expect(store.get().words).toEqual(['one', 'two', 'three']);
    expect(reopened(folder)).toEqual(['one', 'two', 'three']);
    add('four', open(folder));
    expect(reopened(folder)).toEqual(['one', 'two', 'three', 'four']);
    if (process.platform !== 'win32') expect(statSync(changes).mode & 0o777).toBe(0o600);
  });

  it('become part of it when it is written whole, and when the app ends', async () => {
    const { folder, store, add } = await changed();
    store.set(whole('new'));
    expect([reopened(folder), readdirSync(folder)]).toEqual([['new'], ['words.json']]);
    add('newer');
    store.fold?.();
    expect([reopened(folder), readdirSync(folder)]).toEqual([['new', 'newer'], ['words.json']]);
  });

  it('become part of it when they are many', async () => {
    const { folder, document, changes, add } = await changed();
    for (let count = 0; count < 40; count += 1) add('x'.repeat(4_000));
    expect(reopened(folder)).toHaveLength(43);
    expect(statSync(changes).size).toBeLessThan(65_536);
    expect(readFileSync(document, 'utf8')).toContain('three');
  });

  it('are no more than the one before, wherever the process died while one was added', async () => {
    const { folder, changes, store } = await changed();
    const before = readFileSync(changes).length;
    store.set(withWord(store.get(), { word: 'four' }), { word: 'four' });
    const bytes = readFileSync(changes);
    for (let size = before; size < bytes.length; size += 1) {
      for (const rest of [0, bytes.length - size]) {
        writeFileSync(changes, Buffer.concat([bytes.subarray(0, size), Buffer.alloc(rest)]));
        expect(reopened(folder)).toEqual(['one', 'two', 'three']);
      }
      const again = open(folder);
      again.set(withWord(again.get(), { word: 'five' }), { word: 'five' });
      expect(reopened(folder)).toEqual(['one', 'two', 'three', 'five']);
    }
  });

  it('are not made twice where the process died right after the document was written whole', async () => {
    const { folder, document, changes, store } = await changed();
    const [before, left] = [readFileSync(document), readFileSync(changes)];
    store.set(whole('one', 'two', 'three'));
    writeFileSync(changes, left);
    expect(reopened(folder)).toEqual(['one', 'two', 'three']);
    // The same document as the one that they followed.
    open(folder).set(whole('one'));
    expect(readFileSync(document)).toEqual(before);
    expect(reopened(folder)).toEqual(['one']);
  });

  it.each<[string, (text: string) => string]>([
    ['restored', (text) => text.replace(/.*/, '{"version":1,"words":["other"]}')],
    ['edited by hand', (text) => text.replace(/"checksum":"\w+",/, '').replace('one', 'other')],
  ])('do not get into a document that was %s', async (_, edit) => {
    const { folder, document, add } = await changed();
    writeFileSync(document, edit(readFileSync(document, 'utf8')));
    expect(reopened(folder)).toEqual(['other']);
    add('more', open(folder));
    expect(reopened(folder)).toEqual(['other', 'more']);
  });

  it('do not make a document where there is none', async () => {
    const { folder, document } = await changed();
    rmSync(document);
    expect(reopened(folder)).toEqual([]);
    open(folder).set(whole('one'));
    expect(reopened(folder)).toEqual(['one']);
  });

  it('that cannot be written are in the document instead', async () => {
    const { folder, changes, store, add } = await changed();
    store.fold?.();
    mkdirSync(changes);
    add('four');
    rmSync(changes, { recursive: true });
    expect(reopened(folder)).toEqual(['one', 'two', 'three', 'four']);
  });

  const flip = (text: string, word: string) => text.replace(word, 'tvo');
  it.each<[string, (text: string) => string]>([
    ['has a bit flipped in a line', (text) => flip(text, 'two')],
    ['has a bit flipped in the last line', (text) => flip(text, 'three')],
    ['lacks a line', (text) => `${text}${text.split('\n')[0]}\n`],
    ['is cut within a line', (text) => text.slice(0, 20) + text.slice(30)],
    ['holds something else', () => 'hello\n'],
    ['has a line without a checksum', () => '{"after":"00000000","change":{"word":"x"}}\n'],
    ['says what is no change', (text) => text.replaceAll(/^.*\n/gm, '') + '{"version":1}\n'],
  ])('are refused by the name of their file when it %s, and no byte changes', async (_, damage) => {
    const { folder, changes } = await changed();
    writeFileSync(changes, damage(readFileSync(changes, 'utf8')));
    const before = readFileSync(changes);
    expect(() => open(folder)).toThrow(
      expect.objectContaining({
        ...{ code: 'profile-unreadable', detail: { file: 'words.changes' } },
        message: expect.stringMatching(/^words\.changes /),
      }),
    );
    expect(readFileSync(changes)).toEqual(before);
  });
});
