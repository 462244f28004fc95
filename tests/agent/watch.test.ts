import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { chmod, mkdir, realpath, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { AgentCall } from '../../main/agent/agent-call.ts';
import { writeAgentHealth } from '../../main/agent/agent-health.ts';
import { openWatch } from '../../main/agent/watch.ts';
import { changeWatchFolders } from '../../main/agent/watch-settings.ts';
import type { WatchFolder } from '../../main/agent/watch-settings.ts';
import { prepareWatchFolder } from '../../main/agent/watchable-folder.ts';
import type { Input } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { OutboxItem, OutboxState } from '../../shared/message.ts';
import { fakeItem } from '../helpers/fake-app.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { systemClock } from '../helpers/system-ports.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const folderOf: Omit<WatchFolder, 'id' | 'folder'> = {
  ...{ recipients: 'file-name', accountId: 1, records: [], subject: '{name}', body: 'Hello' },
};

/** An outbox in memory: it knows submission keys, and items end as the test says. */
function fakeOutbox() {
  const documents = new Map<string, { name: string; bytes: Buffer }>();
  const items = new Map<
    string,
    { item: OutboxItem; key: string; to: string[]; content: string; name: string }
  >();
  const failures: ErrorCode[] = [];
  let state: OutboxState = 'sent';
  let isKeyRefused = false;
  const answers: Record<string, (input: never) => unknown> = {
    documentBegin: ({ name }: { name: string }) => {
      const documentId = `document-${documents.size}`;
      documents.set(documentId, { name, bytes: Buffer.alloc(0) });
      return { documentId };
    },
    documentAppend: ({ documentId, base64 }: { documentId: string; base64: string }) => {
      const document = documents.get(documentId);
      if (document) document.bytes = Buffer.concat([document.bytes, Buffer.from(base64, 'base64')]);
      return { sizeBytes: 0 };
    },
    documentEnd: ({ documentId }: { documentId: string }) => ({
      sha256: createHash('sha256')
        .update(documents.get(documentId)?.bytes ?? '')
        .digest('hex'),
    }),
    documentDiscard: () => ({}),
    outboxSubmit: ({ submissionKey, to, subject, documentIds }: Input<'outboxSubmit'>) => {
      const failure = failures.shift();
      if (failure) throw new AppError(failure, 'Refused by the test.');
      if (isKeyRefused) throw new AppError('invalid-request', 'A key.', { field: 'submissionKey' });
      const known = [...items.values()].find(({ key }) => key === submissionKey);
      if (known) return known.item;
      const itemId = `item-${items.size}-12345`;
      const { name, bytes } = documents.get(documentIds[0] ?? '') ?? { name: '', bytes: '' };
      const item = fakeItem(items.size, { itemId, subject, reply: null });
      items.set(itemId, { item, key: submissionKey, to, content: bytes.toString(), name });
      return item;
    },
    outboxGet: ({ itemId }: { itemId: string }) => {
      const found = items.get(itemId);
      if (!found) throw new AppError('item-not-found', 'gone');
      return { ...found.item, state };
    },
  };
  return {
    call: (async (name: string, input: never) => answers[name]?.(input)) as AgentCall,
    items: () => [...items.values()],
    endAs: (next: OutboxState) => (state = next),
    failWith: (...codes: ErrorCode[]) => void failures.push(...codes),
    /** As for a message of before with other words. */
    refuseKey: () => (isKeyRefused = true),
    forget: () => items.clear(),
  };
}

async function start(more: Partial<WatchFolder> = {}) {
  const base = await realpath(await temporaryFolder());
  const profileFolder = join(base, 'profile');
  const folder = join(base, 'outgoing');
  await mkdir(profileFolder, { mode: 0o700 });
  await mkdir(folder, { mode: 0o755 });
  await prepareWatchFolder(folder);
  await changeWatchFolders(profileFolder, systemClock, () => [{ id: 1, folder, ...folderOf, ...more }]);
  const clock = createFakeClock();
  const outbox = fakeOutbox();
  const open = () => openWatch({ profileFolder, call: outbox.call, clock, log: () => undefined });
  let watch = await open();
  const look = () => watch.look(new AbortController().signal);
  return {
    ...{ base, folder, profileFolder, outbox, clock, look },
    report: () => watch.reports()[0],
    reports: () => watch.reports(),
    /** Two looks, with the time between them in which a file settles. */
    settle: async () => {
      await look();
      await clock.advance(2_000);
      await look();
    },
    reopen: async () => void (watch = await open()),
    put: (name: string, content = 'pdf') => writeFile(join(folder, name), content),
    inside: (name: 'sent' | 'failed') => readdirSync(join(folder, name)).toSorted(),
    note: (name: string) => readFileSync(join(folder, name), 'utf8'),
    left: () => readdirSync(folder).filter((name) => !['sent', 'failed', '.smtp-setup-watch'].includes(name)),
    journal: () => readdirSync(join(profileFolder, 'watch')),
  };
}

const invoice = 'INV-1234__kay@fabrikam.test.pdf';

test('a document is sent to whom its name says, and moved to "sent" with a note when the message is', async () => {
  const { put, settle, look, outbox, inside, note, left, journal, report } = await start();
  outbox.endAs('held');
  await put(invoice);
  await settle();
  expect(outbox.items()).toMatchObject([
    { to: ['kay@fabrikam.test'], content: 'pdf', name: 'INV-1234.pdf', item: { subject: 'INV-1234' } },
  ]);
  expect([left(), report()]).toMatchObject([[invoice], { onTheWay: 1, problem: null }]);
  outbox.endAs('sent');
  await look();
  expect(inside('sent')).toEqual([invoice, `${invoice}.note.txt`]);
  expect(note(`sent/${invoice}.note.txt`)).toMatch(/^Sent\.\nMessage item-0-12345 /);
  expect([left(), journal()]).toEqual([[], []]);
});

test('a file that grows, is empty or has a name of half-written ones is not taken', async () => {
  const { put, settle, look, clock, outbox, report } = await start();
  await put(invoice, 'p');
  await put(`empty__kay@fabrikam.test.pdf`, '');
  await put(`${invoice}.part`);
  await look();
  await clock.advance(2_000);
  await put(invoice, 'pdf, first half');
  await look();
  await clock.advance(1_999);
  await look();
  expect([outbox.items(), report()?.waiting]).toEqual([[], 2]);
  await settle();
  expect(outbox.items()).toMatchObject([{ content: 'pdf, first half' }]);
});

test('a clock that is set back does not keep a file waiting', async () => {
  const { put, settle, look, clock, outbox } = await start();
  await put(invoice);
  await look();
  await clock.advance(-86_400_000);
  await settle();
  expect(outbox.items()).toHaveLength(1);
});

test('a document whose message fails, or may have been sent, goes to "failed" with what to do', async () => {
  for (const [state, words] of [
    ['failed', /outbox send-now item-0-12345/],
    ['unconfirmed', /may have been sent[\s\S]+outbox mark-sent item-0-12345/],
    ['cancelled', /was cancelled/],
  ] as const) {
    const { put, settle, outbox, inside, note } = await start();
    outbox.endAs(state);
    await put(invoice);
    await settle();
    expect(inside('failed')).toContain(invoice);
    expect(note(`failed/${invoice}.note.txt`)).toMatch(words);
  }
});

test('a name without recipient and a link go to "failed" unread; a folder stays', async () => {
  const { put, settle, outbox, inside, note, folder, base, left } = await start();
  await put('INV-1234.pdf');
  await writeFile(join(base, 'secret'), 'secret');
  await symlink(join(base, 'secret'), join(folder, `link__kay@fabrikam.test.pdf`));
  await mkdir(join(folder, 'more__kay@fabrikam.test.pdf'));
  await settle();
  expect(outbox.items()).toEqual([]);
  expect(inside('failed')).toHaveLength(4);
  expect(note('failed/INV-1234.pdf.note.txt')).toMatch(/no recipient/);
  expect(note('failed/link__kay@fabrikam.test.pdf.note.txt')).toMatch(/It is a link/);
  expect(left()).toEqual(['more__kay@fabrikam.test.pdf']);
});

test('a document waits for its sidecar, whose words go before the template, and both move together', async () => {
  const { put, settle, outbox, inside, report } = await start({ recipients: 'sidecar' });
  await put('invoice.pdf');
  await settle();
  expect([outbox.items(), report()?.waiting]).toEqual([[], 1]);
  await put('invoice.pdf.json', JSON.stringify({ to: 'lee@fabrikam.test', subject: 'Your {name}' }));
  await settle();
  expect(outbox.items()).toMatchObject([{ to: ['lee@fabrikam.test'], item: { subject: 'Your invoice' } }]);
  expect(inside('sent')).toEqual(['invoice.pdf', 'invoice.pdf.json', 'invoice.pdf.note.txt']);
});

test('a sidecar that is a link is not read', async () => {
  const { put, settle, outbox, folder, base } = await start({ recipients: 'sidecar' });
  await writeFile(join(base, 'elsewhere.json'), JSON.stringify({ to: 'lee@fabrikam.test' }));
  await symlink(join(base, 'elsewhere.json'), join(folder, 'invoice.pdf.json'));
  await put('invoice.pdf');
  await settle();
  expect(outbox.items()).toEqual([]);
});

test('another document of the same name is another message, and the older one in "sent" stays', async () => {
  const { put, settle, outbox, inside } = await start();
  await put(invoice, 'one');
  await settle();
  await put(invoice, 'two');
  await settle();
  expect(outbox.items().map(({ content }) => content)).toEqual(['one', 'two']);
  expect(inside('sent')).toHaveLength(4);
});

test('the very same file, copied in again with its time, is the message of before', async () => {
  const { put, settle, outbox, folder, inside } = await start();
  const time = new Date('2026-11-20T10:00:00Z');
  for (let copy = 0; copy < 2; copy += 1) {
    await put(invoice);
    await utimes(join(folder, invoice), time, time);
    await settle();
  }
  expect(outbox.items()).toHaveLength(1);
  expect(inside('sent')).toHaveLength(4);
});

test('a document that is replaced while its message is on its way stays for its own message', async () => {
  const { put, settle, outbox, left } = await start();
  outbox.endAs('queued');
  await put(invoice, 'one');
  await settle();
  await put(invoice, 'two, longer');
  outbox.endAs('sent');
  await settle();
  expect(outbox.items().map(({ content }) => content)).toEqual(['one', 'two, longer']);
  expect(left()).toEqual([]);
});

test('what is wrong with the profile for a while is told and tried again; the document stays', async () => {
  const { put, settle, look, clock, outbox, left, report, inside } = await start();
  outbox.failWith('storage-full');
  await put(invoice);
  await settle();
  expect([left(), report()?.problem]).toEqual([[invoice], 'Refused by the test. (storage-full)']);
  await clock.advance(60_000);
  await look();
  expect(inside('sent')).toContain(invoice);
});

test('where no account matches, the document goes to "failed" with the way out', async () => {
  const { put, settle, outbox, note } = await start();
  outbox.failWith('no-account-for-records');
  await put(invoice);
  await settle();
  expect(note(`failed/${invoice}.note.txt`)).toMatch(/Not sent\.[\s\S]+\(no-account-for-records\)/);
});

test('a folder that vanishes is told, its documents are not given up, and it is picked up again', async () => {
  const { put, settle, look, outbox, folder, report, journal, inside, clock } = await start();
  outbox.endAs('held');
  await put(invoice);
  await settle();
  await rename(folder, `${folder}-away`);
  outbox.endAs('sent');
  await look();
  expect(report()).toMatchObject({
    state: 'unreachable',
    onTheWay: 1,
    problem: expect.stringMatching(/not there/),
  });
  // The empty place of a share is no folder of documents.
  await mkdir(folder);
  await clock.advance(60_000);
  await look();
  expect([report()?.state, journal().length]).toEqual(['unreachable', 1]);
  expect(existsSync(join(folder, 'sent'))).toBe(false);
  await rm(folder, { recursive: true });
  await rename(`${folder}-away`, folder);
  await clock.advance(60_000);
  await look();
  expect([report()?.state, inside('sent').length, journal()]).toEqual(['watching', 2, []]);
});

test('a crash between the note, the move of the document and that of its sidecar is made good', async () => {
  const paths = (['note', 'document', 'sidecar'] as const).map((_, index) => index);
  for (const done of paths) {
    const { put, settle, look, outbox, folder, inside, left, reopen, journal, clock } = await start({
      recipients: 'sidecar',
    });
    outbox.endAs('held');
    await put('a.pdf');
    await put('a.pdf.json', JSON.stringify({ to: 'lee@fabrikam.test' }));
    await settle();
    // It is settled, but cannot be moved: what follows is what a killed agent leaves behind.
    await rm(join(folder, 'sent'), { recursive: true });
    outbox.endAs('sent');
    await look();
    await mkdir(join(folder, 'sent'));
    await writeFile(join(folder, 'sent', 'a.pdf.note.txt'), 'half');
    if (done >= 1) await rename(join(folder, 'a.pdf'), join(folder, 'sent', 'a.pdf'));
    if (done >= 2) await rename(join(folder, 'a.pdf.json'), join(folder, 'sent', 'a.pdf.json'));
    await reopen();
    await clock.advance(60_000);
    await look();
    expect(inside('sent')).toEqual(['a.pdf', 'a.pdf.json', 'a.pdf.note.txt']);
    expect([left(), journal(), outbox.items().length]).toEqual([[], [], 1]);
  }
});

test('a damaged note of what was handed over stops the watch: nobody may guess what was sent', async () => {
  const { profileFolder, reopen } = await start();
  await writeFile(join(profileFolder, 'watch', `${'a'.repeat(43)}.json`), '{"version":1');
  await expect(reopen()).rejects.toMatchObject({ code: 'profile-unreadable' });
});

test('a damaged list of watch folders leaves those of before at work', async () => {
  const { profileFolder, put, settle, look, outbox } = await start();
  await look();
  await writeFile(join(profileFolder, 'watch-folders.json'), 'null');
  await put(invoice);
  await settle();
  expect(outbox.items()).toHaveLength(1);
});

test('a profile, or the "sent" of a folder, on a list of before is left alone', async () => {
  const { folder, profileFolder, look, settle, outbox, reports } = await start();
  for (const path of [profileFolder, join(folder, 'sent')])
    for (const name of ['sent', 'failed']) await mkdir(join(path, name), { mode: 0o755 });
  await changeWatchFolders(profileFolder, systemClock, (before) => [
    ...before,
    { id: 2, folder: profileFolder, ...folderOf },
    { id: 3, folder: join(folder, 'sent'), ...folderOf },
  ]);
  await writeFile(join(folder, 'sent', invoice), 'pdf');
  await settle();
  await look();
  expect(reports()).toMatchObject([
    { state: 'watching', problem: null },
    { state: 'unreachable', problem: expect.stringMatching(/profile/) },
    { state: 'unreachable', problem: expect.stringMatching(/inside or around/) },
  ]);
  expect([outbox.items(), existsSync(join(profileFolder, 'watch-folders.json'))]).toEqual([[], true]);
});

test.skipIf(process.platform === 'win32')(
  'nothing moves while other users could lead it elsewhere, and a link called "failed" is no document',
  async () => {
    const { base, folder, put, settle, look, clock, report, outbox, inside, left } = await start();
    outbox.endAs('queued');
    await put(invoice);
    await settle();
    await chmod(folder, 0o777);
    outbox.endAs('failed');
    await look();
    expect(report()).toMatchObject({ state: 'unreachable', problem: expect.stringMatching(/chmod \+t/) });
    expect(left()).toEqual([invoice]);
    await mkdir(join(base, 'elsewhere'));
    await rename(join(folder, 'failed'), join(folder, 'more'));
    await symlink(join(base, 'elsewhere'), join(folder, 'failed'));
    await chmod(folder, 0o755);
    await clock.advance(60_000);
    await settle();
    expect([left(), readdirSync(join(base, 'elsewhere'))]).toEqual([[invoice, 'more'], []]);
    await rm(join(folder, 'failed'));
    await rename(join(folder, 'more'), join(folder, 'failed'));
    await clock.advance(60_000);
    await look();
    expect([inside('failed'), left()]).toEqual([[invoice, `${invoice}.note.txt`], []]);
  },
);

/** Root may read everything: it acts as nobody meanwhile. */
async function asOrdinaryUser(act: () => Promise<void>): Promise<void> {
  if (process.getuid?.() !== 0) return act();
  process.seteuid?.(65_534);
  try {
    await act();
  } finally {
    process.seteuid?.(0);
  }
}

test.skipIf(process.platform === 'win32')(
  'a document that nobody may read is named with the reason, and the others are sent',
  async () => {
    const { base, folder, profileFolder, put, look, clock, outbox, report } = await start();
    outbox.endAs('held');
    await put('A__kay@fabrikam.test.pdf');
    await put(invoice);
    await look();
    await clock.advance(2_000);
    await chmod(join(folder, 'A__kay@fabrikam.test.pdf'), 0);
    for (const path of [base, profileFolder]) await chmod(path, 0o755);
    await chmod(join(profileFolder, 'watch'), 0o1777);
    await asOrdinaryUser(look);
    expect(report()).toMatchObject({
      ...{ state: 'watching', waiting: 1, onTheWay: 1 },
      problem: '"A__kay@fabrikam.test.pdf" cannot be read: the user of the agent may not (EACCES).',
    });
    expect(outbox.items()).toMatchObject([{ item: { subject: 'INV-1234' } }]);
  },
);

test('the problem of a document is told until it has gone', async () => {
  const { put, settle, look, clock, outbox, report } = await start();
  outbox.failWith('storage-full');
  await put(invoice);
  await settle();
  await clock.advance(2_000);
  await look();
  expect(report()?.problem).toMatch(/storage-full/);
  await clock.advance(60_000);
  await look();
  expect(report()).toMatchObject({ problem: null, last: { outcome: 'sent' } });
});

test.skipIf(process.platform !== 'linux')(
  'a name that is not UTF-8 is told and waits; it is not taken for another',
  async () => {
    const { folder, settle, report, outbox } = await start();
    const name = Buffer.concat([
      Buffer.from(`${folder}/M`),
      Buffer.of(0xfc),
      Buffer.from('__kay@fabrikam.test.pdf'),
    ]);
    await writeFile(name, 'pdf');
    await settle();
    expect([outbox.items(), report()]).toMatchObject([
      [],
      { waiting: 1, problem: expect.stringMatching(/^The name "M.__kay.* is not UTF-8 text; .* renamed\.$/) },
    ]);
  },
);

test('the same document for a second customer is another message; the same again with other words is none', async () => {
  const { put, settle, outbox, folder, inside, note } = await start({ recipients: 'sidecar' });
  const time = new Date('2026-11-20T10:00:00Z');
  const again = async (sidecar: object) => {
    await put('terms.pdf');
    await utimes(join(folder, 'terms.pdf'), time, time);
    await put('terms.pdf.json', JSON.stringify(sidecar));
    await settle();
  };
  await again({ to: 'kay@fabrikam.test' });
  await again({ to: 'lee@fabrikam.test' });
  expect(outbox.items().map(({ to }) => to)).toEqual([['kay@fabrikam.test'], ['lee@fabrikam.test']]);
  outbox.refuseKey();
  await again({ to: 'lee@fabrikam.test', subject: 'Other words' });
  const [name = ''] = inside('failed').filter((each) => each.endsWith('.note.txt'));
  expect(note(`failed/${name}`)).toMatch(/sent to the same people before[\s\S]+save it anew/);
});

test('a table is a document where a sidecar lies beside it, and waits where none does', async () => {
  const { put, settle, outbox, report, inside } = await start({ recipients: 'sidecar' });
  await put('alone.csv', 'a,b');
  await put('data.csv', 'a,b');
  await put('data.csv.json', JSON.stringify({ to: 'kay@fabrikam.test' }));
  await settle();
  expect(outbox.items()).toMatchObject([{ name: 'data.csv', content: 'a,b' }]);
  expect([report()?.waiting, inside('sent')]).toEqual([
    1,
    ['data.csv', 'data.csv.json', 'data.csv.note.txt'],
  ]);
});

test('a document whose name leaves no room for the note is moved under a shorter one, told in the note', async () => {
  const { put, settle, inside, note, left, journal, outbox, report } = await start();
  // Two bytes and four bytes a character: no cut may go through one.
  const name = `${'ü😀'.repeat(36)}__kay@fabrikam.test.pdf`;
  expect(Buffer.byteLength(name)).toBeGreaterThan(235);
  const noRecipient = `${'n'.repeat(240)}.pdf`;
  for (const each of [name, noRecipient]) await put(each);
  await settle();
  expect([left(), journal(), outbox.items().length, report()?.problem]).toEqual([[], [], 1, null]);
  const [sent = '', sentNote = ''] = inside('sent');
  expect(sent).toMatch(/^(?:ü😀)+.*\.[\w-]{8}\.pdf$/u);
  expect([sentNote, note(`sent/${sentNote}`)]).toEqual([
    `${sent}.note.txt`,
    expect.stringContaining(`It came as "${name}".`),
  ]);
  expect(inside('failed')).toEqual([
    expect.stringMatching(/^n{200,}\.[\w-]{8}\.pdf$/),
    expect.stringMatching(/\.pdf\.note\.txt$/),
  ]);
});

test.skipIf(process.platform === 'win32')(
  'whoever may look into the folder may read why a document failed, and nobody else',
  async () => {
    for (const [mode, noteMode, failedMode] of [
      [0o1777, 0o644, 0o755],
      [0o700, 0o600, 0o700],
    ] as const) {
      const { folder, put, settle } = await start();
      await chmod(folder, mode);
      for (const name of ['sent', 'failed']) await rm(join(folder, name), { recursive: true });
      await prepareWatchFolder(folder);
      await put('INV-1234.pdf');
      await settle();
      const modeOf = (name: string) => statSync(join(folder, 'failed', name)).mode & 0o7777;
      expect([modeOf('INV-1234.pdf.note.txt'), modeOf('.')]).toEqual([noteMode, failedMode]);
    }
  },
);

test('of two profiles that watch one folder only the first sends, until it lets go', async () => {
  const { base, folder, profileFolder, put, settle, clock, outbox, look } = await start();
  const otherProfile = join(base, 'other');
  await mkdir(otherProfile, { mode: 0o700 });
  await changeWatchFolders(otherProfile, systemClock, () => [{ id: 1, folder, ...folderOf }]);
  const otherOutbox = fakeOutbox();
  const other = await openWatch({
    ...{ profileFolder: otherProfile, call: otherOutbox.call, clock, log: () => undefined },
  });
  const lookThere = () => other.look(new AbortController().signal);
  await look();
  await lookThere();
  expect(other.reports()).toMatchObject([
    { state: 'unreachable', problem: expect.stringMatching(/Another profile .* delete the file/) },
  ]);
  await put(invoice);
  await lookThere();
  await settle();
  await lookThere();
  expect([outbox.items().length, otherOutbox.items().length]).toEqual([1, 0]);

  await changeWatchFolders(profileFolder, systemClock, () => []);
  await look();
  await lookThere();
  expect(other.reports()).toMatchObject([{ state: 'watching', problem: null }]);
});

test('a mark that nobody came to write is made anew; a link in its place is not followed', async () => {
  const { base, folder, look, report } = await start();
  const mark = join(folder, '.smtp-setup-watch');
  await writeFile(mark, '');
  await look();
  expect(report()).toMatchObject({ state: 'watching', problem: null });
  expect(readFileSync(mark, 'utf8')).toMatch(/^[0-9a-f-]{36}\nOf a profile/);
  await rename(mark, join(base, 'mark'));
  await symlink(join(base, 'mark'), mark);
  await look();
  expect(report()).toMatchObject({ state: 'unreachable', problem: expect.stringMatching(/Another profile/) });
});

test('what became of the last document is still known after a restart', async () => {
  const { put, settle, look, profileFolder, report, reports, reopen } = await start();
  await put(invoice);
  await settle();
  const time = '2026-11-20T09:00:00.000Z';
  await writeAgentHealth(profileFolder, {
    ...{ version: '0.0.0', pid: 1, role: 'ended', time, startedAt: time, lastError: null },
    counts: { queued: 0, sending: 0, held: 0, sent: 0, failed: 0, unconfirmed: 0, cancelled: 0 },
    ...{ ready: 1, notChecked: 0, notReady: [], watch: [...reports()] },
  });
  await reopen();
  await look();
  expect(report()?.last).toMatchObject({ file: invoice, outcome: 'sent' });
});
