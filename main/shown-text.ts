const maxShownCharacters = 500;

/** Answers any text of a server as one line without control characters. */
export function shownLine(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

/** Answers as much of a line as is kept and shown, at most 500 characters; secrets are taken out before. */
export function shownStart(line: string): string {
  return line.slice(0, maxShownCharacters);
}
