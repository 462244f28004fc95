import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import * as z from 'zod';
import type { PolicyInfo } from '../../shared/app-state.ts';
import { AppError, toFailure } from '../../shared/errors.ts';
import type { Settings } from '../../shared/settings.ts';
import { readFileLimitedSync } from '../limited-read.ts';
import type { Store } from '../ports.ts';
import { parseCertificateAuthorities } from './certificate-authorities.ts';
import { policyFormat } from './policy-format.ts';
import type { PolicyFile } from './policy-format.ts';
import { issueSentence } from '../issue-sentence.ts';
import { choosePolicy, isAdministrators, policyLocation } from './policy-location.ts';
import type { PolicySource } from './policy-location.ts';
import { parseStrictJson } from '../strict-json.ts';
import { late } from '../../shared/late-schema.ts';
import { systemCode } from '../system-code.ts';

/** A policy that counts, with the texts of the files it names. */
interface ReadPolicy {
  readonly policy: PolicyFile;
  /** PEM texts. */
  readonly certificateAuthorities: readonly string[];
}

/** What the policy file says; `refused` without a good copy: sign-in and sending stop. */
export interface Policy {
  readonly status: PolicyInfo['status'];
  /** null: there is none, or none that counts. */
  readonly policy: PolicyFile | null;
  readonly certificateAuthorities: readonly string[];
  readonly info: PolicyInfo;
}

const lastGoodFormat = late(() =>
  z.strictObject({
    version: z.literal(1),
    /** Which file it is a copy of: a copy of one never stands in for another. */
    source: z.string(),
    policy: policyFormat.nullable(),
    certificateAuthorities: z.array(z.string()),
  }),
);

/** The copy of the last policy that was good. */
export type LastGood = z.infer<typeof lastGoodFormat>;

/** The copy before there was any policy. */
export const noLastGood: LastGood = { version: 1, source: '', policy: null, certificateAuthorities: [] };

/** Takes what the store of the copy holds. */
export function parseLastGood(value: unknown): LastGood {
  return lastGoodFormat.parse(value);
}

interface Files {
  /** Throws an error with a code such as `ENOENT`. */
  readonly read: (path: string) => Uint8Array;
  /** Says whether only administrators can write the file. */
  readonly isAdministrators: (path: string) => boolean;
}

/** What makes an account of a policy useless. */
export interface AccountFault {
  /** Its place in the list, from 0. */
  readonly index: number;
  readonly field: string;
  /** A whole sentence. */
  readonly message: string;
}

interface Deps {
  /** null: no policy is looked for. */
  readonly source: PolicySource | null;
  /** null: no copy is kept or used. Only the profile's owner may pass it. */
  readonly lastGood: Store<LastGood> | null;
  readonly files?: Files;
  /** Looks at the accounts beyond their form; null: they are good. */
  readonly accountFault?: (policy: PolicyFile) => AccountFault | null;
}

/**
 * Reads the policy file. A file that does not fit is refused whole, with its line; the last good copy goes on, and where
 * there is none nothing of a policy is known.
 */
export function readPolicy({
  source,
  lastGood,
  files = nodeFiles(process.platform),
  accountFault = () => null,
}: Deps): Policy {
  if (!source) return nothing('none', null);
  let bytes: Uint8Array;
  try {
    bytes = files.read(source.path);
  } catch (error) {
    if (isMissing(error)) return nothing('none', null);
    return refused(source, lastGood, new AppError('policy-invalid', 'The policy file cannot be read.'));
  }
  try {
    const read = parsePolicy(bytes, source, files, accountFault);
    keep(lastGood, {
      version: 1,
      source: source.path,
      ...read,
      certificateAuthorities: [...read.certificateAuthorities],
    });
    return active('active', read, null);
  } catch (error) {
    return refused(source, lastGood, error);
  }
}

/**
 * Answers the policy file that counts on this computer.
 *
 * @param options `givenPath`: `--policy FILE`, absolute; null: not given
 * @throws {AppError} `locked-by-policy`, `invalid-request` — `--policy` does not count here
 */
export function findPolicy(options: {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly givenPath: string | null;
  readonly isDevelopment: boolean;
}): PolicySource {
  const machinePath = policyLocation(options.platform, options.env);
  return choosePolicy({ ...options, machinePath, machineFileExists: existsSync(machinePath) });
}

