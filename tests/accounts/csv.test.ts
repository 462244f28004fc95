import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell, withoutApostrophes } from '../../shared/csv-cell.ts';
import { comparableTitle, csvColumns, providerNames } from '../../main/accounts/csv-columns.ts';
import { readAccountsCsv } from '../../main/accounts/read-csv.ts';
import { accountsCsv } from '../../main/accounts/write-csv.ts';
import { issueSentence } from '../../main/issue-sentence.ts';
import type { Account } from '../../shared/account.ts';
import { newAccountDraft } from '../../shared/account.ts';
import type { ProviderInfo } from '../../shared/app-state.ts';
import { anyDraft, anyLine } from '../helpers/any-account.ts';
import { exampleAccount, exampleProviders } from '../helpers/example-accounts.ts';
import { runs } from '../helpers/effort.ts';

const [, microsoft] = exampleProviders;
if (!microsoft) throw new Error('no Microsoft');
const custom = (id: string, name: string): ProviderInfo => ({ ...microsoft, id, name });
const providers = [...exampleProviders, custom('contoso', 'Contoso Mail')];
const read = (text: string) => readAccountsCsv(text, { providers, sentence: issueSentence }).rows;
const rowsOf = (text: string) => read(text).map(({ id, given }) => ({ id, ...given }));
const refusal = (text: string) => {
  try {
    read(text);
    return null;
  } catch (error) {
    return error;
  }
};

