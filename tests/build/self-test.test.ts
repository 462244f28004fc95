import { expect, it } from 'vitest';
import { fuseFile, packagedExecutable, selfTestVerdict } from '../../build/self-test.ts';

it.each([
  ['win32', 'x64', /win-unpacked.SMTP Setup\.exe$/],
  ['win32', 'arm64', /win-arm64-unpacked.SMTP Setup\.exe$/],
  ['darwin', 'arm64', /mac-arm64.SMTP Setup\.app.Contents.MacOS.SMTP Setup$/],
  ['linux', 'x64', /linux-unpacked.smtp-setup$/],
] as const)('on %s %s the packaged app is found', (platform, arch, expected) => {
  expect(packagedExecutable(platform, arch)).toMatch(expected);
});

it.each([
  ['win32', 'x64', /^win-unpacked.SMTP Setup\.exe$/],
  // The executable of a Mac is a few lines; Electron stands in its framework.
  [
    'darwin',
    'arm64',
    /^mac-arm64.SMTP Setup\.app.Contents.Frameworks.Electron Framework\.framework.Electron Framework$/,
  ],
  ['linux', 'x64', /^linux-unpacked.smtp-setup$/],
] as const)('on %s %s the fuses of the packaged app are found', (platform, arch, expected) => {
  expect(fuseFile(platform, packagedExecutable(platform, arch))).toMatch(expected);
});

const report = (outcome: string) =>
  JSON.stringify({
    ok: true,
    checks: [
      { name: 'page', outcome: 'passed', seen: 'yes' },
      { name: 'send', outcome, seen: 'no' },
    ],
  });

it('the packaged app is good when all of it was looked at and is good', () => {
  expect(selfTestVerdict(0, report('passed'))).toBeNull();
});

it.each([
  [0, null, 'the app wrote no report.'],
  [0, report('skipped'), 'not passed: send (skipped: no)'],
  [1, report('failed'), 'not passed: send (failed: no)'],
  [70, report('passed'), 'the app ended with 70.'],
  [null, report('passed'), 'the app was killed.'],
])('what ended with %j and %j is not good', (code, text, verdict) => {
  expect(selfTestVerdict(code, text)).toBe(verdict);
});
