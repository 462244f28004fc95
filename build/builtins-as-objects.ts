import type { Plugin } from 'vite';

const builtinImport =
  /^import (?:(?<whole>[\w$]+)(?:, | (?=from)))?(?:\{ (?<names>[^}]+) \} )?from "(?<id>node:[\w/]+)";$/gm;

/**
 * Answers a plugin that has bundles take from Node's own modules only what they use.
 *
 * An `import` of one makes Node read all that it exports, and much of that loads something else first: `node:fs` the streams,
 * `node:util` the threads, `node:crypto` the web's part of it. That was a tenth of a start.
 */
export function builtinsAsObjects(): Plugin {
  return {
    name: 'builtins-as-objects',
    // What is imported is there before the first line, as it is with `import`.
    renderChunk: (code) => code.replaceAll(builtinImport, takenFrom),
  };
}

/** Answers the statements that take the place of an `import` of one of Node's own modules. */
function takenFrom(
  _statement: string,
  whole: string | undefined,
  names: string | undefined,
  id: string,
): string {
  const builtin = `process.getBuiltinModule("${id}")`;
  const taken = (names ?? '').replaceAll(' as ', ': ');
  return [
    ...(whole === undefined ? [] : [`const ${whole} = ${builtin};`]),
    ...(taken === '' ? [] : [`const { ${taken} } = ${builtin};`]),
  ].join(' ');
}
