import { errorCatalog } from '../../shared/errors.ts';
import type { Failure, Remedy } from '../../shared/errors.ts';
import { detailWords, providerDetails } from '../../shared/fix-cards/detail-words.ts';
import { optionOfField } from './account-options.ts';
import { printable } from './table.ts';
import { isUsageError } from './usage-error.ts';
import { systemCode } from '../system-code.ts';

/** Only the command line has an output to lose, so the app's own list of codes does not know it. */
const lostAnswerCode = 'answer-lost';
const usageExitCode = 64;
const refusedExitCode = 65;
const unavailableExitCode = 69;
/** EX_IOERR: the answer did not reach standard output. */
export const lostAnswerExitCode = 74;
/** As shells have it: 128 and the number of SIGINT. */
export const interruptedExitCode = 130;

/**
 * Answers the exit code of a failure.
 *
 * @param verb `send` has codes of its own: what keeps the outbox from taking a message is "store unavailable"
 */
export function exitCodeOf(failure: Failure, verb: string | null): number {
  if (isUsageError(failure)) return usageExitCode;
  // The verb and its options were right, so it was a value that the app refused.
  if (failure.code === 'invalid-request') return refusedExitCode;
  if (verb === 'send' && failure.code === 'storage-full') return unavailableExitCode;
  return errorCatalog[failure.code].exitCode;
}

/** Answers a failure in one line, for scripts as JSON with what is known of it; its field is the option that sets it. */
export function failureText(failure: Failure, json: boolean): string {
  const { code, remedy, field, detail } = failure;
  // Settings are named as they are; everything else is set by an option.
  const option = field === undefined || code === 'setting-invalid' ? field : optionOfField(field);
  const message = printable(nameOption(failure.message, field, option));
  const said = providerDetails(detail);
  if (json)
    return JSON.stringify({
      error: {
        ...{ code, message, remedy },
        ...(option !== undefined && { field: option }),
        ...(detail && { detail }),
      },
    });
  const sentence = /[.!?]$/.test(message) ? message : `${message}.`;
  const words = said.map(([name, text]) => ` [${detailWords[name]}: ${printable(text)}]`).join('');
  return `error: ${sentence} ${errorCatalog[code].wayOut} (${code})${words}`;
}

/**
 * Answers in one line that standard output could not be written, for scripts as JSON.
 *
 * @param done what was carried out all the same, as a sentence; then the command must not simply be given again
 */
export function lostAnswerText(error: unknown, done: string | undefined, json: boolean): string {
  const code = systemCode(error);
  const reason = code && ` (${code})`;
  const message = [`The answer could not be written${reason}.`, done].filter(Boolean).join(' ');
  const remedy: Remedy = done === undefined ? 'try-again' : 'confirm-by-hand';
  return json
    ? JSON.stringify({ error: { code: lostAnswerCode, message, remedy } })
    : `error: ${message} (${lostAnswerCode})`;
}

/** What a person should know although nothing failed. */
export interface Note {
  readonly message: string;
  /** For the person to open. */
  readonly url?: string;
}

/** Answers a note in one line, for scripts as JSON. */
export function noteText(note: Note, json: boolean): string {
  if (json) return JSON.stringify({ note });
  return note.url === undefined ? note.message : `${note.message} ${note.url}`;
}

/** The app begins its sentences about a field with the field's own name. */
function nameOption(message: string, field: string | undefined, option: string | undefined): string {
  if (field === undefined || !message.startsWith(`${field}: `)) return message;
  return `${option === field ? field : `--${option}`}: ${message.slice(field.length + 2)}`;
}
