import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { namesOthers, outgoingHeader, readHeader, recipientsOf } from '../../main/relay/relay-message.ts';
import type { ReadHeader } from '../../main/relay/relay-message.ts';
import { isRefusal } from '../../main/relay/relay-refusal.ts';
import { decodedText } from '../../main/relay/relay-words.ts';

function read(...lines: readonly string[]): ReadHeader {
  const header = readHeader(Buffer.from(lines.map((line) => `${line}\r\n`).join('')));
  if (isRefusal(header)) throw new Error(header.text);
  return header;
}

const nowMs = Date.UTC(2026, 0, 2, 3, 4, 5);
const outgoing = (header: ReadHeader) =>
  outgoingHeader(header, {
    relayId: 'ID',
    isEncrypted: true,
    messageId: '<new@example.com>',
    nowMs,
  }).toString();

test('a header goes out as it came, behind a trace field that names nobody', () => {
  const lines = [
    'From: "Anna, Sales" <anna@example.com>',
    'to:ben@example.org',
    'X-Odd :  kept',
    'Subject: a',
    '  b',
  ];
  const more = ['Message-ID: <a@b>', 'Date: Fri, 2 Jan 2026 03:04:05 +0100'];
  expect(outgoing(read(...lines, ...more))).toBe(
    [
      'Received: from localhost by localhost with ESMTPSA id ID;',
      ' Fri, 02 Jan 2026 03:04:05 +0000',
      ...lines,
      ...more,
      '',
    ].join('\r\n'),
  );
});

test('Message-ID and Date are added where they are missing, and a Message-ID that is none is replaced', () => {
  const added = outgoing(read('From: anna@example.com'));
  expect(added).toContain('\r\nMessage-ID: <new@example.com>\r\nDate: Fri, 02 Jan 2026 03:04:05 +0000\r\n');
  const replaced = outgoing(read('From: anna@example.com', 'Message-ID: nothing <good>'));
  expect(replaced.match(/^Message-ID:.*$/gim)).toEqual(['Message-ID: <new@example.com>']);
});

test('blind recipients and the words of the relay never go out, folded or in odd case', () => {
  const text = outgoing(
    read(
      'From: anna@example.com',
      'bCC: a@example.org,',
      '\tcleo@example.org',
      'X-smtp-setup-record: A.B=c',
      'Return-Path: <x@y>',
    ),
  );
  expect(text).not.toMatch(/cleo|a@example\.org|A\.B|x@y/);
});

test('what a header says is read: records, subject, addresses', () => {
  const header = read(
    'From: Anna <anna@example.com>',
    'To: Team: ben@example.org, "Cleo" <cleo@example.org>;',
    'Cc: dora@example.org',
    'Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?= =?UTF-8?B?IGFuIGFsbGU=?=',
    'X-SMTP-Setup-Record: SalesDocument.Sales_Doc_Type=INVOICE',
  );
  expect(header).toMatchObject({
    from: 'anna@example.com',
    to: ['ben@example.org', 'cleo@example.org'],
    cc: ['dora@example.org'],
    subject: 'Grüße an alle',
    records: [{ businessObject: 'SalesDocument', columns: { Sales_Doc_Type: 'INVOICE' } }],
  });
  expect(recipientsOf(header, ['Ben@example.org', 'dora@example.org', 'eve@example.org'])).toEqual({
    ...{ to: ['Ben@example.org'], cc: ['dora@example.org'], bcc: ['eve@example.org'] },
  });
});

test('whatever a subject holds, it stays one line and the header keeps its fields', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(decodedText(text)).not.toMatch(/[\r\n\0]/);
      const base64 = Buffer.from(text).toString('base64');
      expect(decodedText(`=?utf-8?B?${base64}?=`)).not.toMatch(/[\r\n\0]/);
    }),
  );
  expect(decodedText('=?nonsense?B?YQ==?=')).toBe('=?nonsense?B?YQ==?=');
});

test('who is named but not asked for is noticed, in any case and spelling of the domain', () => {
  const header = { to: ['Ben@Example.org', 'cleo@bücher.example'], cc: ['dora@example.org'] };
  const all = ['ben@example.org', 'cleo@xn--bcher-kva.example', 'dora@example.org'];
  expect(namesOthers(header, [...all, 'eve@example.org'])).toBe(false);
  for (const left of all) {
    expect(
      namesOthers(
        header,
        all.filter((each) => each !== left),
      ),
    ).toBe(true);
  }
});

test.for([
  'From: <orders@store.example> <evil@x.test>',
  'From: orders@store.example evil@x.test',
  'From: evil@x.test <orders@store.example',
  'From: evil@x.test <orders@store.example>',
  'From: orders@store.example, evil@x.test',
  'From: Shop: orders@store.example;',
  'Sender: orders@store.example evil@x.test',
  'Sender:',
  'To: <kay@example.com> <victim@y.test>',
  'To: kay@example.com; victim@y.test',
  'Cc: Team: kay@example.com',
  'Bcc: kay@example.com victim@y.test',
])('%s is refused, with the field and the form it must have', (line) => {
  const lines = line.startsWith('From') ? [line] : ['From: orders@store.example', line];
  const header = readHeader(Buffer.from(lines.map((each) => `${each}\r\n`).join('')));
  expect(header).toMatchObject({ kind: 'refused', code: 554 });
  expect(header).toHaveProperty('text', expect.stringMatching(/^5\.6\.0 .*(From|Sender|To|Cc|Bcc)/));
});
