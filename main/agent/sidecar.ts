import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import { businessRecord } from '../../shared/account.ts';
import type { BusinessRecord } from '../../shared/account.ts';
import { emailAddress } from '../../shared/email-address.ts';
import { AppError } from '../../shared/errors.ts';
import { late } from '../../shared/late-schema.ts';

const addresses = late(() =>
  z.preprocess(
    (value) => (typeof value === 'string' ? splitAddresses(value) : value),
    z.array(emailAddress).max(500),
  ),
);

const sidecar = late(() =>
  z.strictObject({
    to: addresses.default([]),
    cc: addresses.default([]),
    bcc: addresses.default([]),
    subject: z.string().max(998).optional(),
    body: z.string().max(1_000_000).optional(),
    records: z.array(businessRecord).max(100).optional(),
  }),
);

/** Who gets a document, and what else its sidecar says; what is absent comes from the template of the folder. */
export type Sidecar = z.infer<typeof sidecar>;

/**
 * Reads the file that tells about a document.
 *
 * JSON: `{ "to": "kay@fabrikam.test", "subject": "…" }`. CSV: a line of titles and one line: `to`, `cc`, `bcc`, `subject`,
 * `body`, and `Object.Column` for records. Several addresses stand with `,` or `;` between them.
 *
 * @throws {AppError} `invalid-request` — it is not such a file, or nobody would get the message
 */
export function parseSidecar(name: string, text: string): Sidecar {
  const content = text.replace(/^\uFEFF/, '');
  const result = sidecar.safeParse(/\.csv$/i.test(name) ? ofCsv(content) : ofJson(content));
  if (!result.success) {
    const { path = [], message } = result.error.issues[0] ?? { message: 'it is not understood' };
    throw refused(path.length === 0 ? message : `${path.join('.')}: ${message}`);
  }
  const { to, cc, bcc } = result.data;
  if (to.length + cc.length + bcc.length === 0) throw refused('it names no recipient');
  return result.data;
}

function ofJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused('it is not JSON');
  }
}

function ofCsv(text: string): unknown {
  const [titles = [], ...rows] = readTable(text);
  const [row] = rows;
  if (!row || rows.length > 1) throw refused('it must have a line of titles and one line');
  const fields: Record<string, string> = {};
  const records: BusinessRecord[] = [];
  for (const [index, given] of titles.entries()) {
    const title = given.trim();
    const value = row[index] ?? '';
    const [businessObject = '', column] = title.split('.', 2);
    if (title === '' || value === '') continue;
    if (column === undefined) fields[title.toLowerCase()] = value;
    else records.push({ businessObject, columns: { [column]: value } });
  }
  return { ...fields, ...(records.length > 0 && { records }) };
}

function readTable(text: string): string[][] {
  try {
    return parse(text, { delimiter: [',', ';', '\t'], skip_empty_lines: true });
  } catch {
    throw refused('it is not CSV with as many cells in each line');
  }
}

function splitAddresses(text: string): string[] {
  return text
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function refused(reason: string): AppError {
  return new AppError('invalid-request', `The file beside the document is refused: ${reason}.`);
}
