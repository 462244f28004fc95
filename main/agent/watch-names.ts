import { isEmailAddress } from '../../shared/email-address.ts';

/** What programs call a file while they write it, and what an operating system leaves in folders. */
const passingName =
  /^\.|^~\$|^(?:thumbs\.db|desktop\.ini)$|~$|\.(?:part|partial|tmp|temp|crdownload|download|filepart)$/i;
/** What the agent itself makes: the folders it moves documents to, and the notes beside them. */
const ownName = /^(?:sent|failed)$|\.note\.txt$/i;

/** Says whether a file is still being written, is nobody's document, or was made by the agent. */
export function isPassingName(name: string): boolean {
  return passingName.test(name) || ownName.test(name);
}

const sidecarEnding = /\.(json|csv)$/i;

/** Says whether a file tells about another one; only where recipients come from such files. */
export function isSidecarName(name: string): boolean {
  return sidecarEnding.test(name);
}

/** Answers the document that a sidecar tells about: `a.pdf` for `a.pdf.json`. */
export function sidecarOwner(name: string): string {
  return name.replace(sidecarEnding, '');
}

/** Answers the file that may tell about a document, best first. */
export function sidecarNames(name: string): readonly string[] {
  return [`${name}.json`, `${name}.csv`];
}

// Without a list of endings, `INV__kay@mail.fabrikam.test` would go to kay@mail.fabrikam.
const documentEnding =
  /\.(?:pdf|xml|html?|txt|rtf|csv|json|edi|docx?|xlsx?|pptx?|od[tsp]|jpe?g|png|tiff?|zip)$/i;
const separator = '__';

/** What a file name says: `INV-1234__kay@fabrikam.test,lee@fabrikam.test.pdf`. */
export type NamedRecipients =
  | { readonly kind: 'recipients'; readonly name: string; readonly to: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: string };

/** Answers the recipients that a file name tells: what stands between its last two underscores and its ending. */
export function recipientsOfName(name: string): NamedRecipients {
  const ending = documentEnding.exec(name);
  if (!ending) return refused('Its name does not end like a document, e.g. with .pdf.');
  const stem = name.slice(0, ending.index);
  const at = stem.lastIndexOf(separator);
  if (at === -1) return refused(`Its name has no recipient: NAME${separator}ADDRESS.pdf is expected.`);
  const to = stem.slice(at + separator.length).split(',');
  // A host without a dot is nearly always a name that was cut.
  const wrong = to.find((address) => !isEmailAddress(address) || !/@.+\./.test(address));
  if (wrong !== undefined) return refused(`"${wrong}" in its name is not an e-mail address.`);
  const cut = to.find((address) => documentEnding.test(address));
  if (cut !== undefined)
    return refused(
      `"${cut}" in its name ends like a document. Take one of the two endings away; an address that does end so goes into a file beside the document.`,
    );
  return { kind: 'recipients', name: stem.slice(0, at), to };
}

function refused(reason: string): NamedRecipients {
  return { kind: 'refused', reason };
}

/** Answers the name of a document without its ending. */
export function stemOf(name: string): string {
  return name.replace(/\.[^.]*$/, '') || name;
}

/**
 * Answers a template with its places filled in: `{name}` is the name of the document without recipients and ending, `{file}`
 * the whole name.
 */
export function filledIn(template: string, values: { readonly name: string; readonly file: string }): string {
  // One pass: a name that looks like a place stays as it is.
  return template.replaceAll(/\{(name|file)\}/g, (_, place: 'name' | 'file') =>
    values[place].replaceAll(/\p{Cc}/gu, ' '),
  );
}
