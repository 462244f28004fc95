import { expect, test } from 'vitest';
import { defaultProfileFolder } from '../../main/cli/profile-folder.ts';

test.for([
  ['win32', { APPDATA: String.raw`D:\Roaming` }, String.raw`D:\Roaming\SMTP Setup`],
  ['win32', {}, String.raw`C:\Users\ada\AppData\Roaming\SMTP Setup`],
  ['darwin', { XDG_CONFIG_HOME: '/x' }, '/home/ada/Library/Application Support/SMTP Setup'],
  ['linux', { XDG_CONFIG_HOME: '/x' }, '/x/smtp-setup'],
  ['linux', { XDG_CONFIG_HOME: 'relative' }, '/home/ada/.config/smtp-setup'],
  ['linux', {}, '/home/ada/.config/smtp-setup'],
] as const)('on %s with %j the profile lies in %s', ([platform, env, folder]) => {
  const homeFolder = platform === 'win32' ? String.raw`C:\Users\ada` : '/home/ada';
  expect(defaultProfileFolder({ platform, env, homeFolder })).toBe(folder);
});
