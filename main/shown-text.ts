const maxShownCharacters = 500;

/** Words in ASCII with a space between them: nothing is to be done. */
const plainLine = /^[!-~]+(?: [!-~]+)*$/;

/** Answers any text of a server as one line without control characters. */
export function shownLine(text: string): string {
  if (plainLine.test(text)) return text;
  return text.replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

/** Answers as much of a line as is kept and shown, at most 500 characters; secrets are taken out before. */
export function shownStart(line: string): string {
  return line.slice(0, maxShownCharacters);
}
