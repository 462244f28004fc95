import { describe, expect, it } from 'vitest';
import { choosePolicy, isAdministrators, policyLocation } from '../../main/settings/policy-location.ts';

describe('the policy file of a computer', () => {
  it.each<[NodeJS.Platform, Record<string, string>, string]>([
    ['linux', {}, '/etc/smtp-setup/policy.json'],
    ['freebsd', {}, '/etc/smtp-setup/policy.json'],
    ['darwin', {}, '/Library/Application Support/SMTP Setup/policy.json'],
    ['win32', {}, String.raw`C:\Program Files\Common Files\SMTP Setup\policy.json`],
    ['win32', { commonprogramfiles: String.raw`D:\PF\CF` }, String.raw`D:\PF\CF\SMTP Setup\policy.json`],
    [
      'win32',
      {
        CommonProgramFiles: String.raw`C:\Program Files (x86)\Common Files`,
        CommonProgramW6432: String.raw`C:\CF`,
      },
      String.raw`C:\CF\SMTP Setup\policy.json`,
    ],
    ['win32', { CommonProgramFiles: '' }, String.raw`C:\Program Files\Common Files\SMTP Setup\policy.json`],
  ])('lies on %s with %j at %s', (platform, env, path) => {
    expect(policyLocation(platform, env)).toBe(path);
  });
});

describe('--policy', () => {
  const choose = (change: Partial<Parameters<typeof choosePolicy>[0]>) =>
    choosePolicy({
      machinePath: '/etc/policy.json',
      machineFileExists: false,
      givenPath: '/home/anna/policy.json',
      isDevelopment: true,
      ...change,
    });

  it('counts in a development build where the computer has none', () => {
    expect(choose({})).toEqual({ path: '/home/anna/policy.json', machineWide: false });
  });

  it('never stands in for the policy of the computer', () => {
    expect(() => choose({ machineFileExists: true })).toThrow(
      expect.objectContaining({ code: 'locked-by-policy', field: 'policy' }),
    );
  });

  it('does not count in a build that people use', () => {
    expect(() => choose({ isDevelopment: false })).toThrow(
      expect.objectContaining({ code: 'invalid-request', field: 'policy' }),
    );
  });

  it.each([true, false])('is not needed (a file is there: %j)', (machineFileExists) => {
    const source = choose({ givenPath: null, machineFileExists, isDevelopment: false });
    expect(source).toEqual({ path: '/etc/policy.json', machineWide: true });
  });
});

describe('a policy file that only administrators can write', () => {
  const root = { uid: 0, mode: 0o40755 };
  const check = (
    change: Record<string, { uid: number; mode: number }>,
    platform: NodeJS.Platform = 'linux',
  ) => {
    const owners: Record<string, { uid: number; mode: number }> = {
      '/': root,
      '/etc': root,
      '/etc/smtp-setup': root,
      '/etc/smtp-setup/policy.json': { uid: 0, mode: 0o100644 },
      ...change,
    };
    return isAdministrators('/etc/smtp-setup/policy.json', platform, (path) => {
      const owner = owners[path];
      if (!owner) throw new Error(`nobody asked for ${path}`);
      return owner;
    });
  };

  it('belongs to root, and so does every folder above it', () => {
    expect(check({})).toBe(true);
  });

  it.each([
    ['/etc/smtp-setup/policy.json', { uid: 1000, mode: 0o100644 }],
    ['/etc/smtp-setup/policy.json', { uid: 0, mode: 0o100664 }],
    ['/etc/smtp-setup/policy.json', { uid: 0, mode: 0o100646 }],
    ['/etc/smtp-setup', { uid: 1000, mode: 0o40755 }],
    ['/etc', { uid: 0, mode: 0o40777 }],
    // A folder like /tmp keeps others from removing, not from making what is not there yet.
    ['/etc', { uid: 0, mode: 0o41777 }],
    ['/', { uid: 0, mode: 0o40775 }],
  ])('is not one where %s is %j', (path, owner) => {
    expect(check({ [path]: owner })).toBe(false);
  });

  it('is taken on Windows from where only administrators can write by default', () => {
    expect(check({ '/': { uid: 1000, mode: 0o777 } }, 'win32')).toBe(true);
  });
});
