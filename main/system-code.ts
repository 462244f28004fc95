/** Answers the system's name of an error, e.g. `ENOENT`; empty: it has none. Unlike its message the name holds no path. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
