import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import * as fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { describe, expect, test } from 'vitest';
import { bccHeader, composeMessage, envelopeOf } from '../../main/mail/message.ts';
import type { MessageInput } from '../../main/mail/message.ts';
import { parseSidecar } from '../../main/agent/sidecar.ts';
import { wireAddress } from '../../main/mail/mail-address.ts';
import { parseRecipients } from '../../renderer/compose/recipients.ts';
import { isEmailAddress } from '../../shared/email-address.ts';
import { memoryFolder, temporaryFolder } from '../helpers/temporary-folder.ts';
import { runs } from '../helpers/effort.ts';

const plain: MessageInput = {
  messageId: '<quote-1@example.com>',
  dateMs: Date.UTC(2026, 10, 21, 12, 0, 0),
  from: { name: 'Anna Łęcka', address: 'anna@example.com' },
  replyTo: '',
  to: ['ben@example.org'],
  cc: [],
  bcc: [],
  subject: 'Quote 1',
  body: 'Hello\n',
  documents: [],
};
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function composeOnly(changes: Partial<MessageInput>, folder?: string) {
  const path = join(folder ?? (await temporaryFolder()), 'message.eml');
  const composed = await composeMessage({ ...plain, ...changes }, path);
  return { composed, raw: await readFile(path) };
}

async function compose(changes: Partial<MessageInput>) {
  const { composed, raw } = await composeOnly(changes);
  return { composed, raw, parsed: await simpleParser(raw) };
}

async function document(name: string, bytes: Uint8Array) {
  const path = join(await temporaryFolder(), 'content');
  await writeFile(path, bytes);
  return { name, path, sizeBytes: bytes.length, sha256: sha256(bytes), crc32: crc32(bytes) };
}

