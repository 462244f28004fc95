import { emptyRequest } from './compose-request.ts';
import type { ComposeRequest } from './compose-request.ts';

/** The scheme of the app's own links, e.g. `smtp-setup:compose?to=ada@example.com&subject=Hello`. */
export const ownScheme = 'smtp-setup';

/** What a link may fill in; whatever else it names (`attach`, `from`, header fields) is left out. */
const fields = ['to', 'cc', 'bcc', 'subject', 'body'] as const;
type Field = (typeof fields)[number];

/** Characters of a whole link; Windows hands over 32,767 at most, browsers up to two million. */
const longestLink = 1_000_000;
/** Characters of a field: recipients are at most 500 addresses, the subject a line of RFC 5322. */
const longest: Readonly<Record<Field, number>> = {
  to: 40_000,
  cc: 40_000,
  bcc: 40_000,
  subject: 998,
  body: 100_000,
};

/** Says whether a text is a link of a kind that `parseMessageLink` reads. */
export function isMessageLink(text: string): boolean {
  return /^(?:mailto|smtp-setup):/i.test(text);
}

/**
 * Answers what a `mailto:` link, or one of the app's own, fills into a new message; null where it is no such link.
 *
 * Any page of the web can hand one over, so it fills in what a person then sees and changes, and does nothing else. What cannot be
 * decoded is left out; what is too long is cut; characters that hide or turn text are cut.
 *
 * @see RFC 6068
 */
export function parseMessageLink(link: string): ComposeRequest | null {
  if (link.length > longestLink) return null;
  const [before = '', ...rest] = (link.split('#')[0] ?? '').split('?');
  const address = addressOf(before);
  if (address === null) return null;
  const pairs = [['to', address] as const, ...rest.join('?').split('&').map(nameAndValue)];
  const found = new Map<Field, string[]>();
  for (const [name, value] of pairs) {
    const field = fields.find((known) => known === name.toLowerCase());
    const text = decode(value);
    if (field === undefined || text === null || text === '') continue;
    const known = found.get(field) ?? [];
    // There is one subject and one body (RFC 6068 §2); recipients add up.
    if (known.length === 0 || isRecipients(field)) found.set(field, [...known, text]);
  }
  return {
    ...emptyRequest(),
    ...Object.fromEntries([...found].map(([field, texts]) => [field, clean(field, texts.join(', '))])),
  };
}

/** Answers what stands for the recipients in front of the `?`; null where the link wants something else. */
function addressOf(before: string): string | null {
  if (/^mailto:/i.test(before)) return before.slice('mailto:'.length);
  // Browsers write a scheme with or without slashes.
  return /^smtp-setup:(?:\/\/)?compose\/?$/i.test(before) ? '' : null;
}

function nameAndValue(pair: string): readonly [name: string, value: string] {
  const equals = pair.indexOf('=');
  return equals === -1 ? [pair, ''] : [decode(pair.slice(0, equals)) ?? '', pair.slice(equals + 1)];
}

/** A plus is a plus here, unlike in a form. */
function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function isRecipients(field: Field): boolean {
  return field === 'to' || field === 'cc' || field === 'bcc';
}

function clean(field: Field, text: string): string {
  const visible = text
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    // Turns of direction, and marks that take no room: they make an address look like another one.
    .replaceAll(
      /[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]|\p{Cs}/gu,
      '',
    );
  const plain =
    field === 'body'
      ? visible.replaceAll(/[^\P{Cc}\n\t]/gu, '')
      : visible.replaceAll(/\p{Cc}+/gu, ' ').trim();
  return cut(plain, longest[field]);
}

/** Not in the middle of a character of two units. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = /[\uD800-\uDBFF]/.test(text[length - 1] ?? '') ? length - 1 : length;
  return text.slice(0, end);
}
