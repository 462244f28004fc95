import * as z from 'zod';
import { firstManagedId } from '../../shared/account.ts';
import { AppError } from '../../shared/errors.ts';
import { issueSentence } from '../issue-sentence.ts';
import { sealedPart } from './sealed-export.ts';
import type { SealedPart } from './sealed-export.ts';
import { parseStrictJson } from '../strict-json.ts';
import { late } from '../../shared/late-schema.ts';

const format = 'smtp-setup-profile';
const version = 1;
const maxAccounts = 100_000;
const maxSettings = 1_000;

const anyVersion = late(() => z.looseObject({ format: z.literal(format), version: z.int().min(1) }));
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const members = late(() =>
  z.strictObject({
    format: z.literal(format),
    version: z.literal(version),
    nextId: z.int().min(1).max(firstManagedId).optional(),
    // Looked at one by one: of a file with one bad setting the others are good.
    settings: z
      .custom<Readonly<Record<string, unknown>>>(isObject, 'must be an object')
      .refine((each) => Object.keys(each).length <= maxSettings, `must have at most ${maxSettings} members`)
      .optional(),
    accounts: z.array(z.unknown()).max(maxAccounts).optional(),
    sealed: sealedPart.optional(),
  }),
);

/** What an exported profile holds in clear. */
export interface ProfileContents {
  /** Email Server ID of the next new account; none below it is given again. */
  readonly nextId: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly accounts: readonly unknown[];
}

/** An exported profile as it is read. */
export interface ProfileDocument extends ProfileContents {
  readonly sealed: SealedPart | null;
  /** What the sealed part was sealed beside. */
  readonly beside: string;
}

/** Answers what secrets are sealed beside: all else of the document, however its text is set out. */
export function besideSealed({ nextId, settings, accounts }: ProfileContents): string {
  return JSON.stringify({ format, version, nextId, settings, accounts });
}

/** Answers the text of a profile, an account a line, so that two exports can be compared by eye. */
export function profileText(
  { nextId, settings, accounts }: ProfileContents,
  sealed: SealedPart | null,
): string {
  const indented = (value: unknown) => JSON.stringify(value, null, 2).replaceAll('\n', '\n  ');
  const lines = accounts.map((account) => `\n    ${JSON.stringify(account)}`);
  const texts = [
    `"format": ${JSON.stringify(format)}`,
    `"version": ${version}`,
    `"nextId": ${nextId}`,
    `"settings": ${indented(settings)}`,
    `"accounts": [${lines.join(',')}${lines.length > 0 ? '\n  ' : ''}]`,
    ...(sealed ? [`"sealed": ${indented(sealed)}`] : []),
  ];
  return `{\n${texts.map((text) => `  ${text}`).join(',\n')}\n}\n`;
}

/** Says whether a text is meant to be JSON; else it is taken for CSV. */
export function looksLikeJson(text: string): boolean {
  return /^\s*[{[]/.test(text);
}

/**
 * Answers an exported profile; settings and accounts are not looked at yet.
 *
 * @throws {AppError} `import-refused` — it is no JSON, no export of ours, or from a newer version; `detail` has the line
 */
export function readProfileDocument(text: string): ProfileDocument {
  const json = parseStrictJson(text);
  if ('reason' in json) throw refused(json.line, json.reason);
  const { value, lineOf } = json;
  const known = anyVersion.safeParse(value);
  if (!known.success) throw refused(1, 'the file is no export of this app');
  if (known.data.version > version) {
    throw refused(lineOf(['version']), 'the file was written by a newer version of this app');
  }
  const parsed = members.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const { path, text: reason } = issue ? issueSentence(issue) : { path: [], text: 'is not known here' };
    throw refused(lineOf(path), reason, path);
  }
  const { nextId = 1, settings = {}, accounts = [], sealed = null } = parsed.data;
  const { sealed: _, ...rest } = known.data;
  return { nextId, settings, accounts, sealed, beside: JSON.stringify(rest) };
}

function refused(line: number, reason: string, path: readonly PropertyKey[] = []): AppError {
  const [field] = path;
  return new AppError('import-refused', `line ${line}: ${reason}.`, {
    detail: { line },
    ...(field !== undefined && { field: String(field) }),
  });
}