describe('a composed message', () => {
  test('says who, when, what and under which Message-ID', async () => {
    const { parsed, raw, composed } = await compose({
      to: ['ben@example.org', 'cleo@example.org'],
      cc: ['dan@example.org'],
      replyTo: 'office@example.com',
      sender: { name: '', address: 'bot@example.com' },
      subject: 'Angebot für Łódź 😀',
      body: 'Grüße\nfrom .dot\n.leading\n',
    });
    expect(parsed.messageId).toBe(plain.messageId);
    expect(parsed.date?.getTime()).toBe(plain.dateMs);
    expect(parsed.from?.value).toEqual([{ name: 'Anna Łęcka', address: 'anna@example.com' }]);
    expect(parsed.replyTo?.text).toBe('office@example.com');
    expect(parsed.headers.get('sender')).toMatchObject({ text: 'bot@example.com' });
    expect(parsed.subject).toBe('Angebot für Łódź 😀');
    expect(parsed.text).toBe('Grüße\nfrom .dot\n.leading\n');
    expect([parsed.to, parsed.cc].flat().map((list) => list?.text)).toEqual([
      'ben@example.org, cleo@example.org',
      'dan@example.org',
    ]);
    expect(composed).toEqual({
      sizeBytes: raw.length,
      needs8Bit: false,
      needsSmtpUtf8: false,
      isMailData: false,
      crc32: crc32(raw),
    });
  });

  test.each([
    ['Hello\nBen\n', true],
    ['no line end', true],
    ['one\n.two\n', false],
    ['.', false],
    ['Grüße\n.\n', false],
    [`${'ö'.repeat(40)}. ${'a'.repeat(80)}\n.`, false],
  ])(
    'knows of a text %j whether a server would take all of it for its content as it is',
    async (body, asItIs) => {
      const { composed, raw } = await compose({ body });
      expect(composed.isMailData).toBe(!/^\.|\n\.|\r(?!\n)|(?<!\r)\n/.test(raw.toString('latin1')));
      expect(composed.isMailData).toBe(asItIs);
    },
  );

  test('never names the blind copies', async () => {
    const { raw } = await compose({ bcc: ['secret@example.org'] });
    expect(raw.toString()).not.toMatch(/bcc|secret/i);
  });

  test('is the same message whenever it is composed, apart from the boundaries', async () => {
    const [one, two] = await Promise.all([compose({ body: 'x' }), compose({ body: 'x' })]);
    expect(one.raw.toString()).toBe(two.raw.toString());
  });

  test('carries documents byte for byte, under their own names', async () => {
    const names = [
      'quote.pdf',
      'Zażółć gęślą jaźń.pdf',
      'mail.eml',
      'page.html',
      'notes.txt',
      'no extension',
      'a"b\\c;d.csv',
    ];
    const bytes = names.map((name) =>
      Buffer.concat([Buffer.from(`${name}\r\n.\n\r.lone\r`), Buffer.from([0, 255, 13, 46])]),
    );
    const documents = await Promise.all(
      names.map((name, index) => document(name, bytes[index] ?? Buffer.alloc(0))),
    );
    const { parsed, composed } = await compose({ documents });
    expect(parsed.attachments.map(({ filename }) => filename)).toEqual(names);
    expect(parsed.attachments.map(({ content }) => sha256(content))).toEqual(bytes.map(sha256));
    expect(parsed.attachments.map(({ contentDisposition }) => contentDisposition)).toEqual(
      names.map(() => 'attachment'),
    );
    expect(composed.needs8Bit).toBe(false);
  });

  test('carries documents whose names are in thirty scripts', async () => {
    const scripts =
      'Angebot Quote Προσφορά Предложение Առաջարկ הצעה عرض ܐܓܪܬܐ ޚިޔާލު ߞߊ߲ प्रस्ताव প্রস্তাব ਪੇਸ਼ਕਸ਼ પ્રસ્તાવ ପ୍ରସ୍ତାବ முன்மொழிவு ప్రతిపాదన ಪ್ರಸ್ತಾಪ നിർദ്ദേശം යෝජනාව ข้อเสนอ ຂໍ້ສະເໜີ གྲོས་འཆར ကမ်းလှမ်းချက် შეთავაზება ጥቅስ ᏣᎳᎩ ᐃᓄᒃᑎᑐᑦ សំណើ ᠰᠠᠨᠠᠯ 報價單 見積もり ひらがな 견적서 ㄅㄆㄇ ⵣⴰⵡⵉⵍ 𐐔𐐯𐑅𐐨𐑉𐐯𐐻';
    const names = scripts.split(' ').map((name) => `${name}.pdf`);
    expect(names.length).toBeGreaterThanOrEqual(30);
    const documents = await Promise.all(names.map((name) => document(name, Buffer.from(name))));
    const { parsed } = await compose({ documents });
    expect(parsed.attachments.map(({ filename }) => filename?.normalize('NFC'))).toEqual(
      names.map((name) => name.normalize('NFC')),
    );
    expect(parsed.attachments.map(({ content }) => content.toString())).toEqual(names);
  });

  test('with a document and no words still has a text of its own', async () => {
    const { parsed } = await compose({
      body: '',
      documents: [await document('quote.pdf', Buffer.from('%PDF'))],
    });
    expect(parsed.attachments).toHaveLength(1);
    expect(parsed.text?.trim()).toBe('');
    expect(parsed.headers.get('content-type')).toMatchObject({ value: 'multipart/mixed' });
  });

  test('with an empty document carries it', async () => {
    const { parsed } = await compose({ documents: [await document('empty.txt', Buffer.alloc(0))] });
    expect(parsed.attachments.map(({ filename, size }) => [filename, size])).toEqual([['empty.txt', 0]]);
  });

  test('needs SMTPUTF8 only for letters before the @', async () => {
    const international = await compose({ to: ['jörg@exämple.org'] });
    expect(international.composed).toMatchObject({ needs8Bit: true, needsSmtpUtf8: true });
    const domain = await compose({ to: ['joerg@exämple.org'] });
    expect(domain.composed).toMatchObject({ needs8Bit: false, needsSmtpUtf8: false });
    expect(domain.raw.toString()).toContain('joerg@xn--exmple-cua.org');
  });
});

