import { userInfo } from 'node:os';
import type { HostInfo } from '../../shared/app-state.ts';

const platforms: Readonly<Record<string, HostInfo['platform']>> = { win32: 'windows', darwin: 'macos' };

/** Answers what the app is told about the shell it runs in. */
export function shellInfo(platform: NodeJS.Platform, version: string): Omit<HostInfo, 'secretStorage'> {
  return { kind: 'electron', platform: platforms[platform] ?? 'linux', version, userName: userName() };
}

/** A user without an entry in the computer's list, as in some containers, has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}
