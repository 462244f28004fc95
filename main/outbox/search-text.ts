import * as z from 'zod';
import { late } from '../../shared/late-schema.ts';

const addresses = z.array(z.string()).readonly();
const searched = late(() =>
  z.object({
    messageId: z.string(),
    subject: z.string(),
    ...{ to: addresses, cc: addresses, bcc: addresses },
  }),
);

/** Upper and lower case, and two ways of writing one letter, are the same for whoever searches. */
const folded = (text: string): string => text.normalize('NFC').toLowerCase();

/** Answers what a message is found by: subject, recipients and Message-ID. */
export const searchText = ({ subject, to, cc, bcc, messageId }: z.infer<typeof searched>): string =>
  folded([subject, ...to, ...cc, ...bcc, messageId].join('\n'));

/**
 * Answers what the message of a row is found by.
 *
 * @param content the column `content` of the item; empty where it is not what this app wrote
 */
export function searchTextOfRow(content: string): string {
  try {
    return searchText(searched.parse(JSON.parse(content)));
  } catch {
    return '';
  }
}

const mostWords = 8;

/** Answers the words of a search, all of which have to be in the text of a message; the ninth and later ones do not count. */
export function searchWords(text: string): readonly string[] {
  return folded(text)
    .split(/\s+/u)
    .filter((word) => word !== '')
    .slice(0, mostWords);
}
