const plainName = /^[A-Z][A-Z0-9_]{1,63}$/;

function textOf(error: object, name: string): string {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' && plainName.test(value) ? value : '';
}

/**
 * Answers what a failed connection is called, e.g. `ECONNREFUSED`, `GREETING_TIMEOUT` or `SELF_SIGNED_CERT_IN_CHAIN`; empty
 * where nobody gave it a name.
 *
 * Only names pass: the words of such errors may hold what a server said.
 */
export function failureName(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  // Both families were tried: what happened to the first address is as good as any.
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : undefined;
  const names = [
    textOf(error, 'timeoutType'),
    textOf(error, 'originalCode'),
    textOf(error, 'code'),
    typeof inner === 'object' && inner !== null ? textOf(inner, 'code') : '',
  ];
  return names.find((name) => name !== '' && name !== 'ESOCKET') ?? '';
}

const certificateName =
  /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH|CRL_)/;

/** Says whether a connection failed because of the server's certificate. */
export function isCertificateFailure(name: string): boolean {
  return certificateName.test(name);
}

/** Says whether the server took the connection and then did not greet as a mail server does. */
export function isGreetingFailure(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const command: unknown = Reflect.get(error, 'command');
  const response: unknown = Reflect.get(error, 'response');
  return command === 'CONN' && typeof response === 'string';
}