/** Ten thousand accounts and every root of a browser fit in it. */
const maxFileBytes = 16 * 1024 * 1024;

/** Answers the files of this computer. */
export function nodeFiles(platform: NodeJS.Platform): Files {
  return {
    read: (path) => {
      const bytes = readFileLimitedSync(path, maxFileBytes);
      if (bytes === null) throw new RangeError('is too long');
      return bytes;
    },
    // Both the way to a link and the way to what it names decide who can change what is read.
    isAdministrators: (path) =>
      [path, realpathSync(path)].every((each) => isAdministrators(each, platform, (step) => statSync(step))),
  };
}

function parsePolicy(
  bytes: Uint8Array,
  source: PolicySource,
  files: Files,
  accountFault: NonNullable<Deps['accountFault']>,
): ReadPolicy {
  if (source.machineWide && !files.isAdministrators(source.path)) {
    throw new AppError(
      'policy-invalid',
      'The policy file, or a folder above it, can be written by ordinary users.',
    );
  }
  const json = parseStrictJson(decode(bytes));
  if ('reason' in json) throw fault(json.line, json.reason);
  const parsed = policyFormat.safeParse(json.value);
  if (!parsed.success) {
    const { path, text } = issueSentence(parsed.error.issues[0] ?? unknownIssue);
    throw fault(json.lineOf(path), text);
  }
  const policy = parsed.data;
  const useless = accountFault(policy);
  if (useless) {
    const { index, field, message } = useless;
    throw fault(json.lineOf(['accounts', index, field]), `accounts.${index}.${field}: ${message}`);
  }
  if (policy.certificateAuthorities === undefined) return { policy, certificateAuthorities: [] };
  try {
    const path = resolve(dirname(source.path), policy.certificateAuthorities);
    return { policy, certificateAuthorities: readAuthorities(path, source, files) };
  } catch (error) {
    const reason = error instanceof RangeError ? error.message : 'cannot be read';
    throw fault(
      json.lineOf(['certificateAuthorities']),
      `certificateAuthorities names a file that ${reason}`,
    );
  }
}

const unknownIssue: z.core.$ZodIssue = {
  code: 'custom',
  path: [],
  message: 'must be a policy',
  input: undefined,
};

function readAuthorities(path: string, source: PolicySource, files: Files): readonly string[] {
  const bytes = files.read(path);
  if (source.machineWide && !files.isAdministrators(path))
    throw new RangeError('can be written by ordinary users');
  return parseCertificateAuthorities(Buffer.from(bytes).toString('latin1'));
}

/** Notepad begins UTF-8 with a byte order mark; PowerShell's UTF-16 is refused by name. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw fault(1, 'the file is not UTF-8 text');
  }
}

function fault(line: number, reason: string): AppError {
  return new AppError('policy-invalid', `line ${line}: ${reason}`, { detail: { line } });
}

function keep(lastGood: Store<LastGood> | null, copy: LastGood): void {
  if (!lastGood || JSON.stringify(lastGood.get()) === JSON.stringify(copy)) return;
  try {
    lastGood.set(copy);
  } catch {
    // The policy itself is good; only the copy for a bad day is missing.
  }
}

function refused(source: PolicySource, lastGood: Store<LastGood> | null, error: unknown): Policy {
  const copy = lastGood?.get();
  if (copy?.policy && copy.source === source.path)
    return active('last-good', { ...copy, policy: copy.policy }, error);
  return nothing('refused', error);
}

function active(status: 'active' | 'last-good', read: ReadPolicy, error: unknown): Policy {
  const info = {
    status,
    setBy: read.policy.setBy ?? '',
    lockedSettings: Object.keys(read.policy.settings ?? {}) as (keyof Settings)[],
    businessObjects: read.policy.businessObjects ?? [],
    failure: error === null ? null : toFailure(error),
  };
  return { status, policy: read.policy, certificateAuthorities: read.certificateAuthorities, info };
}

function nothing(status: 'none' | 'refused', error: unknown): Policy {
  const info = {
    status,
    setBy: '',
    lockedSettings: [],
    businessObjects: [],
    failure: error === null ? null : toFailure(error),
  };
  return { status, policy: null, certificateAuthorities: [], info };
}

function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(systemCode(error));
}
