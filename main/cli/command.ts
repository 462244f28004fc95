import type { StateChange, StateSnapshot } from '../../shared/app-state.ts';
import type { Input, Output } from '../../shared/contract.ts';
import type { Failure } from '../../shared/errors.ts';
import type { Origin } from '../../shared/message.ts';
import type { MethodName } from '../../shared/method-names.ts';
import type { Clock, OpenBrowser, Random } from '../ports.ts';
import type { Note } from './failure-output.ts';

/** One option of a verb, as the help shows it and the parser takes it. */
export interface OptionSpec {
  /** What stands for the value in the help; absent: the option takes none. */
  readonly value?: string;
  /** May be given several times. */
  readonly repeated?: boolean;
  readonly help: string;
}

/** One verb: what it takes, and the code behind it. */
export interface CommandSpec {
  readonly summary: string;
  /** Names of the arguments after the verb, in order; `?` at the end: may be left out, `…`: one or more. */
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** Runs on its own for long: what waits in the outbox is sent from the start, and nobody can be asked. */
  readonly unattended?: true;
  /** Command lines as a person would type them, without the program. */
  readonly examples: readonly string[];
  /** Loads the code; the help must not wait for it. */
  readonly load: () => Promise<Command>;
}

/** The options that were given, by name without dashes. */
export interface OptionValues {
  readonly text: (name: string) => string | undefined;
  readonly texts: (name: string) => readonly string[];
  readonly flag: (name: string) => boolean;
}

/** What a verb works with. */
export interface CommandContext {
  readonly options: OptionValues;
  readonly positionals: readonly string[];
  /** Absolute. */
  readonly profileFolder: string;
  readonly version: string;
  /** Whether the app runs in this process. */
  readonly role: () => 'owner' | 'client';
  /** With `--json`: answers are for programs. */
  readonly json: boolean;
  /** Writes a line to standard output before the command has ended; nobody may want to read it. */
  readonly print: (line: string) => void;
  /**
   * Calls the app.
   *
   * @throws {AppError} the failure that the app answered
   */
  readonly call: <Name extends MethodName>(
    name: Name,
    input: Input<Name>,
    origin?: Origin,
  ) => Promise<Output<Name>>;
  readonly onState: (listener: (push: StateSnapshot | StateChange) => void) => () => void;
  readonly openBrowser: OpenBrowser;
  readonly clock: Clock;
  readonly random: Random;
  readonly readStdin: (limitBytes: number) => Promise<Uint8Array | null>;
  /** Tells a person how it goes on; says nothing with `--json`. */
  readonly tell: (text: string) => void;
  /** As `tell`, but with `--json` too, as JSON: what the person cannot do without. */
  readonly tellAlways: (note: Note) => void;
  /** Aborted by Ctrl+C. */
  readonly interrupted: AbortSignal;
}

/** What a verb answers. */
export interface CommandResult {
  /** For `--json`. */
  readonly value: unknown;
  /** For `--json` instead of `value`: several, each on a line of its own. */
  readonly values?: readonly unknown[];
  /** For people; lines without the last line end. */
  readonly text: string;
  /** What went wrong all the same, e.g. why a message is held. */
  readonly failure?: Failure;
  /** Default: 0, or the failure's. */
  readonly exitCode?: number;
  /** What was carried out, as a sentence, where giving the command again would do it twice; for when the answer gets lost. */
  readonly done?: string;
  /** Answers what counts instead once the app has ended, where its end changes the answer. */
  readonly afterEnd?: (call: CommandContext['call']) => Promise<CommandResult>;
}

export type Command = (context: CommandContext) => Promise<CommandResult>;
