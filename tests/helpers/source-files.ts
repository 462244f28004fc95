import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseSync } from 'vite';

/** One source file of the project. */
export interface SourceFile {
  /** From the root of the project, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** One import, re-export, dynamic import or require of a file. */
export interface Import {
  /** As written, e.g. `zod` or `./ports.ts`. */
  readonly specifier: string;
  /** The file from the root of the project; null for packages and Node's own modules. */
  readonly target: string | null;
  /** The package, e.g. `@azure/msal-node`, or `node:`; null for files of the project. */
  readonly package: string | null;
  readonly typesOnly: boolean;
}

/** Answers all TypeScript files below the folders, in order. */
export function sourceFiles(root: string, folders: readonly string[]): readonly SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({
        path: posix.normalize(path.slice(root.length + 1).replaceAll('\\', '/')),
        text: readFileSync(path, 'utf8'),
      }))
      .toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  );
}

/** Answers what a file imports, as the parser of the build sees it, and whether it has a default export. */
export function readModule({ path, text }: SourceFile): {
  readonly imports: readonly Import[];
  readonly defaultExport: boolean;
} {
  const { module, errors } = parseSync(path, text, {});
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`);
  const fromImports = module.staticImports.map(({ moduleRequest, entries }) => ({
    specifier: moduleRequest.value,
    typesOnly: entries.length > 0 && entries.every(({ isType }) => isType),
  }));
  const exported = module.staticExports.flatMap(({ entries }) => entries);
  const fromExports = exported.flatMap(({ moduleRequest, isType }) =>
    moduleRequest === null ? [] : [{ specifier: moduleRequest.value, typesOnly: isType }],
  );
  const called = [
    ...module.dynamicImports.map(({ moduleRequest }) => text.slice(moduleRequest.start, moduleRequest.end)),
    ...[...text.matchAll(/\brequire\(('[^']+')\)|createRequire\([^()]*\)\(('[^']+')\)/g)].map(
      ([, plain, created]) => plain ?? created ?? '',
    ),
  ];
  const fromCalls = called
    .filter((specifier) => /^(['"]).*\1$/.test(specifier))
    .map((specifier) => ({ specifier: specifier.slice(1, -1), typesOnly: false }));
  return {
    imports: [...fromImports, ...fromExports, ...fromCalls].map((each) => ({
      ...each,
      ...locate(path, each.specifier),
    })),
    defaultExport: exported.some(
      ({ exportName }) => exportName.kind === 'Default' || exportName.name === 'default',
    ),
  };
}

function locate(path: string, specifier: string): Pick<Import, 'target' | 'package'> {
  if (specifier.startsWith('.')) {
    return { target: posix.join(posix.dirname(path), specifier.split('?')[0] ?? ''), package: null };
  }
  if (specifier.startsWith('node:')) return { target: null, package: 'node:' };
  const parts = specifier.split('/');
  return { target: null, package: parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/') };
}
