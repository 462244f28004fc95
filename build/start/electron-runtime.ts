import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whether the window can be opened in Electron here, and why not. */
export type ElectronRuntime =
  | { readonly kind: 'installed'; readonly path: string }
  | { readonly kind: 'missing' | 'no-display' | 'root' };

interface System {
  readonly root: string;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** undefined where there are no user IDs. */
  readonly userId: number | undefined;
}

/**
 * Looks for Electron's runtime without importing `electron`, which would try to download it.
 *
 * The package brings no binary; `install-electron` puts it into `dist`, with its name in `path.txt`.
 */
export function findElectron({ root, platform, env, userId }: System): ElectronRuntime {
  const path = runtimePath(join(root, 'node_modules', 'electron'), env);
  if (path === null) return { kind: 'missing' };
  if (platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return { kind: 'no-display' };
  // Chromium's sandbox needs an ordinary user, and without the sandbox the window must not run.
  if (platform === 'linux' && userId === 0) return { kind: 'root' };
  return { kind: 'installed', path };
}

function runtimePath(folder: string, env: System['env']): string | null {
  const name = read(join(folder, 'path.txt'));
  const override = env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override) return existing(join(override, name ?? 'electron'));
  const wanted = read(join(folder, 'package.json'));
  const installed = read(join(folder, 'dist', 'version'))?.replace(/^v/, '');
  if (name === null || wanted === null || installed === undefined) return null;
  const { version } = JSON.parse(wanted) as { version: string };
  return installed === version ? existing(join(folder, 'dist', name)) : null;
}

function existing(path: string): string | null {
  return existsSync(path) ? path : null;
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}

/** Answers in one line why the preview is shown instead, and what would change that. */
export function whyPreview(kind: Exclude<ElectronRuntime['kind'], 'installed'>): string {
  if (kind === 'no-display')
    return 'This session has no display, so SMTP Setup opens as a page in a browser.';
  if (kind === 'root') return 'Electron does not run as root, so SMTP Setup opens as a page in a browser.';
  return (
    "Electron's runtime is not installed, so SMTP Setup opens as a page in a browser; " +
    '"npx install-electron" installs it.'
  );
}
