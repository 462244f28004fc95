import { expect, test } from 'vitest';
import { filledIn, isPassingName, recipientsOfName } from '../../main/agent/watch-names.ts';

test.for([
  ['INV-1234__kay@fabrikam.test.pdf', 'INV-1234', ['kay@fabrikam.test']],
  [
    'INV__1234__kay@fabrikam.test,lee@fabrikam.test.PDF',
    'INV__1234',
    ['kay@fabrikam.test', 'lee@fabrikam.test'],
  ],
  ['__kay+bills@mail.fabrikam.test.xml', '', ['kay+bills@mail.fabrikam.test']],
] as const)('%s names its recipients', ([file, name, to]) => {
  expect(recipientsOfName(file)).toEqual({ kind: 'recipients', name, to });
});

test.for([
  'INV-1234.pdf',
  'INV-1234__kay.pdf',
  'INV-1234__kay@fabrikam.pdf',
  'INV-1234__kay@fabrikam.test;lee@fabrikam.test.pdf',
  'INV-1234__.pdf',
  // Without its ending the address would lose a part of its host.
  'INV-1234__kay@mail.fabrikam.test',
  // A document that was sent and comes again with another ending is no document for kay@fabrikam.test.pdf.
  'INV-1234__kay@fabrikam.test.pdf.txt',
  'INV-1234__lee@fabrikam.test,kay@fabrikam.test.PDF.pdf',
])('%s is refused with a reason', (file) => {
  expect(recipientsOfName(file)).toEqual({ kind: 'refused', reason: expect.stringMatching(/\.$/) });
});

test('names of files that are being written, are nobody’s document, or were made by the agent, are passed over', () => {
  for (const name of ['.a.pdf', '~$a.docx', 'a.pdf.part', 'a.TMP', 'a.pdf~', 'a.pdf.crdownload', 'Thumbs.db'])
    expect([name, isPassingName(name)]).toEqual([name, true]);
  for (const name of ['sent', 'Failed', 'INV-1__kay@fabrikam.test.pdf.note.txt'])
    expect([name, isPassingName(name)]).toEqual([name, true]);
  for (const name of ['a.pdf', 'part.pdf', 'a.tmp.pdf', 'a~b.pdf', 'sent.pdf', 'note.txt'])
    expect([name, isPassingName(name)]).toEqual([name, false]);
});

test('a template is filled in once: a name that looks like a place, or has a line end, does no harm', () => {
  const values = { name: '{file}\r\nBcc: eve@fabrikam.test', file: 'x.pdf' };
  expect(filledIn('Invoice {name} ({file}) {other}', values)).toBe(
    'Invoice {file}  Bcc: eve@fabrikam.test (x.pdf) {other}',
  );
});
