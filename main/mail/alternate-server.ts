import type { ErrorCode } from '../../shared/errors.ts';
import { submitBySmtp } from './smtp.ts';
import type { Submit, SubmissionOutcome, SubmissionRequest, SubmissionRoute } from './submission.ts';

/** A submission that may go to any of several servers, the first one first. */
export interface SubmissionToServers extends Omit<SubmissionRequest, 'route'> {
  readonly accountId: number;
  readonly routes: readonly [SubmissionRoute, ...SubmissionRoute[]];
  /** What is said of a server that is not among them although the account names it; empty: there is none. */
  readonly leftOut: string;
}

interface Deps {
  readonly nowMs: () => number;
  /** Another server than the first has answered. */
  readonly onAlternate: (accountId: number, route: SubmissionRoute) => void;
  /** Default: by SMTP. */
  readonly submit?: Submit;
}

/** How long a server that answered in place of the first is asked at once, so that not every message waits for the first. */
const rememberedMs = 5 * 60_000;

/** What a server that is down answers, if anything. A server that says "more slowly" is up. */
const downCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'server-unreachable',
  'tls-failed',
  'deferred',
]);

const namesOf = (routes: readonly SubmissionRoute[]) => routes.map(nameOf).join(' ');

/** Answers how people write a server: an IPv6 address in brackets. */
export function nameOf({ host, port }: Pick<SubmissionRoute, 'host' | 'port'>): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** What is said of a server that is down. */
function failureOf(outcome: SubmissionOutcome): string {
  if (outcome.reply !== undefined) return outcome.reply;
  return 'code' in outcome && outcome.code === 'tls-failed' ? 'no TLS that can be trusted' : 'no answer';
}

/**
 * Answers the function that hands a message to the first server of an account that is not down.
 *
 * A server is down where no session comes about before anything is proved: no address, no connection, a greeting that is
 * none or refuses, no TLS. From the first command of authentication or mail on, nobody else is asked: a second server could
 * make a second message of it, and a refused password is refused everywhere.
 *
 * @see RFC 5321 §5.1 for the same order among mail exchangers
 */
export function createSubmitToServers({ nowMs, onAlternate, submit = submitBySmtp }: Deps) {
  const remembered = new Map<number, { readonly names: string; readonly name: string; untilMs: number }>();

  /** The first server, unless another one has stood in for it a moment ago. */
  const inOrder = (accountId: number, routes: readonly SubmissionRoute[]) => {
    const known = remembered.get(accountId);
    if (!known) return routes;
    if (known.untilMs <= nowMs() || known.names !== namesOf(routes)) {
      remembered.delete(accountId);
      return routes;
    }
    return routes.toSorted((a, b) => Number(nameOf(b) === known.name) - Number(nameOf(a) === known.name));
  };

  const answered = (accountId: number, routes: readonly SubmissionRoute[], route: SubmissionRoute) => {
    if (route === routes[0]) remembered.delete(accountId);
    else if (remembered.get(accountId)?.name !== nameOf(route)) {
      // Not prolonged by each message, or the first would never be asked again.
      const untilMs = nowMs() + rememberedMs;
      remembered.set(accountId, { names: namesOf(routes), name: nameOf(route), untilMs });
      onAlternate(accountId, route);
    }
  };

  return async (submission: SubmissionToServers): Promise<SubmissionOutcome> => {
    const { accountId, routes, leftOut, ...request } = submission;
    const failures = new Map<SubmissionRoute, SubmissionOutcome>();
    for (const route of inOrder(accountId, routes)) {
      let isUp = false;
      const onStage: SubmissionRequest['onStage'] = (stage) => {
        isUp ||= stage !== 'connecting';
        request.onStage(stage);
      };
      const outcome = await submit({ ...request, route, onStage });
      if (request.signal.aborted) return outcome;
      if (isUp || outcome.kind !== 'deferred' || !downCodes.has(outcome.code)) {
        answered(accountId, routes, route);
        return outcome;
      }
      failures.set(route, outcome);
    }
    remembered.delete(accountId);
    const first = failures.get(routes[0]);
    if (first?.kind !== 'deferred') throw new Error('every server was asked');
    if (failures.size === 1 && leftOut === '') return first;
    const said = routes.flatMap((route) => {
      const outcome = failures.get(route);
      return outcome ? `${nameOf(route)}: ${failureOf(outcome)}` : [];
    });
    return { ...first, reason: [...said, leftOut].filter((text) => text !== '').join('; ') };
  };
}
