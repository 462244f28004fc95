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

/** What lies beside the archive in a deb; the place of newer versions is there in a release only. */
const beside = ['app.asar', 'bin', 'bin/smtp-setup', 'apparmor-profile'];
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

/** What makes the deb, as its tool is called. */
export interface DebParts {
  /** The arguments of the tool. */
  readonly argv: readonly string[];
  /** The scripts as root will run them. */
  readonly afterInstall: string;
  readonly afterRemove: string;
  /** The manual page at its place, unpacked; null: there is none. */
  readonly manual: string | null;
}

/**
 * Answers what is wrong with the deb beside the app, one sentence each.
 *
 * @param manual what the manual page must say
 */
export function debFindings(deb: DebParts, manual: string): string[] {
  const command = "'/opt/SMTP Setup/resources/bin/smtp-setup'";
  const expectations = [
    [
      deb.argv.some((each) => each.endsWith('/=/opt/SMTP Setup')),
      'does not put the app into /opt/SMTP Setup',
    ],
    [deb.manual === manual, 'has no manual page of today'],
    [
      deb.afterInstall.includes(`--install '/usr/bin/smtp-setup' 'smtp-setup' ${command} `) &&
        deb.afterInstall.includes(`ln -sf ${command} '/usr/bin/smtp-setup'`),
      'does not put the command line into /usr/bin',
    ],
    [deb.afterRemove.includes(`--remove 'smtp-setup' ${command}`), 'leaves the command line in /usr/bin'],
    [deb.afterInstall.includes('chrome-sandbox'), 'does not set up the sandbox'],
    [deb.afterInstall.includes('apparmor_parser --replace'), 'does not allow the sandbox to AppArmor'],
  ] as const;
  return expectations.filter(([isGood]) => !isGood).map(([, text]) => `the deb ${text}`);
}
/** Where `npm run package:check` leaves the archive, below the root of the project. */
export const packedArchive = '.cache/package-check/release/linux-unpacked/resources/app.asar';

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
