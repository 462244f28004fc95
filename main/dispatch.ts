import type * as z from 'zod';
import { contract } from '../shared/contract.ts';
import type { Caller, Handlers, Reply } from '../shared/contract.ts';
import { AppError, toFailure } from '../shared/errors.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { MethodName } from '../shared/method-names.ts';
import { issueReason, issueSentence } from './issue-sentence.ts';
import type { Log } from './ports.ts';

/** Answers any call by name with a reply; the only place where an error becomes data. */
export type Dispatch = (method: string, input: unknown, caller: Caller) => Promise<Reply<unknown>>;

interface Deps {
  readonly handlers: Handlers;
  readonly log: Log;
}

/** Answers a dispatcher that parses the input once, calls the handler and turns whatever is thrown into a failure. */
export function createDispatch({ handlers, log }: Deps): Dispatch {
  return async (method, input, caller) => {
    try {
      if (!isMethodName(method))
        throw new AppError('invalid-request', 'There is no such method.', { field: 'method' });
      return { ok: true, value: await answer(handlers, method, input, caller) };
    } catch (error) {
      const failure = toFailure(error);
      log('call-failed', { method: isMethodName(method) ? method : 'unknown', code: failure.code });
      return { ok: false, error: failure };
    }
  };
}

function isMethodName(method: string): method is MethodName {
  return Object.hasOwn(contract, method);
}

/** The handler gets exactly what its own schema lets through. */
async function answer(handlers: Handlers, name: MethodName, input: unknown, caller: Caller) {
  const parsed = contract[name].input.safeParse(input);
  if (!parsed.success) throw inputError(name, parsed.error);
  const handler = handlers[name] as (input: unknown, caller: Caller) => Promise<unknown>;
  return handler(parsed.data, caller);
}

/** Answers the error of the first issue, with the name of the field as the person knows it. */
function inputError(name: MethodName, error: z.ZodError): AppError {
  const issue = error.issues[0];
  const path = (issue?.path ?? []).map(String);
  const inDraft = path[0] === 'draft' && path.length > 1;
  const field = inDraft ? path[1] : path[0];
  const code: ErrorCode = inDraft
    ? 'account-invalid'
    : name === 'settingsSave'
      ? 'setting-invalid'
      : 'invalid-request';
  const subject = field ?? 'The request';
  // The name of a list or a record alone does not say which of its members is meant.
  const isWithin = issue !== undefined && !inDraft && path.length > 1;
  const reason = isWithin
    ? issueSentence({ ...issue, path: issue.path.slice(1) }).text
    : issue && (issue.code === 'unrecognized_keys' ? issueSentence(issue).text : issueReason(issue));
  return new AppError(code, `${subject}: ${reason ?? 'not accepted'}.`, field === undefined ? {} : { field });
}
