/** Says whether there is somebody in front of a browser: `$BROWSER`, or a desktop session; never on a build server. */
export function hasBrowser(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if (env['CI']) return false;
  if (env['BROWSER']) return true;
  if (platform === 'win32') return true;
  // Over SSH a browser would open where nobody sits.
  if (env['SSH_CONNECTION']) return false;
  return platform === 'darwin' || Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY']);
}
