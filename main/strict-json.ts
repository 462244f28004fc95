import { printParseErrorCode, visit } from 'jsonc-parser';
import type { JSONPath, JSONVisitor } from 'jsonc-parser';

/** Why a text is refused; lines count from 1. */
export interface JsonFault {
  readonly line: number;
  readonly reason: string;
}

export interface StrictJson {
  readonly value: unknown;
  /** Line of the value at a path; where it is missing, of what should hold it. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

// The parser calls itself for every level, so a file of nothing but brackets would end the program.
const maxDepth = 64;
const maxNameLength = 60;

/**
 * Parses JSON as RFC 8259 has it: no comments, no trailing commas, and no member twice, for of two equal names nobody can say
 * which one counts. Nothing is nested deeper than 64 levels.
 *
 * @see RFC 8259 §4
 */
export function parseStrictJson(text: string): StrictJson | JsonFault {
  const fault = findFault(text);
  if (fault) return fault;
  try {
    // The parser's own values would let a member called __proto__ through.
    return { value: JSON.parse(text), lineOf: (path) => findLine(text, path) };
  } catch {
    return { line: 1, reason: 'the file is not JSON' };
  }
}

/** Thrown to leave the parser: it has no other way out. */
interface Found {
  readonly found: JsonFault;
}

function findFault(text: string): JsonFault | null {
  /** Member names of every object around the place that is looked at; null: an array. */
  const open: (Set<string> | null)[] = [];
  const stop = (line: number, reason: string): never => {
    throw { found: { line: line + 1, reason } } satisfies Found;
  };
  const begin = (names: Set<string> | null, line: number) => {
    if (open.push(names) > maxDepth) stop(line, `the text is nested deeper than ${maxDepth} levels`);
  };
  const end = () => void open.pop();
  try {
    run(text, {
      onObjectBegin: (_offset, _length, line) => begin(new Set(), line),
      onArrayBegin: (_offset, _length, line) => begin(null, line),
      onObjectEnd: end,
      onArrayEnd: end,
      onObjectProperty: (name, _offset, _length, line) => {
        const names = open.at(-1);
        if (names?.has(name)) stop(line, `the member "${name.slice(0, maxNameLength)}" is there twice`);
        names?.add(name);
      },
      onError: (error, _offset, _length, line) => stop(line, words(printParseErrorCode(error))),
    });
    return null;
  } catch (error) {
    if (isFound(error)) return error.found;
    throw error;
  }
}

function isFound(error: unknown): error is Found {
  return typeof error === 'object' && error !== null && 'found' in error;
}

/** The name of a member stands where a reader looks, also when its value begins lines below. */
function findLine(text: string, path: readonly PropertyKey[]): number {
  let line = 0;
  let known = 0;
  const look = (at: JSONPath, startLine: number) => {
    if (at.length <= known || at.length > path.length || at.some((step, index) => step !== path[index]))
      return;
    known = at.length;
    line = startLine;
  };
  const onValue = (
    _offset: number,
    _length: number,
    startLine: number,
    _column: number,
    at: () => JSONPath,
  ) => {
    if (known < path.length) look(at(), startLine);
  };
  run(text, {
    onObjectProperty: (name, _offset, _length, startLine, _column, at) => {
      if (known < path.length) look([...at(), name], startLine);
    },
    onObjectBegin: onValue,
    onArrayBegin: onValue,
    onLiteralValue: (_value, ...place) => onValue(...place),
  });
  return line + 1;
}

function run(text: string, visitor: JSONVisitor): void {
  visit(text, visitor, { disallowComments: true, allowTrailingComma: false });
}

/** `CommaExpected` → `comma expected`. */
function words(name: string): string {
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}
