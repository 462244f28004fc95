import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parseJobs } from '../../main/cli/job.ts';

const kay = '"to": "kay@fabrikam.test"';

test('one job says all that the options of send say', () => {
  const { jobs, isList } = parseJobs(
    'jobs/invoice.json',
    JSON.stringify({
      to: 'kay@fabrikam.test, lee@fabrikam.test',
      cc: ['max@fabrikam.test'],
      subject: 'Invoice 4711',
      body: 'Grüße\n',
      documents: ['invoice.pdf', '/srv/terms.pdf'],
      records: [{ businessObject: 'SalesDocument', columns: { Sales_Doc_Type: 'INVOICE' } }],
      account: 3,
      at: '2026-11-22T08:00+01:00',
      idempotencyKey: 'Invoice 4711',
      noWait: true,
    }),
  );
  expect(isList).toBe(false);
  expect(jobs).toMatchObject([
    {
      to: ['kay@fabrikam.test', 'lee@fabrikam.test'],
      cc: ['max@fabrikam.test'],
      bcc: [],
      subject: 'Invoice 4711',
      body: 'Grüße\n',
      documents: [resolve('jobs/invoice.pdf'), '/srv/terms.pdf'],
      records: [{ businessObject: 'SalesDocument', columns: { Sales_Doc_Type: 'INVOICE' } }],
      accountId: 3,
      sendAtMs: Date.UTC(2026, 10, 22, 7),
      idempotencyKey: 'Invoice 4711',
      noWait: true,
    },
  ]);
});

test.for([
  ['an array', `[\n{${kay}},\n{${kay}, "subject": "2"}\n]`],
  ['lines', `{${kay}}\r\n\r\n{${kay}, "subject": "2"}\r\n`],
  ['lines after a byte order mark', `\uFEFF{${kay}}\n{${kay}, "subject": "2"}`],
] as const)('%s are jobs in their order', ([, text]) => {
  const { jobs, isList } = parseJobs('-', text);
  expect([isList, jobs.map(({ subject }) => subject)]).toEqual([true, ['', '2']]);
  expect(jobs.map(({ line }) => line())).toEqual(
    text.startsWith('[') ? [2, 3] : [1, 3 - Number(!text.includes('\r'))],
  );
});

test.for([
  ['', 1, 'value expected'],
  ['[]', 1, 'there is no job'],
  ['"job"', 1, 'a job must be an object'],
  [`{\n  ${kay},\n  "html": "<b>"\n}`, 3, 'html is not known here'],
  [`{\n  ${kay},\n  "subject": 1\n}`, 3, 'subject must be a text'],
  [`{\n  "to": [\n    "kay@fabrikam.test",\n    "lee"\n  ]\n}`, 4, 'to.1 must be one e-mail address'],
  ['{ "subject": "x" }', 1, 'to is missing; the message has no recipient'],
  [`{${kay},\n "at": "tomorrow"}`, 2, 'at must be a time like 2026-11-22T08:00 or 2026-11-22T08:00+01:00'],
  [`{${kay},\n "idempotencyKey": " "}`, 2, 'idempotencyKey must not be blank'],
  [`{${kay},\n "account": "1"}`, 2, 'account must be a number'],
  [`{${kay},\n "records": [{"businessObject": "A"}]}`, 2, 'records.0.columns is missing'],
  [`{${kay},\n ${kay}}`, 2, 'the member "to" is there twice'],
  [`[{${kay}},\n{${kay},\n"cc": 5}]`, 3, 'cc must be a list'],
  [`{${kay}}\n{"to": "lee"}`, 2, 'to.0 must be one e-mail address'],
  [`{${kay}}\n{${kay}`, 2, 'close brace expected'],
  [
    `{${kay}, "idempotencyKey": "a"}\n{${kay}, "idempotencyKey": "a"}`,
    2,
    'idempotencyKey of job 2 is that of job 1 (line 1) too',
  ],
  [
    `[{${kay}}, {${kay}, "idempotencyKey": "a"}, {${kay}, "idempotencyKey": "a"}]`,
    1,
    'idempotencyKey of job 3 is that of job 2 (line 1) too',
  ],
] as const)('%j is refused with its line', ([text, line, reason]) => {
  expect(() => parseJobs('job.json', text)).toThrow(
    expect.objectContaining({
      code: 'invalid-request',
      field: 'job',
      message: expect.stringContaining(`--job "job.json", line ${line}: ${reason}`),
    }),
  );
});

test('a list that is too long is refused', () => {
  const text = Array.from({ length: 10_001 }, () => `{${kay}}`).join('\n');
  expect(() => parseJobs('-', text)).toThrow(/more than 10000 jobs/);
});
