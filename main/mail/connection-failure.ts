import { failureName } from '../failure-name.ts';
import { isProxyFailure } from '../network/proxy-failure.ts';
import type { ReplyStage } from './reply-classification.ts';
import { classifyReply } from './reply-classification.ts';
import { parseReply } from './smtp-reply.ts';
import type { Refusal } from './submission.ts';

interface Described {
  readonly code: string;
  readonly originalCode: string;
  readonly timeoutType: string;
  readonly command: string;
  readonly response: string;
}

function describe(error: unknown): Described {
  const fields = new Map<string, unknown>(
    typeof error === 'object' && error !== null ? Object.entries(error) : [],
  );
  const text = (name: string) => {
    const value = fields.get(name);
    return typeof value === 'string' ? value : '';
  };
  return {
    code: text('code'),
    originalCode: text('originalCode'),
    timeoutType: text('timeoutType'),
    command: text('command'),
    response: text('response'),
  };
}

function stageOf(command: string): ReplyStage {
  if (command.startsWith('AUTH')) return 'authentication';
  if (command === 'STARTTLS') return 'starttls';
  return command === 'CONN' ? 'greeting' : 'hello';
}

/** Codes of Node's TLS layer and of certificate checks. */
const tlsCode =
  /^(ERR_TLS_|ERR_SSL_|ERR_OSSL_|EPROTO$|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH|CRL_)/;

/**
 * Answers what it means that no session came about: the server's reply decides, library codes only where there is none.
 *
 * @param error what the library or the socket reported before any mail
 */
export function classifyConnectionFailure(error: unknown): Refusal {
  const networkCode = failureName(error);
  const named = networkCode === '' ? {} : { detail: { networkCode } };
  if (isProxyFailure(error)) {
    return { kind: 'deferred', code: 'server-unreachable', reason: error.message, ...named };
  }
  const { code, originalCode, timeoutType, command, response } = describe(error);
  const reply = response === '' ? null : parseReply(response);
  if (reply) return classifyReply(stageOf(command), reply);
  if (code === 'ETLS' || timeoutType === 'UPGRADE_TIMEOUT' || tlsCode.test(originalCode || code)) {
    return { kind: 'deferred', code: 'tls-failed', ...named };
  }
  if (code === 'EAUTH') {
    return { kind: 'authentication-rejected', code: 'authentication-rejected', tokenMayBeStale: false };
  }
  return { kind: 'deferred', code: 'server-unreachable', ...named };
}
