const needed = [
  '/package.json',
  '/out/main/main.js',
  '/out/main/compose-worker.cjs',
  '/out/preload/preload.cjs',
  '/out/renderer/index.html',
];
const folders = /^\/out(?:\/(?:main|preload|renderer))?$/;
const allowed = [
  /^\/package\.json$/,
  /^\/out\/main\/(?:[\w-]+\/)*[\w.-]+\.js$/,
  /^\/out\/main\/compose-worker\.cjs$/,
  /^\/out\/preload\/preload\.cjs$/,
  /^\/out\/renderer\/(?:[\w-]+\/)*[\w.-]+\.(?:html|js|css|svg|png|ico|woff2)$/,
];

/**
 * Answers what is wrong with the contents of the packed archive, one sentence each; none: it is as it should be.
 *
 * @param files paths as the archive lists them, with a leading separator; folders too
 * @param manifest the packed `package.json`, parsed
 */
export function packageFindings(files: readonly string[], manifest: unknown): string[] {
  const paths = files.map((file) => file.replaceAll('\\', '/'));
  const present = new Set(paths);
  const missing = needed.filter((path) => !present.has(path)).map((path) => `${path} is missing`);
  const isFolder = (path: string) =>
    folders.test(path) || paths.some((other) => other.startsWith(`${path}/`));
  const extra = paths
    .filter((path) => !allowed.some((pattern) => pattern.test(path)))
    .filter((path) => !(isFolder(path) && path.startsWith('/out')))
    .map((path) => `${path} does not belong into the package`);
  return [...missing, ...extra, ...manifestFindings(manifest)];
}

function manifestFindings(manifest: unknown): string[] {
  const found = new Map(typeof manifest === 'object' && manifest !== null ? Object.entries(manifest) : []);
  const expected = {
    main: 'out/main/main.js',
    type: 'module',
    productName: 'SMTP Setup',
    desktopName: 'smtp-setup.desktop',
  };
  const wrong = Object.entries(expected)
    .filter(([name, value]) => found.get(name) !== value)
    .map(([name, value]) => `package.json says another "${name}" than "${value}"`);
  const left = ['scripts', 'devDependencies'].filter((name) => found.has(name));
  return [...wrong, ...left.map((name) => `package.json still has "${name}"`)];
}

/** What lies beside the archive on Linux; the place of newer versions is there in a release only. */
const beside = ['app.asar', 'bin', 'bin/smtp-setup'];
const mayBeside = ['app-update.yml'];

/**
 * Answers what is wrong with the folder of the archive, one sentence each.
 *
 * @param files paths below it, folders too
 */
export function besideFindings(files: readonly string[]): string[] {
  const paths = files.map((file) => file.replaceAll('\\', '/'));
  return [
    ...beside.filter((path) => !paths.includes(path)).map((path) => `resources/${path} is missing`),
    ...paths
      .filter((path) => ![...beside, ...mayBeside].includes(path))
      .map((path) => `resources/${path} does not belong beside the archive`),
  ];
}

/** What the packed archive may take: twice what it does, so that a library which nobody meant to ship is noticed. */
export const archiveLimitBytes = 8 * 1024 * 1024;

/** Answers which parts are bigger than they may be, one sentence each. */
export function sizeFindings(
  parts: readonly { readonly name: string; readonly bytes: number; readonly limitBytes: number }[],
): string[] {
  const kilobytes = (bytes: number) => `${Math.ceil(bytes / 1024)} KB`;
  return parts
    .filter(({ bytes, limitBytes }) => bytes > limitBytes)
    .map(
      ({ name, bytes, limitBytes }) =>
        `${name} takes ${kilobytes(bytes)}, and may take ${kilobytes(limitBytes)}`,
    );
}
