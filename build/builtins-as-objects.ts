import type { Plugin } from 'vite';

const builtinImport =
  /^import (?:(?<whole>[\w$]+)(?:, | (?=from)))?(?:\{ (?<names>[^}]+) \} )?from "(?<id>node:[\w/]+)";$/gm;
/** What CommonJS inside a bundle asks for the modules of Node and Electron; to make it takes as long as to load a module. */
const madeRequire = '(() => createRequire(import.meta.url))()';

/** Modules that Node itself starts without, and that take milliseconds to load. */
const heavy: ReadonlySet<string> = new Set([
  'node:child_process',
  'node:crypto',
  'node:fs/promises',
  'node:net',
  'node:zlib',
]);

/**
 * Answers a plugin that has bundles take from Node's own modules only what they use, and functions of heavy ones with the first call.
 *
 * An `import` of one makes Node read all that it exports, and much of that loads something else first: `node:fs` the streams,
 * `node:util` the threads, `node:crypto` the web's part of it. That was a tenth of a start.
 */
export function builtinsAsObjects(): Plugin {
  return { name: 'builtins-as-objects', renderChunk: takeFromBuiltins };
}

/** Answers the text of a bundle with statements that take what is used in the place of each `import` from one of Node's own modules. */
export function takeFromBuiltins(code: string): string {
  return code
    .replace(madeRequire, '((made) => (id) => (made ??= createRequire(import.meta.url))(id))()')
    .replaceAll(
      builtinImport,
      (_statement, whole: string | undefined, names: string | undefined, id: string) => {
        // A bundle may name something of its own `process`.
        const builtin = `globalThis.process.getBuiltinModule("${id}")`;
        const members = (names?.split(', ') ?? []).map(memberOf);
        const late = members.filter(({ name }) => heavy.has(id) && isPlainFunction(id, name));
        const taken = members.filter((member) => !late.includes(member));
        return [
          ...(whole === undefined ? [] : [`const ${whole} = ${builtin};`]),
          ...(taken.length === 0
            ? []
            : [
                `const { ${taken.map(({ name, as }) => (name === as ? name : `${name}: ${as}`)).join(', ')} } = ${builtin};`,
              ]),
          ...late.map(
            ({ name, as }) =>
              `const ${as} = ((made) => (...given) => (made ??= ${builtin}.${name})(...given))();`,
          ),
        ].join(' ');
      },
    );
}

function memberOf(text: string): { readonly name: string; readonly as: string } {
  const [name = '', as = name] = text.split(' as ');
  return { name, as };
}

/** Classes are made with `new` and compared with; what `promisify` must not see as another function has a symbol that says so. */
function isPlainFunction(id: string, name: string): boolean {
  const member: unknown = Reflect.get(process.getBuiltinModule(id) ?? {}, name);
  return (
    typeof member === 'function' && /^[a-z]/.test(name) && Object.getOwnPropertySymbols(member).length === 0
  );
}
