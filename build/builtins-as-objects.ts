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
  return { name: 'builtins-as-objects', renderChunk: takeFromBuiltins };
}

/** Answers the text of a bundle with statements that take what is used in the place of each `import` from one of Node's own modules. */
export function takeFromBuiltins(code: string): string {
  return code.replaceAll(
    builtinImport,
    (_statement, whole: string | undefined, names: string | undefined, id: string) => {
      // A bundle may name something of its own `process`.
      const builtin = `globalThis.process.getBuiltinModule("${id}")`;
      return [
        ...(whole === undefined ? [] : [`const ${whole} = ${builtin};`]),
        ...(names === undefined ? [] : [`const { ${names.replaceAll(' as ', ': ')} } = ${builtin};`]),
      ].join(' ');
    },
  );
}
