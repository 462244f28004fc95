import type { Input } from '../../shared/contract.ts';
import type { Call, AppFailure } from '../call.ts';

/** What is looked for in the Outbox, as it stands in the fields. */
export interface OutboxSearch {
  readonly text: string;
  /** Empty: all accounts. */
  readonly accountId: string;
  /** Days as a date field has them, `2026-11-22`; empty: any. Both belong to the period. */
  readonly from: string;
  readonly to: string;
}

export const noSearch: OutboxSearch = { text: '', accountId: '', from: '', to: '' };

/** Says whether anything is looked for. */
export function isSearching(search: OutboxSearch): boolean {
  return Object.values(search).some((value) => value.trim() !== '');
}

/** The part of the question about pages that a search makes. */
type Question = Pick<Input<'outboxPage'>, 'text' | 'accountId' | 'fromMs' | 'toMs'>;

function dayBegins(day: string, later = 0): number {
  const date = new Date(`${day}T00:00`);
  // Not in hours: two days of the year are longer or shorter.
  date.setDate(date.getDate() + later);
  return date.getTime();
}

/** Answers what a search asks the app for; days are those of this computer. */
export function questionOf({ text, accountId, from, to }: OutboxSearch): Question {
  return {
    ...(text.trim() !== '' && { text: text.trim().slice(0, 500) }),
    ...(accountId !== '' && { accountId: Number(accountId) }),
    ...(from !== '' && { fromMs: dayBegins(from) }),
    ...(to !== '' && { toMs: dayBegins(to, 1) }),
  };
}

/**
 * Answers the history that a filter means as one CSV text, asked for part by part.
 *
 * @returns a failure as it was answered, where a part could not be had
 */
export async function exportedCsv(
  call: Call,
  filter: Omit<Input<'outboxExport'>, 'beforeSequence'>,
): Promise<{ readonly ok: true; readonly csv: string } | { readonly ok: false; readonly error: AppFailure }> {
  const parts: string[] = [];
  let beforeSequence: number | null = null;
  do {
    const answer: Awaited<ReturnType<typeof call<'outboxExport'>>> = await call('outboxExport', {
      ...filter,
      beforeSequence,
    });
    if (!answer.ok) return answer;
    parts.push(answer.value.csv);
    beforeSequence = answer.value.nextBeforeSequence;
  } while (beforeSequence !== null);
  return { ok: true, csv: parts.join('') };
}
