import { expect, it } from 'vitest';
import { mayUpdate } from '../../main/may-update.ts';

const good = {
  isPackaged: true,
  platform: 'win32',
  hasSource: true,
  isPerUser: true,
  isSigned: true,
  isAllowed: true,
} as const;

it.each([
  ['a signed copy that one user of Windows installed', {}, null],
  ['a signed copy on macOS', { platform: 'darwin' }, null],
  ['one that the policy forbids it', { isAllowed: false }, 'policy'],
  ['one that was started from its sources', { isPackaged: false }, 'development'],
  ['a deb or an AppImage', { platform: 'linux' }, 'system'],
  ['another system', { platform: 'freebsd' }, 'system'],
  ['an MSI', { isPerUser: false }, 'administrator'],
  ['a build that knows no place of newer ones', { hasSource: false }, 'no-source'],
  ['an unsigned build of Windows', { isSigned: false }, 'unsigned'],
  ['an unsigned build of macOS', { platform: 'darwin', isSigned: false }, 'unsigned'],
] as const)('%s: whether it updates itself', (_name, change, because) => {
  expect(mayUpdate({ ...good, ...change })).toBe(because);
});
