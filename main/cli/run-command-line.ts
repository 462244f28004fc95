import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { AppError, toFailure } from '../../shared/errors.ts';
import type { AppState } from '../../shared/app-state.ts';
import type { Failure } from '../../shared/errors.ts';
import type { Output } from '../../shared/contract.ts';
import type { ProfileSession } from '../owner/profile-session.ts';
import type { Clock, OpenBrowser, Random } from '../ports.ts';
import type { CommandContext, CommandResult } from './command.ts';
import {
  exitCodeOf,
  failureText,
  interruptedExitCode,
  lostAnswerExitCode,
  lostAnswerText,
  noteText,
} from './failure-output.ts';
import type { Note } from './failure-output.ts';
import { helpText } from './help.ts';
import { parseCommandLine } from './parse-command-line.ts';
import type { CommandLine } from './parse-command-line.ts';
import { defaultProfileFolder } from './profile-folder.ts';

/** What `--profile`, `--policy` and `--ca-file` say. */
export interface ProfileChoice {
  /** Absolute. */
  readonly profileFolder: string;
  readonly policyPath: string | null;
  readonly caFile: string | null;
  /** Runs for long, sends what waits, and has nobody to ask. */
  readonly unattended: boolean;
}

/** The profile as a command sees it. */
export interface CommandSession extends ProfileSession {
  /** Whether the app behind it was started as the choice says; absent: it was where this process is the owner. */
  readonly isAsChosen?: () => boolean;
}

/** What the command line needs from the program it runs in. */
export interface CommandLineHost {
  readonly openProfile: (choice: ProfileChoice) => Promise<CommandSession>;
  readonly openBrowser: OpenBrowser;
  readonly clock: Clock;
  readonly random: Random;
  /**
   * Takes whole lines, without the last line end, and resolves when they have left, or when nobody wants to read them; rejects
   * with the system's error where they got lost.
   */
  readonly out: (text: string) => Promise<void>;
  /** As `out`, but never rejects. */
  readonly err: (text: string) => Promise<void>;
  readonly readStdin: (limitBytes: number) => Promise<Uint8Array | null>;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  /** Aborted by Ctrl+C. */
  readonly interrupted: AbortSignal;
}

/**
 * Carries out one command line and answers its exit code; nothing is thrown.
 *
 * @param argv without the program and its script
 * @see https://man.openbsd.org/sysexits.3
 */
export async function runCommandLine(argv: readonly string[], host: CommandLineHost): Promise<number> {
  // Also for errors of the command line itself, which is not understood by then.
  const json = argv.includes('--json');
  let verb: string | null = null;
  try {
    const line = parseCommandLine(argv);
    if (line.kind === 'help') return await print(host, helpText(line.verb), json);
    if (line.kind === 'version') {
      return await print(host, json ? JSON.stringify(host.version) : host.version, json);
    }
    verb = line.verb;
    const { value, values, text, failure, exitCode, done } = await runCommand(line, host, json);
    const lines = () => (values ?? [value]).map((each) => JSON.stringify(each)).join('\n');
    const printed = await print(host, json ? lines() : text, json, done);
    if (failure) await host.err(failureText(failure, json));
    // Why a message was not sent says more than that its answer got lost.
    return (exitCode ?? (failure ? exitCodeOf(failure, verb) : 0)) || printed;
  } catch (error) {
    if (host.interrupted.aborted && error === host.interrupted.reason) {
      await host.err(noteText({ message: 'Interrupted before anything was queued.' }, json));
      return interruptedExitCode;
    }
    const failure: Failure = toFailure(error);
    await host.err(failureText(failure, json));
    return exitCodeOf(failure, verb);
  }
}

/** Answers the exit code: 0, or that of an answer that got lost. */
async function print(host: CommandLineHost, text: string, json: boolean, done?: string): Promise<number> {
  try {
    if (text !== '') await host.out(text);
    return 0;
  } catch (error) {
    await host.err(lostAnswerText(error, done, json));
    return lostAnswerExitCode;
  }
}