describe('header injection', () => {
  const nasty = 'a\r\nBcc: victim@example.org\r\n\r\nbody\u2028\0';

  test('is impossible through subject, names and document names', async () => {
    const { raw, parsed } = await compose({
      subject: nasty,
      from: { name: nasty, address: 'anna@example.com' },
      documents: [await document(`${nasty}.pdf`, Buffer.from('x'))],
    });
    expect(raw.toString()).not.toMatch(/^bcc:/im);
    expect(parsed.headers.has('bcc')).toBe(false);
    expect(parsed.attachments).toHaveLength(1);
    expect(parsed.from?.value).toHaveLength(1);
  });

  test.each([
    { to: ['a@b.example\r\nBcc: victim@example.org'] },
    { to: ['a@b🄁victim.example'] },
    { cc: ['a@b.example, victim@example.org'] },
    { replyTo: 'a@b.example>\r\nX: y' },
    { from: { name: '', address: 'no address' } },
  ])('through an address is refused: %j', async (changes) => {
    await expect(compose(changes)).rejects.toMatchObject({ code: 'account-invalid' });
  });

  test('is impossible through the field of the blind copies', () => {
    expect(() => bccHeader(['a@b.example\r\nSubject: x'])).toThrow('header field');
  });

  test('whatever the texts are: one header, whole lines, no NUL, no bare line end', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .array(
          fc.constantFrom(
            '\r',
            '\n',
            '.',
            ':',
            ' ',
            '\0',
            '"',
            '<',
            'ż',
            '\u2028',
            '=?utf-8?',
            'x'.repeat(90),
          ),
          { maxLength: 12 },
        )
        .map((parts) => parts.join('')),
    );
    const content = await document('content', Buffer.from('content'));
    const folder = await memoryFolder();
    await fc.assert(
      fc.asyncProperty(text, text, text, text, async (subject, name, body, file) => {
        const input = {
          subject,
          body,
          from: { name, address: 'anna@example.com' },
          documents: [{ ...content, name: file }],
        };
        const { raw } = await composeOnly(input, folder);
        await rm(join(folder, 'message.eml'));
        const lines = raw.toString('latin1').split('\r\n');
        expect(lines.every((line) => !/[\r\n\0]/.test(line) && line.length <= 998)).toBe(true);
        const header = lines.slice(0, lines.indexOf(''));
        const fields = header
          .filter((line) => !/^\s/.test(line))
          .map((line) => line.split(':')[0]?.toLowerCase() ?? '');
        const allowed = ['from', 'to', 'subject', 'message-id', 'date', 'mime-version', 'content-type'];
        expect(fields.filter((field) => !allowed.includes(field))).toEqual([]);
        expect(new Set(fields).size).toBe(fields.length);
      }),
      runs({ quick: 60, full: 10_000 }),
    );
  });

  /** What people and programs write, and what somebody would who wants more than one field of it. */
  const hostile = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          ...['\r\n', '\r', '\n', '\r\n\r\n', '\0', '\u2028', '\u0085', '\u202e', '\t', ' ', '\v', '\x1b'],
          ...[
            'Bcc: ',
            'bcc:',
            'victim@example.org',
            '<victim@example.org>',
            ',',
            ';',
            '<',
            '>',
            '"',
            '\\',
            ':',
          ],
          ...[
            '=?utf-8?B?',
            'DQpCY2M6IHZAZXhhbXBsZS5vcmc',
            '?=',
            '=0D=0A',
            '%0D%0A',
            '@',
            '(',
            ')',
            '.',
            '/',
            '..',
          ],
          ...[
            '--',
            'Content-Disposition: attachment; filename=x',
            "*=utf-8''",
            'name=',
            'Łódź',
            '😀',
            'أ',
            '見',
          ],
        ),
        fc.string({ unit: 'binary', maxLength: 6 }),
      ),
      { maxLength: 10 },
    )
    .map((parts) => parts.join(''));
  const ben = 'ben@example.org';
  const fieldsOf = (part: string) =>
    (part.split('\r\n\r\n')[0] ?? '')
      .split('\r\n')
      .filter((line) => !/^[ \t]/.test(line))
      .map((line) => line.slice(0, line.indexOf(':')).toLowerCase());
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;

  /** What a watch folder takes from a row of a table: a value chooses the account, another one is the subject. */
  function subjectOfRow(subject: string, column: string): string {
    const table = `to;subject;SalesDocument.Type\r\n${[ben, subject, column].map(cell).join(';')}\r\n`;
    try {
      const row = parseSidecar('a.pdf.csv', table);
      expect([row.to, row.cc, row.bcc, row.body]).toEqual([[ben], [], [], undefined]);
      return row.subject ?? '';
    } catch (error) {
      expect(error).toMatchObject({ code: 'invalid-request' });
      return subject;
    }
  }

  test('whatever stands in To, names, columns and file names: nobody else gets it, and nothing else is attached', async () => {
    const content = await document('content', Buffer.from('content'));
    const folder = await memoryFolder();
    const texts = fc.record({ to: hostile, name: hostile, subject: hostile, column: hostile, file: hostile });
    await fc.assert(
      fc.asyncProperty(texts, async ({ to, name, subject, column, file }) => {
        const { addresses } = parseRecipients(`${ben}\n${to}`);
        expect(addresses[0]).toBe(ben);
        // Somebody who is a recipient was named as one, to the letter.
        expect(addresses.slice(1).filter((each) => !isEmailAddress(each) || !to.includes(each))).toEqual([]);
        const input: MessageInput = {
          ...{ ...plain, to: addresses, subject: subjectOfRow(subject, column) },
          ...{ from: { name, address: 'anna@example.com' }, sender: { name, address: 'bot@example.com' } },
          documents: [{ ...content, name: file }],
        };
        const { raw } = await composeOnly(input, folder);
        await rm(join(folder, 'message.eml'));
        const text = raw.toString('latin1');
        const [boundary = ''] = /--_NmP-[\w-]+/.exec(text) ?? [];
        const [header = '', words = '', attached = '', ...rest] = text.split(`--${boundary}`);
        expect(rest).toEqual(['--\r\n']);
        const others = fieldsOf(header).filter((field) => field !== 'subject');
        expect(others.toSorted()).toEqual([
          ...['content-type', 'date', 'from', 'message-id', 'mime-version', 'sender', 'to'],
        ]);
        expect(fieldsOf(header).filter((field) => field === 'subject').length).toBeLessThan(2);
        expect(fieldsOf(words.trimStart())).toEqual(['content-type', 'content-transfer-encoding']);
        expect(fieldsOf(attached.trimStart())).toEqual([
          ...['content-type', 'content-transfer-encoding', 'content-disposition'],
        ]);
        const parsed = await simpleParser(raw);
        const people = [parsed.to].flat().flatMap((list) => list?.value ?? []);
        // The parser writes domains as people do.
        expect(people.map(({ address = '' }) => wireAddress(address))).toEqual(addresses.map(wireAddress));
        expect(parsed.from?.value.map(({ address }) => address)).toEqual(['anna@example.com']);
        expect([parsed.cc, parsed.bcc, parsed.replyTo]).toEqual([undefined, undefined, undefined]);
        expect(parsed.attachments.map(({ content: bytes }) => bytes.toString())).toEqual(['content']);
        expect(envelopeOf(input).to).toEqual(addresses);
      }),
      runs({ quick: 60, full: 10_000 }),
    );
  });
});

