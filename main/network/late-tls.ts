import process from 'node:process';

/** Answers Node's own TLS, which is loaded with the first call: no start waits for it. */
export const lateTls = (): typeof import('node:tls') => process.getBuiltinModule('node:tls');
