import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One thing to be checked by a program of its own. */
export interface Step {
  readonly name: string;
  /** A script of ours, or `package/bin` of a tool, and its arguments. */
  readonly command: readonly [script: string, ...argv: string[]];
}

/** How a step ended. */
export interface StepResult {
  readonly name: string;
  readonly ok: boolean;
  readonly durationMs: number;
  /** All that it printed, in order. */
  readonly output: string;
}

/** Runs a step under this Node and answers how it ended; nothing is thrown. */
export function runStep(root: string, { name, command }: Step): Promise<StepResult> {
  const [script, ...argv] = command;
  const startedAtMs = performance.now();
  return new Promise((resolve) => {
    let output = '';
    const end = (ok: boolean) => resolve({ name, ok, durationMs: performance.now() - startedAtMs, output });
    const child = spawn(process.execPath, [script, ...argv], {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk: Buffer) => void (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => void (output += chunk.toString()));
    child.once('error', (error) => {
      output += error.message;
      end(false);
    });
    child.once('close', (code) => end(code === 0));
  });
}

/** Answers the script behind a tool of `node_modules`, which runs on every system without a shell. */
export function toolScript(root: string, name: string, bin = name): string {
  const folder = join(root, 'node_modules', name);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    bin: Record<string, string>;
  };
  const script = manifest.bin[bin];
  if (script === undefined) throw new Error(`${name} has no program ${bin}.`);
  return join(folder, script);
}

/** Answers one line about a step, e.g. `ok    types   2.1 s`. */
export function stepLine({ name, ok, durationMs }: StepResult): string {
  return `${ok ? 'ok  ' : 'FAIL'}  ${name.padEnd(8)}${(durationMs / 1_000).toFixed(1).padStart(6)} s`;
}
