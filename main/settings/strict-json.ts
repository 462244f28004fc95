import { findNodeAtLocation, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';

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

/**
 * Parses JSON as RFC 8259 has it: no comments, no trailing commas, and no member twice, for of two equal names nobody can say
 * which one counts.
 *
 * @see RFC 8259 §4
 */
export function parseStrictJson(text: string): StrictJson | JsonFault {
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length;
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (first) return { line: lineAt(first.offset), reason: words(printParseErrorCode(first.error)) };
  if (!tree) return { line: 1, reason: 'the file is empty' };
  const repeated = findRepeated(tree);
  if (repeated)
    return { line: lineAt(repeated.offset), reason: `the member "${String(repeated.value)}" is there twice` };
  try {
    // The tree's own values would let a member called __proto__ through.
    return { value: JSON.parse(text), lineOf: (path) => lineAt(nearest(tree, path).offset) };
  } catch {
    return { line: 1, reason: 'the file is not JSON' };
  }
}

/** `CommaExpected` → `comma expected`. */
function words(name: string): string {
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}

/** Answers the node of the second of two equal member names. */
function findRepeated(node: Node): Node | null {
  const names = new Set<unknown>();
  for (const child of node.children ?? []) {
    const name = node.type === 'object' ? child.children?.[0] : undefined;
    if (name && names.has(name.value)) return name;
    if (name) names.add(name.value);
    const below = findRepeated(child);
    if (below) return below;
  }
  return null;
}

function nearest(tree: Node, path: readonly PropertyKey[]): Node {
  for (let length = path.length; length > 0; length -= 1) {
    const steps = path.slice(0, length).map((step) => (typeof step === 'number' ? step : String(step)));
    const node = findNodeAtLocation(tree, steps);
    // The name of a member stands where a reader looks, also when its value begins lines below.
    if (node) return node.parent?.type === 'property' ? node.parent : node;
  }
  return tree;
}
