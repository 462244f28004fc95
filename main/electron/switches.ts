import type { CommandLine } from 'electron';

/** Taken back before Chromium acts on them: they open the window to other programs of this computer. */
const removed = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-allow-origins',
];

/** Chromium may have acted on these already, so an installed app does not start with them. */
const refused = [
  'allow-running-insecure-content',
  'disable-site-isolation-trials',
  'disable-web-security',
  'host-resolver-rules',
  'host-rules',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'load-extension',
  'unsafely-treat-insecure-origin-as-secure',
];

/**
 * Takes back the switches that would let another program drive the window.
 *
 * No fuse covers Chromium's own switches; the debugging server starts only after the entry has been evaluated.
 *
 * @returns the switches because of which the app must not start
 */
export function disarmSwitches(
  commandLine: Pick<CommandLine, 'hasSwitch' | 'removeSwitch'>,
): readonly string[] {
  for (const name of removed) commandLine.removeSwitch(name);
  return refused.filter((name) => commandLine.hasSwitch(name));
}
