import { AppError } from '../../shared/errors.ts';
import type { AgentCall } from '../agent/agent-call.ts';
import type { AppPort } from '../app-port.ts';

/** Answers the contract for the person in front of the app, with failures thrown. */
export function callAsPerson({ call }: Pick<AppPort, 'call'>): AgentCall {
  return async (name, input) => {
    const reply = await call(name, input, { origin: 'user' });
    // The app derives its replies from the same contract as these types.
    if (reply.ok) return reply.value as never;
    throw new AppError(reply.error.code, reply.error.message);
  };
}
