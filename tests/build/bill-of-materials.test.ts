import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { billOfApp } from '../../build/bill-of-materials.ts';

const component = (name: string, isTool: boolean) => ({
  ...{ 'bom-ref': `${name}@1.0.0`, name, version: '1.0.0' },
  properties: isTool ? [{ name: 'cdx:npm:package:development', value: 'true' }] : [],
});

test('the bill of materials names what is in the app, also where a tool needs it too, and no tool', () => {
  const bill = {
    bomFormat: 'CycloneDX',
    components: [component('in-both', true), component('in-app', false), component('tool', true)],
    dependencies: [
      { ref: 'app', dependsOn: ['in-app@1.0.0', 'tool@1.0.0'] },
      { ref: 'in-app@1.0.0', dependsOn: ['in-both@1.0.0'] },
      { ref: 'tool@1.0.0', dependsOn: ['in-both@1.0.0'] },
    ],
  };
  const lock = {
    packages: {
      '': { version: '0.1.0' },
      'node_modules/in-app': { version: '1.0.0' },
      'node_modules/in-both': { version: '2.0.0', dev: true },
      'node_modules/in-app/node_modules/in-both': { version: '1.0.0' },
      'node_modules/tool': { version: '1.0.0', dev: true },
    },
  };
  expect(billOfApp(bill, lock)).toEqual({
    bomFormat: 'CycloneDX',
    components: [component('in-both', false), component('in-app', false)],
    dependencies: [
      { ref: 'app', dependsOn: ['in-app@1.0.0'] },
      { ref: 'in-app@1.0.0', dependsOn: ['in-both@1.0.0'] },
    ],
  });
});

test('a release carries that bill, not the one that npm makes without tools', async () => {
  const workflow = await readFile(join(import.meta.dirname, '../../.github/workflows/release.yml'), 'utf8');
  expect(workflow).toContain('node build/bill-of-materials.ts > release/smtp-setup.cdx.json');
  expect(workflow).not.toContain('npm sbom');
});