type Line = Extract<CommandLine, { kind: 'command' }>;

async function runCommand(line: Line, host: CommandLineHost, json: boolean): Promise<CommandResult> {
  const { spec, options, positionals } = line;
  const { platform, env } = host;
  const profileFolder = resolve(
    options.text('profile') ?? defaultProfileFolder({ platform, env, homeFolder: homedir() }),
  );
  const policyPath = options.text('policy') ?? null;
  const caFile = options.text('ca-file') ?? null;
  const choice = { profileFolder, policyPath, caFile, unattended: spec.unattended ?? false };
  const [command, session] = await Promise.all([spec.load(), host.openProfile(choice)]);
  const tellAlways = (note: Note) => void host.err(noteText(note, json));
  const tell = (message: string) => (json ? undefined : tellAlways({ message }));
  let result: CommandResult;
  try {
    const isAsChosen = session.isAsChosen?.() ?? session.role() === 'owner';
    if (!isAsChosen && (policyPath !== null || caFile !== null)) {
      tell('note: the profile is open in another program, so its --policy and --ca-file count.');
    }
    // The owner has read the policy file; one that was there before has told somebody else.
    const refused = isAsChosen ? await refusedPolicy(session) : null;
    if (refused !== null) {
      tell(`note: the policy file is refused, and its last good copy counts instead. ${refused}`);
    }
    result = await command({
      options,
      positionals,
      profileFolder,
      version: host.version,
      role: session.role,
      json,
      print: (text) => void host.out(text).catch(() => undefined),
      tell,
      tellAlways,
      call: callOf(session),
      onState: session.onState,
      openBrowser: host.openBrowser,
      clock: host.clock,
      random: host.random,
      readStdin: host.readStdin,
      interrupted: host.interrupted,
    });
  } finally {
    await session.close();
  }
  return result.afterEnd ? answerAfterEnd(result, host, { ...choice, unattended: false }) : result;
}

/** Answers why the policy file is refused while its last good copy counts, or null. */
async function refusedPolicy(session: ProfileSession): Promise<string | null> {
  const seen = session.role() === 'owner' ? ownState(session) : await askedState(session);
  return seen?.policy.status === 'last-good' ? (seen.policy.failure?.message ?? '') : null;
}

/** The state of an app in this process is there at once. */
function ownState({ onState }: Pick<ProfileSession, 'onState'>): AppState | null {
  const seen: AppState[] = [];
  const stop = onState((push) => void ('state' in push && seen.push(push.state)));
  stop();
  return seen[0] ?? null;
}

async function askedState({ call }: Pick<ProfileSession, 'call'>): Promise<AppState | null> {
  const reply = await call('stateGet', {}, { origin: 'agent' });
  // The app derives its replies from the same contract as these types.
  return reply.ok ? (reply.value as Output<'stateGet'>).state : null;
}

/** Opens the profile once more, only to look; what was known before is better than nothing. */
async function answerAfterEnd(
  before: CommandResult,
  { openProfile }: CommandLineHost,
  choice: ProfileChoice,
): Promise<CommandResult> {
  try {
    const session = await openProfile(choice);
    try {
      return (await before.afterEnd?.(callOf(session))) ?? before;
    } finally {
      await session.close();
    }
  } catch {
    return before;
  }
}

/** Nobody answers questions of a command, so it calls as an agent where it does not say otherwise. */
function callOf(session: Pick<ProfileSession, 'call'>): CommandContext['call'] {
  return async (name, input, origin = 'agent') => {
    const reply = await session.call(name, input, { origin });
    // The app derives its replies from the same contract as these types.
    if (reply.ok) return reply.value as never;
    const { code, message, field, detail } = reply.error;
    throw new AppError(code, message, {
      ...(field !== undefined && { field }),
      ...(detail !== undefined && { detail }),
    });
  };
}
