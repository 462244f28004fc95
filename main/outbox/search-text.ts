import * as z from 'zod';

const searched = z.object({
  messageId: z.string(),
  subject: z.string(),
  ...{ to: z.array(z.string()), cc: z.array(z.string()), bcc: z.array(z.string()) },
});

/** Upper and lower case, and two ways of writing one letter, are the same for whoever searches. */
const folded = (text: string): string => text.normalize('NFC').toLowerCase();

/**
 * Answers what a message is found by: subject, recipients and Message-ID.
 *
 * @param content the column `content` of the item; empty where it is not what this app wrote
 */
export function searchText(content: string): string {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return '';
  }
  const parsed = searched.safeParse(value);
  if (!parsed.success) return '';
  const { subject, to, cc, bcc, messageId } = parsed.data;
  return folded([subject, ...to, ...cc, ...bcc, messageId].join('\n'));
}

const mostWords = 8;

/** Answers the words of a search, all of which have to be in the text of a message; the ninth and later ones do not count. */
export function searchWords(text: string): readonly string[] {
  return folded(text)
    .split(/\s+/u)
    .filter((word) => word !== '')
    .slice(0, mostWords);
}
