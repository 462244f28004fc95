/** Why the relay does not do what a program asks. */
export interface RelayRefusal {
  readonly kind: 'refused';
  /** Reply code: 4yz may be tried again, 5yz not. */
  readonly code: number;
  /** Enhanced status code and words, ASCII. */
  readonly text: string;
}

/**
 * Answers a refusal.
 *
 * @param status enhanced status code (RFC 3463)
 */
export function refused(code: number, status: string, words: string): RelayRefusal {
  return { kind: 'refused', code, text: `${status} ${words.replace(/[^\x20-\x7e]/g, '?')}` };
}

/** Says whether an answer is a refusal. */
export function isRefusal(value: object): value is RelayRefusal {
  return 'kind' in value && value.kind === 'refused';
}