describe('a document', () => {
  test('that is missing or was changed is named by its place', async () => {
    const good = await document('a.pdf', Buffer.from('content'));
    const bad = await document('b.pdf', Buffer.from('content'));
    await truncate(bad.path, 3);
    const folder = await temporaryFolder();
    for (const documents of [
      [good, bad],
      [good, { ...bad, path: join(folder, 'nowhere') }],
    ]) {
      await expect(composeMessage({ ...plain, documents }, join(folder, 'm.eml'))).rejects.toMatchObject({
        code: 'document-unreadable',
        field: 'documentIds',
        message: 'Document 2 of the message is missing or damaged.',
      });
    }
    expect(await readdir(folder)).toEqual([]);
  });

  test('is not blamed where the app cannot write its own files', async () => {
    const good = await document('a.pdf', Buffer.from('content'));
    const folder = await temporaryFolder();
    for (const place of [join(folder, 'gone', 'm.eml'), join(good.path, 'm.eml')]) {
      await expect(composeMessage({ ...plain, documents: [good] }, place)).rejects.toMatchObject({
        code: 'storage-unusable',
      });
    }
  });

  test('that the file system will not give is not said to be missing', async () => {
    const good = await document('a.pdf', Buffer.from('content'));
    const folder = await temporaryFolder();
    const documents = [{ ...good, path: join(good.path, 'below a file') }];
    await expect(composeMessage({ ...plain, documents }, join(folder, 'm.eml'))).rejects.toMatchObject({
      code: 'storage-unusable',
    });
  });

  describe.each([
    ['this version', {}],
    ['an earlier version', { crc32: undefined }],
  ])('that %s took over', (_version, noted) => {
    const bytes = Buffer.alloc(300_000, 'content');
    const document2 = 'Document 2 of the message is missing or damaged.';

    test.each([0, 150_000, 299_999])(
      'with a bit of byte %d changed on the disk goes to nobody',
      async (at) => {
        const [good, bad] = [await document('a.pdf', bytes), await document('b.pdf', bytes)];
        const flipped = Buffer.from(bytes);
        flipped[at] = (flipped[at] ?? 0) ^ 1;
        await writeFile(bad.path, flipped);
        const folder = await temporaryFolder();
        const documents = [good, bad, good].map((each) => ({ ...each, ...noted }));
        const composing = composeMessage({ ...plain, documents }, join(folder, 'm.eml'));
        await expect(composing).rejects.toMatchObject({ code: 'document-unreadable', message: document2 });
        expect(await readdir(folder)).toEqual([]);
      },
    );

    test('goes as it is', async () => {
      const documents = [{ ...(await document('a.pdf', bytes)), ...noted }];
      const { parsed } = await compose({ documents });
      expect(parsed.attachments.map(({ content }) => sha256(content))).toEqual([sha256(bytes)]);
    });
  });

  test('of many megabytes never sits in memory', async () => {
    const large = 64 * 1024 * 1024;
    const script = join(import.meta.dirname, '../helpers/compose-large.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [
      script,
      await temporaryFolder(),
      String(large),
    ]);
    const { sizeBytes, grownBytes } = JSON.parse(stdout);
    expect(sizeBytes).toBeGreaterThan(large * 1.3);
    expect(grownBytes).toBeLessThan(large / 2);
  }, 20_000);

  test('leaves nothing behind when composing is ended', async () => {
    const folder = await temporaryFolder();
    const large = await document('large.bin', Buffer.alloc(8 * 1024 * 1024, 'x'));
    const controller = new AbortController();
    const composing = composeMessage(
      { ...plain, documents: [large] },
      join(folder, 'm.eml'),
      controller.signal,
    );
    setImmediate(() => controller.abort());
    await expect(composing).rejects.toMatchObject({ name: 'AppError' });
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('an envelope', () => {
  test('has every recipient once', () => {
    const envelope = envelopeOf({
      ...plain,
      to: ['ben@example.org', 'jan@exämple.org'],
      cc: ['ben@EXAMPLE.org'],
      bcc: ['cleo@example.org', 'jan@xn--exmple-cua.org'],
    });
    expect(envelope).toEqual({
      from: 'anna@example.com',
      to: ['ben@example.org', 'jan@exämple.org', 'cleo@example.org'],
    });
  });
});

test('the field of the blind copies is folded, one address a line', () => {
  expect(bccHeader([])).toBe('');
  expect(bccHeader(['a@b.example', 'c@exämple.org'])).toBe('Bcc: a@b.example,\r\n c@xn--exmple-cua.org\r\n');
});
