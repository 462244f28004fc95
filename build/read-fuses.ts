/** Stands before the fuses in Electron's binary. */
export const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** The fuses of wire version 1, in the order of the wire, with what ours must be; null: any. */
const expected = [
  ['RunAsNode', false],
  ['EnableCookieEncryption', false],
  ['EnableNodeOptionsEnvironmentVariable', false],
  ['EnableNodeCliInspectArguments', false],
  ['EnableEmbeddedAsarIntegrityValidation', true],
  ['OnlyLoadAppFromAsar', true],
  ['LoadBrowserProcessSpecificV8Snapshot', false],
  ['GrantFileProtocolExtraPrivileges', false],
  ['WasmTrapHandlers', null],
] as const;

/**
 * Answers the states of the fuses in a binary, in the order of the wire: `1` on, `0` off, `r` removed; null: it has none.
 *
 * @see https://www.electronjs.org/docs/latest/tutorial/fuses
 */
export function readFuses(binary: Buffer): { readonly version: number; readonly states: string } | null {
  const start = binary.indexOf(sentinel);
  if (start === -1) return null;
  const at = start + sentinel.length;
  const version = binary[at];
  const count = binary[at + 1];
  if (version === undefined || count === undefined) return null;
  return { version, states: binary.subarray(at + 2, at + 2 + count).toString('latin1') };
}

/** Answers which fuses are not as they must be in a release, one sentence each. */
export function fuseFindings(fuses: ReturnType<typeof readFuses>): string[] {
  if (fuses === null) return ['the binary has no fuses'];
  if (fuses.version !== 1) return [`the fuses have wire version ${fuses.version}, known is 1`];
  return expected.flatMap(([name, on], index) =>
    on === null || fuses.states[index] === (on ? '1' : '0')
      ? []
      : [`the fuse ${name} must be ${on ? 'on' : 'off'}`],
  );
}
