import type { Input, Output } from '../../shared/contract.ts';
import type { MethodName } from '../../shared/method-names.ts';

/**
 * Calls the app as a program that nobody answers for.
 *
 * @throws {AppError} the failure that the app answered
 */
export type AgentCall = <Name extends MethodName>(name: Name, input: Input<Name>) => Promise<Output<Name>>;
