import { checkParts } from '../../main/checking.ts';
import { createChecks } from '../../main/diagnose/checks.ts';
import type { CheckTarget } from '../../main/diagnose/check-way.ts';
import { createLog } from '../../main/log.ts';
import type { ProxyFor } from '../../main/ports.ts';
import type { Authentication } from '../../main/mail/submission.ts';
import type { CheckStepName, CheckView } from '../../shared/diagnose.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { systemClock, systemRandom } from '../helpers/system-ports.ts';

export const password = { kind: 'password', user: 'anna@example.com', password: 'canary-pässwörd' } as const;
export const token = {
  kind: 'oauth',
  user: 'anna@example.com',
  accessToken: 'canary-access-token-1',
} as const;

interface Wish {
  readonly target: Partial<CheckTarget> & Pick<CheckTarget, 'route'>;
  /** What the account authenticates with, by the token that was refused before; default: nothing. */
  readonly secret?: (rejectedToken?: string) => Authentication | Promise<Authentication>;
  readonly certificateAuthorities?: readonly string[];
  readonly clockOffMs?: number;
  readonly proxyFor?: ProxyFor;
}

/** Checks of one account with the parts of sending, on real sockets. */
export function checksOf({ target, secret, certificateAuthorities = [], clockOffMs, proxyFor }: Wish) {
  const views: CheckView[] = [];
  const noted: (ErrorCode | null)[] = [];
  const logged: string[] = [];
  let over = () => {};
  const checks = createChecks({
    clock: systemClock,
    random: systemRandom,
    log: createLog({ write: (line) => void logged.push(line), clock: systemClock }),
    target: (accountId) => ({
      accountId,
      authentication: 'none',
      user: 'anna@example.com',
      from: 'anna@example.com',
      ...{ api: null, sharedMailbox: null },
      ...target,
    }),
    authenticate: async (_accountId, { rejectedToken }) => secret?.(rejectedToken) ?? { kind: 'none' },
    ...checkParts(() => certificateAuthorities, proxyFor),
    clockOffMs: () => clockOffMs ?? null,
    noteServerAnswer: (_accountId, code) => void noted.push(code),
    onChanged: ([view]) => {
      if (!view) return;
      views.push(view);
      if (view.outcome !== 'running') over();
    },
  });
  return {
    checks,
    views,
    noted,
    logged,
    /** Begins the Check and resolves with its end. */
    run: () =>
      new Promise<CheckView>((resolve) => {
        over = () => resolve(views.at(-1) as CheckView);
        checks.start(1);
      }),
  };
}

/** Runs one Check to its end. */
export async function runCheck(wish: Wish): Promise<CheckView> {
  return checksOf(wish).run();
}

/** The states of all steps in order, in short. */
export function statesOf(view: CheckView): string {
  return view.steps.map(({ state }) => state).join(' ');
}

export function stepOf(view: CheckView, name: CheckStepName) {
  const step = view.steps.find((each) => each.name === name);
  if (!step) throw new Error(`no step ${name}`);
  return step;
}
