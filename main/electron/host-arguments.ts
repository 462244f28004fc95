interface Deps {
  /** Absolute. */
  readonly profileFolder: string;
  readonly policyPath: string | null;
  readonly caFile: string | null;
  /** Folder of an app that is not packaged; null: the executable is the app. */
  readonly appPath: string | null;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Answers the arguments with which a command starts the process that owns the profile for it.
 *
 * Each value stands in one word with its option: Windows refuses a word that looks like a URL before another one, and `C:\…` in a word
 * that begins with `-` is none.
 */
export function hostArguments(deps: Deps): readonly string[] {
  const { profileFolder, policyPath, caFile, appPath, platform, env } = deps;
  const hasScreen = platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
  return [
    ...(appPath === null ? [] : [appPath]),
    // Without a screen Chromium ends before anything of the app has run.
    ...(hasScreen ? [] : ['--ozone-platform=headless', '--disable-gpu']),
    '--host',
    `--profile=${profileFolder}`,
    ...(policyPath === null ? [] : [`--policy=${policyPath}`]),
    ...(caFile === null ? [] : [`--ca-file=${caFile}`]),
  ];
}
