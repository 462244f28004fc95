import { AppError } from '../../shared/errors.ts';
import { systemCode } from '../system-code.ts';

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'the user of the agent may not',
  EPERM: 'the user of the agent may not',
  EBUSY: 'another program has it open',
  ENOSPC: 'there is no space left',
  EROFS: 'the disk is read-only',
};

/** Answers why something of a watch folder did not work. Errors of the system are told by their code alone: their text has paths. */
export function problemOf(error: unknown): string {
  return told(error) ?? `The folder cannot be used (${codeOf(error)}).`;
}

/** Answers why a file did not come further; it is tried again. */
export function fileProblemOf(error: unknown, name: string, verb: 'read' | 'moved'): string {
  const code = codeOf(error);
  const reason = reasons[code];
  return told(error) ?? `"${name}" cannot be ${verb}${reason ? `: ${reason}` : ''} (${code}).`;
}

/** Answers the code of the system's error, e.g. `EACCES`. */
export function codeOf(error: unknown): string {
  return systemCode(error) || 'internal';
}

function told(error: unknown): string | null {
  return error instanceof AppError ? `${error.message} (${error.code})` : null;
}
