import type { Api, Input, Output } from '../shared/contract.ts';
import type { ErrorCode, Failure } from '../shared/errors.ts';
import type { MethodName } from '../shared/method-names.ts';

/** A failure as the window shows it: one of the app's, or that the app did not answer at all. */
export type AppFailure = Omit<Failure, 'code'> & { readonly code: ErrorCode | 'no-answer' };

export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: AppFailure };

export type Call = <Name extends MethodName>(name: Name, input: Input<Name>) => Promise<Answer<Output<Name>>>;

/** Makes calls that never reject: a host that is gone answers `no-answer`. */
export function createCall(api: Api): Call {
  return async (name, input) => {
    try {
      return await api[name](input);
    } catch {
      return {
        ok: false,
        error: { code: 'no-answer', message: 'The app did not answer.', remedy: 'try-again' },
      };
    }
  };
}
