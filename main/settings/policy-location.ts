import { accessSync, constants } from 'node:fs';
import { posix, win32 } from 'node:path';
import { AppError } from '../../shared/errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Answers where the machine-wide policy file of an operating system lies.
 *
 * All three are places where ordinary users cannot write by default. On Windows it is not ProgramData: there any user may
 * make a folder that is not there yet.
 */
export function policyLocation(platform: NodeJS.Platform, env: Environment): string {
  if (platform === 'darwin') return '/Library/Application Support/SMTP Setup/policy.json';
  if (platform !== 'win32') return '/etc/smtp-setup/policy.json';
  // A 32-bit process would otherwise be sent to "Program Files (x86)".
  const folder = variable(env, 'CommonProgramW6432') ?? variable(env, 'CommonProgramFiles');
  return win32.join(folder ?? String.raw`C:\Program Files\Common Files`, 'SMTP Setup', 'policy.json');
}

/** The policy file that counts. */
export interface PolicySource {
  readonly path: string;
  /** It must belong to administrators. */
  readonly machineWide: boolean;
}

interface Choice {
  readonly machinePath: string;
  readonly machineFileExists: boolean;
  /** `--policy FILE`, absolute; null: not given. */
  readonly givenPath: string | null;
  readonly isDevelopment: boolean;
}

/**
 * Answers which policy file counts: the machine's; `--policy` only in a development build, where the machine has none.
 *
 * @throws {AppError} `locked-by-policy` — the machine has a policy
 * @throws {AppError} `invalid-request` — this is not a development build
 */
export function choosePolicy({
  machinePath,
  machineFileExists,
  givenPath,
  isDevelopment,
}: Choice): PolicySource {
  if (givenPath === null) return { path: machinePath, machineWide: true };
  if (machineFileExists) {
    throw new AppError(
      'locked-by-policy',
      'This computer has a policy file of its own; --policy does not count.',
      {
        field: 'policy',
      },
    );
  }
  if (!isDevelopment) {
    throw new AppError('invalid-request', '--policy only counts in a development build.', {
      field: 'policy',
    });
  }
  return { path: givenPath, machineWide: false };
}

/**
 * Refuses a file of `--policy` that is not there; that of the machine may be missing.
 *
 * @throws {AppError} `policy-invalid` — it does not exist or may not be read
 */
export function assertReadable(policyPath: string): void {
  try {
    accessSync(policyPath, constants.R_OK);
  } catch {
    throw new AppError('policy-invalid', `--policy "${policyPath}" does not exist or may not be read.`, {
      field: 'policy',
    });
  }
}

export interface FileOwner {
  /** 0 is root. */
  readonly uid: number;
  readonly mode: number;
}

/**
 * Says whether only administrators can write a file: it, and every folder above it, belongs to root and is not writable by
 * group or others.
 *
 * On Windows nothing is looked up: the default access list of the location is relied upon.
 *
 * @param owner answers owner and mode of a path; it throws where there is none
 */
export function isAdministrators(
  path: string,
  platform: NodeJS.Platform,
  owner: (path: string) => FileOwner,
): boolean {
  if (platform === 'win32') return true;
  for (let step = path; ; step = posix.dirname(step)) {
    const { uid, mode } = owner(step);
    if (uid !== 0 || (mode & 0o022) !== 0) return false;
    if (step === posix.dirname(step)) return true;
  }
}

/** Windows takes its names in any case, a copy of the environment does not. */
function variable(env: Environment, name: string): string | undefined {
  const found = Object.keys(env).find((each) => each.toLowerCase() === name.toLowerCase());
  return found === undefined ? undefined : env[found] || undefined;
}
