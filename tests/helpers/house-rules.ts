import { posix } from 'node:path';
import { readModule } from './source-files.ts';
import type { Import, SourceFile } from './source-files.ts';

/** What a part of the project may import, besides itself. */
interface Layer {
  /** Path prefixes that make up the part; the first layer that fits counts. */
  readonly paths: readonly string[];
  readonly folders: readonly string[];
  readonly packages: readonly string[];
}

const interfaceLibraries = [
  'react',
  'react-dom',
  'react-i18next',
  'i18next',
  '@fluentui/react-components',
  '@fluentui/react-icons',
];
const appLibraries = [
  'node:',
  'zod',
  '@azure/msal-node',
  'google-auth-library',
  'openid-client',
  'nodemailer',
  'conf',
  'csv-parse',
  'jsonc-parser',
  'smtp-server',
];
const shellPaths = ['main/electron/', 'main/main.ts', 'main/boot.ts'];

/** Who may import whom; `tests`, `bench` and `build` may import everything, and nobody imports them. */
const layers: readonly Layer[] = [
  { paths: ['shared/'], folders: ['shared/'], packages: ['zod'] },
  { paths: ['renderer/vite.config.ts'], folders: [], packages: ['node:', 'vite', '@vitejs/plugin-react'] },
  { paths: ['renderer/'], folders: ['renderer/', 'shared/'], packages: interfaceLibraries },
  { paths: ['preload/'], folders: ['preload/', 'shared/'], packages: ['electron'] },
  {
    paths: shellPaths,
    folders: ['main/', 'shared/'],
    packages: [...appLibraries, 'electron', 'electron-store', 'electron-updater'],
  },
  { paths: ['main/'], folders: ['main/', 'shared/'], packages: appLibraries },
  {
    paths: ['sandbox/'],
    folders: ['sandbox/'],
    packages: ['node:', 'oidc-provider', 'smtp-server', 'mailparser'],
  },
];

/** Parts of `main` that meet only in the composition: they import types of each other and nothing else. */
const features = ['accounts', 'identity', 'vault', 'mail', 'outbox', 'settings', 'diagnose', 'relay'].map(
  (name) => `main/${name}/`,
);
/** Hosts and transports, which know the app only as a port. */
const hosts = ['main/owner/', 'main/cli/', 'main/agent/'];

const forbiddenWords = new Set([
  'util',
  'utils',
  'helper',
  'helpers',
  'manager',
  'managers',
  'service',
  'common',
  'index',
]);

/** Answers what breaks the house rules, one sentence each; empty for a house in order. */
export function brokenRules(files: readonly SourceFile[]): readonly string[] {
  const known = new Set(files.map(({ path }) => path));
  return files.flatMap((file) => {
    const { imports, defaultExport } = readModule(file);
    return [
      ...nameFindings(file.path),
      ...(defaultExport && !file.path.endsWith('.config.ts') ? [`${file.path} has a default export`] : []),
      ...imports.flatMap((each) => importFindings(file.path, each, known)),
      ...textFindings(file),
    ];
  });
}

function nameFindings(path: string): readonly string[] {
  const parts = path.split('/');
  const words = parts.flatMap((part) => part.split(/[.-]/));
  const inTests = path.startsWith('tests/');
  const bad = words.filter((word) => forbiddenWords.has(word) && !(inTests && word === 'helpers'));
  const unusual = parts.filter(
    (part) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.(test|config|d|module))?(\.tsx?)?$/.test(part),
  );
  return [
    ...bad.map((word) => `${path} is named "${word}"`),
    ...unusual.map((part) => `${path}: "${part}" is not in kebab-case`),
  ];
}

function importFindings(path: string, each: Import, known: ReadonlySet<string>): readonly string[] {
  const { specifier, target } = each;
  const finding = `${path} imports ${specifier}`;
  if (target !== null && /\.tsx?$/.test(target) && !known.has(target))
    return [`${finding}, which is not there`];
  if (target !== null && posix.extname(target) === '') return [`${finding} without its ending`];
  const layer = layers.find(({ paths }) => paths.some((prefix) => path.startsWith(prefix)));
  if (!layer) return [];
  if (!isAllowed(each, layer)) return [finding];
  if (target === null || each.typesOnly) return [];
  const feature = features.find((folder) => path.startsWith(folder));
  const other = features.find((folder) => target.startsWith(folder));
  if (
    other !== undefined &&
    other !== feature &&
    (feature !== undefined || hosts.some((host) => path.startsWith(host)))
  ) {
    return [`${finding} as more than a type`];
  }
  const intoShell = shellPaths.some((prefix) => target.startsWith(prefix));
  const fromShell = shellPaths.some((prefix) => path.startsWith(prefix));
  return intoShell && !fromShell ? [`${finding}, which needs Electron`] : [];
}

function isAllowed({ target, package: packageName }: Import, layer: Layer): boolean {
  if (target !== null) return layer.folders.some((folder) => target.startsWith(folder));
  return packageName !== null && layer.packages.includes(packageName);
}

/** No `I` before the name of an interface, and no class but the one for errors. */
function textFindings({ path, text }: SourceFile): readonly string[] {
  if (path.startsWith('tests/')) return [];
  const classes = [...text.matchAll(/^(?:export )?(?:abstract )?class (\w+)/gm)].map(([, name]) => name);
  return [
    ...[...text.matchAll(/\binterface (I[A-Z]\w*)/g)].map(([, name]) => `${path} has an interface ${name}`),
    ...classes.filter((name) => name !== 'AppError').map((name) => `${path} has a class ${name}`),
  ];
}

/** Answers the dependencies of a manifest whose versions are not exact. */
export function looseVersions(manifest: {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}): readonly string[] {
  return Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
    .filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))
    .map(([name, version]) => `${name}@${version}`);
}