describe('CSV of accounts', () => {
  it('begins with a byte order mark and the titles of the dialog, and ends its lines as RFC 4180 has it', () => {
    const text = accountsCsv([exampleAccount(7, { columnValue: '=1+1', timeoutMs: 5_000 })], providers);
    expect(text).toBe(
      '\uFEFF"Email Server ID","OAuth Service Provider","Email Server Hostname or IP Address","SMTP User","SMTP Port",' +
        '"Business Object","Column Name","Column Value","Enable SMTP over SSL or TLS","SSL/TLS Startup Method","Enabled",' +
        '"Sender Name","Reply-to","From address","Sign-in account","Alternate Server","Timeout (ms)","Send through",' +
        '"Send password unencrypted"\r\n' +
        '"7","None","mail.example.com","person7@example.com","587","","","\'=1+1","True","Auto","True",' +
        '"","","","","","5000","SMTP","False"\r\n',
    );
  });

  it('has a column for every field of an account, and none twice', () => {
    const fields = csvColumns.map(({ field }) => field);
    expect(fields.toSorted()).toEqual([...Object.keys(newAccountDraft), 'id'].toSorted());
    const titles = csvColumns.flatMap(({ title, field, aliases = [] }) => [
      ...new Set([comparableTitle(title), comparableTitle(field), ...aliases]),
    ]);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it('reads what it wrote, whatever the texts are', () => {
    const accounts = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 999_999 }), anyDraft(['google', 'microsoft', 'contoso'])),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(accounts, fc.constantFrom('\r\n', '\n', '\r'), (rows, lineEnd) => {
        const written = rows.map(([id, draft]): Account => ({
          ...draft,
          id,
          grantId: null,
          passwordId: null,
        }));
        const text = accountsCsv(written, providers).slice(1).replaceAll('\r\n', lineEnd);
        expect(rowsOf(text)).toEqual(rows.map(([id, draft]) => ({ id, ...draft })));
      }),
      runs({ quick: 300, full: 5_000 }),
    );
  });

  it('lets no formula begin a cell, whichever character a spreadsheet takes for the end of one', () => {
    fc.assert(
      fc.property(anyLine(300), (text) => {
        const cell = csvCell(text);
        expect(withoutApostrophes(cell.slice(1, -1).replaceAll('""', '"'))).toBe(text);
        for (const delimiter of [',', ';', '\t']) {
          for (const piece of cell.slice(1, -1).split(delimiter)) {
            expect(piece).not.toMatch(/^[\s"]*[=+\-@＝＋－＠]/u);
          }
        }
      }),
      runs({ quick: 2_000, full: 5_000 }),
    );
    for (const begin of ['=', '+', '-', '@', '\t', '\r', '\n', '＝', ' =', '"=']) {
      expect(csvCell(`${begin}1`).slice(0, 2)).toBe(`"'`);
    }
  });

  it.each([
    ['commas', 'SMTP Port,Column Value\r\n25,"a;b"\r\n'],
    ['semicolons', 'SMTP Port;Column Value\r\n25;"a;b"\r\n'],
    ['tabs', 'SMTP Port\tColumn Value\r\n25\ta;b\r\n'],
    ['a line that names its delimiter', 'sep=;\r\nSMTP Port;Column Value\r\n25;"a;b"\r\n'],
    ['columns in another order', 'Column Value,SMTP Port\na;b,25\n'],
    [
      'titles in another case and with other spaces',
      'smtp  PORT,columnvalue\na,b\n'.replace('a,b', '25,a;b'),
    ],
    ['columns that are not ours', 'Remark,SMTP Port,SMTP Password,Column Value\nx,25,secret,a;b\n'],
    ['empty lines, and lines of empty cells', '\n\nSMTP Port,Column Value\n\n25,a;b\n,\n  ,\n'],
  ])('is read with %s', (_, text) => {
    expect(rowsOf(text)).toEqual([{ id: null, port: 25, columnValue: 'a;b' }]);
  });

  it.each([
    ['WAHR', true],
    ['FALSCH', false],
    ['vrai', true],
    ['Faux', false],
    ['ja', true],
    ['nein', false],
    ['Oui', true],
    ['non', false],
    ['VERDADERO', true],
    ['FALSO', false],
    ['Sí', true],
    ['Y', true],
    ['n', false],
  ])('takes %s of a spreadsheet in another language', (word, tls) => {
    expect(rowsOf(`SMTP Port,Enable SMTP over SSL or TLS\n25,${word}\n`)).toEqual([
      { id: null, port: 25, tls },
    ]);
  });

  it.each([
    ['Gmail', 'google'],
    ['Google Workspace', 'google'],
    ['Office 365', 'microsoft'],
    ['office365', 'microsoft'],
    ['Microsoft 365', 'microsoft'],
    ['Outlook', 'microsoft'],
    ['Outlook.com', 'microsoft'],
  ])('takes %s for the provider that people call so', (name, provider) => {
    const text = `OAuth Service Provider,SMTP User\n${name},a@example.com\n`;
    expect(rowsOf(text)).toEqual([{ id: null, provider, user: 'a@example.com' }]);
    // Who has that very name goes first.
    const own = [...providers, custom('own', name)];
    expect(readAccountsCsv(text, { providers: own, sentence: issueSentence }).rows[0]?.given.provider).toBe(
      'own',
    );
  });

  it('takes whole numbers with zeros behind the point, but no thousands', () => {
    expect(rowsOf('Email Server ID;SMTP Port\n3.0;25.0\n4;587,00\n0.0;0.0\n')).toEqual([
      { id: 3, port: 25 },
      { id: 4, port: 587 },
      { id: null },
    ]);
    for (const port of ['25.000', '25,5', '2.5e1', '25.']) {
      expect(read(`SMTP Port;SMTP User\n${port};a\n`)[0]?.failure?.code).toBe('account-invalid');
    }
  });

  it('names the columns that it reads nothing from', () => {
    const text = 'Remark,SMTP Port,, SMTP Password ,Sender\n';
    const { ignoredColumns } = readAccountsCsv(text, { providers, sentence: issueSentence });
    expect(ignoredColumns).toEqual(['Remark', 'SMTP Password', 'Sender']);
  });

  it('takes the titles and values of SalesPad', () => {
    const grid =
      'Email Server ID,OAuth Service Provider,Email Server hostname or IP address.,SMTP Port,Enable SMTP over SSI or TLS,' +
      'SSL/TLS Startup Method,Business Object,Column Name,Column Value\r\n' +
      '1,Microsoft,smtp.office365.com,587,True,Auto,SystemUser,User_Name,sa\r\n' +
      '0,None,mail.example.com,0,,,SystemUser,User_Name,\r\n';
    expect(rowsOf(grid)).toEqual([
      {
        ...{
          id: 1,
          provider: 'microsoft',
          host: 'smtp.office365.com',
          port: 587,
          tls: true,
          tlsMethod: 'auto',
        },
        ...{ businessObject: 'SystemUser', columnName: 'User_Name', columnValue: 'sa' },
      },
      {
        ...{ id: null, provider: 'none', host: 'mail.example.com' },
        ...{ businessObject: 'SystemUser', columnName: 'User_Name', columnValue: '' },
      },
    ]);
    // What the shared account of SalesPad begins with.
    expect(read(grid).map(({ start }) => [start.port, start.tls, start.tlsMethod])).toEqual([
      [587, true, 'auto'],
      [25, false, 'auto'],
    ]);
    const shared =
      '1) Email Server hostname or IP address.;2) SMTP User;3b) SMTP OAuth Service Provider;4) SMTP Port;' +
      '5) Enable SMTP over SSL or TLS;6) SMTP over SSL or TLS Startup Method;SMTP Timeout\n' +
      'mail.example.com;a@example.com;google;25;False;Auto;100000\n';
    expect(rowsOf(shared)).toEqual([
      {
        ...{ id: null, host: 'mail.example.com', user: 'a@example.com', provider: 'google' },
        ...{ port: 25, tls: false, tlsMethod: 'auto', timeoutMs: 100_000 },
      },
    ]);
  });

  it.each([
    ['SMTP Port', 'abc', 'SMTP Port must be a whole number.'],
    ['SMTP Port', '70000', 'SMTP Port must be 65535 or less.'],
    ['SMTP Port', '-1', 'SMTP Port must be a whole number.'],
    ['SMTP Port', '1e3', 'SMTP Port must be a whole number.'],
    ['Email Server ID', '1.5', 'Email Server ID must be a whole number.'],
    [
      'OAuth Service Provider',
      'Yahoo',
      'OAuth Service Provider must be None or Google or Microsoft or Contoso Mail.',
    ],
    ['Enable SMTP over SSL or TLS', 'maybe', 'Enable SMTP over SSL or TLS must be True or False.'],
    ['SSL/TLS Startup Method', 'SSL3', 'SSL/TLS Startup Method must be Auto, STARTTLS or Implicit.'],
    ['Send through', 'pigeon', 'Send through must be SMTP or API.'],
    ['Timeout', '10', 'Timeout (ms) must be 1000 or more.'],
    ['SMTP User', 'x'.repeat(321), 'SMTP User must have at most 320 characters.'],
    ['Sender Name', 'a\0b', 'Sender Name must be one line.'],
    ['Sender Name', 'a\nb', 'Sender Name must be one line.'],
  ])('refuses a row by its %s, and goes on: %#', (title, cell, message) => {
    const rows = read(`Column Value,${title}\nfirst,""\nsecond,"${cell}"\nthird,""\n`);
    expect(rows.map(({ line, failure }) => [line, failure?.code, failure?.message])).toEqual([
      [2, undefined, undefined],
      [3, 'account-invalid', message],
      [cell.includes('\n') ? 5 : 4, undefined, undefined],
    ]);
  });

  it('refuses a row with more cells than titles, and the one in which the file ends', () => {
    expect(read('SMTP Port,Column Value\n25\n25,a,b\n25').map(({ failure }) => failure?.message)).toEqual([
      undefined,
      'The line has more cells than the first one.',
      'The file ends in the middle of the line.',
    ]);
  });

  it.each([
    ['nothing', '', 'line 1: names no column'],
    ['no titles of ours', 'a,b\n1,2\n', 'line 1: names no column'],
    ['a title twice', 'sep=,\n\nSMTP Port,x,smtp port\n', 'line 3: the column SMTP Port is there twice'],
    [
      'a quote that is never closed',
      'SMTP Port\n25\n"26\n27\n',
      'line 3: a quote is opened and never closed',
    ],
    [
      'a line of 10 MB',
      `SMTP Port\n25\n${'x'.repeat(10 << 20)}\n`,
      'line 3: is longer than 65536 characters',
    ],
    ['a cell of 10 MB', `SMTP Port\n"${'xxxxxxxxx\n'.repeat(1 << 20)}"\n`, 'a row is too long'],
    ['too many rows', `SMTP Port\n${'25\n'.repeat(100_001)}`, 'The file has more than 100000 rows'],
  ])('is refused with %s', (_, text, message) => {
    expect(refusal(text)).toMatchObject({
      code: 'import-refused',
      message: expect.stringContaining(message),
    });
  });
});

describe('names of providers', () => {
  it('are IDs where two providers have the same name, or one has the ID of another for a name', () => {
    const names = providerNames([
      custom('a-mail', 'Mail'),
      custom('b-mail', ' mail '),
      custom('c-mail', 'a-mail'),
      custom('fake', 'None'),
    ]);
    expect(['none', 'a-mail', 'b-mail', 'c-mail', 'fake'].map(names.nameOf)).toEqual([
      'none',
      'a-mail',
      'b-mail',
      'c-mail',
      'fake',
    ]);
    expect(['Mail', 'A-Mail', 'none', 'other'].map(names.idOf)).toEqual([
      undefined,
      'a-mail',
      'none',
      undefined,
    ]);
  });
});
