import { chmodSync, lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
  pipeName,
  prepareOwnerAddress,
  socketFolders,
  socketName,
  socketPathLimitBytes,
} from '../../main/owner/owner-address.ts';
import { systemRandom } from '../helpers/system-ports.ts';

const linux = {
  platform: 'linux',
  runtimeFolder: '/run/user/7',
  temporaryFolder: '/tmp',
  userId: 7,
} as const;
const name = socketName('/home/ada/profile');

/** Windows has pipes instead of sockets. */
const onPosix = test.skipIf(process.platform === 'win32');

/** Short enough for a socket, wherever the tests keep their files. */
function shortFolder(): string {
  const folder = mkdtempSync('/tmp/s-');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

onPosix('the socket stands in the folder of the session, else in a temporary folder of this user', () => {
  expect(socketFolders(linux, name)).toEqual(['/run/user/7/smtp-setup', '/tmp/smtp-setup-7']);
  expect(socketFolders({ ...linux, runtimeFolder: undefined }, name)).toEqual(['/tmp/smtp-setup-7']);
  expect(socketFolders({ ...linux, runtimeFolder: 'relative' }, name)).toEqual(['/tmp/smtp-setup-7']);
});

onPosix('folders that leave no room for the name are passed over', () => {
  const temporaryFolder = `/var/folders/${'x'.repeat(70)}`;
  const mac = { ...linux, platform: 'darwin', runtimeFolder: undefined, temporaryFolder } as const;
  expect(socketFolders(mac, name)).toEqual(['/tmp/smtp-setup-7']);
  for (const system of [linux, mac]) {
    for (const folder of socketFolders(system, name)) {
      expect(join(folder, name).length).toBeLessThanOrEqual(socketPathLimitBytes(system.platform));
    }
  }
});

test('one profile has one socket name, another profile another one', () => {
  expect(socketName('/home/ada/profile')).toBe(name);
  expect(socketName('/home/ada/profile2')).not.toBe(name);
});

test('pipes have a new name at every start', () => {
  expect(pipeName(systemRandom)).toMatch(/^\\\\\.\\pipe\\smtp-setup-[0-9a-f]{32}$/);
  expect(pipeName(systemRandom)).not.toBe(pipeName(systemRandom));
});

onPosix('a folder of ours that others may enter is closed to them', () => {
  const folder = shortFolder();
  const userId = userInfo().uid;
  const own = join(folder, `smtp-setup-${userId}`);
  mkdirSync(own);
  chmodSync(own, 0o777);
  const system = { ...linux, userId, runtimeFolder: undefined, temporaryFolder: folder };
  expect(prepareOwnerAddress(folder, system, systemRandom)).toBe(join(own, socketName(folder)));
  expect(lstatSync(own).mode & 0o777).toBe(0o700);
});

onPosix('a link where our folder should be is not followed', () => {
  const folder = shortFolder();
  const userId = userInfo().uid;
  mkdirSync(join(folder, 'elsewhere'));
  symlinkSync(join(folder, 'elsewhere'), join(folder, 'smtp-setup'));
  const system = { ...linux, userId, runtimeFolder: folder, temporaryFolder: folder };
  const address = prepareOwnerAddress(folder, system, systemRandom);
  expect(address).toBe(join(folder, `smtp-setup-${userId}`, socketName(folder)));
});

onPosix(
  'where every folder of our name belongs to somebody else the socket gets a folder with a random name',
  () => {
    const folder = shortFolder();
    const system = { ...linux, userId: 12_345_678, runtimeFolder: folder, temporaryFolder: folder };
    const address = prepareOwnerAddress(folder, system, systemRandom) ?? '';
    onTestFinished(() => rmSync(dirname(address), { recursive: true, force: true }));
    expect(address).toMatch(/^\/tmp\/smtp-setup-[A-Za-z0-9]{6}\//);
    expect(lstatSync(dirname(address)).mode & 0o777).toBe(0o700);
  },
);
