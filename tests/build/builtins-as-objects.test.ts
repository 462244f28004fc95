import { runInNewContext, runInThisContext } from 'node:vm';
import { expect, it } from 'vitest';
import { takeFromBuiltins } from '../../build/builtins-as-objects.ts';

const taken = 'globalThis.process.getBuiltinModule';

it.each([
  ['import { join } from "node:path";', `const { join } = ${taken}("node:path");`],
  [
    'import { rmSync, statSync as stat$1 } from "node:fs";',
    `const { rmSync, statSync: stat$1 } = ${taken}("node:fs");`,
  ],
  ['import process$1 from "node:process";', `const process$1 = ${taken}("node:process");`],
  [
    'import tls, { TLSSocket } from "node:tls";',
    `const tls = ${taken}("node:tls"); const { TLSSocket } = ${taken}("node:tls");`,
  ],
])('a bundle takes from a module of Node only what it uses: %s', (statement, expected) => {
  expect(takeFromBuiltins(`${statement}\nrun();\n`)).toBe(`${expected}\nrun();\n`);
});

it.each([
  'import { app } from "electron";',
  'import { t as AppError } from "./chunks/errors.js";',
  'import * as path from "node:path";',
  'const late = await import("node:tls");',
  'const text = `\n  import { join } from "node:path";`;',
])('a bundle keeps any other statement as it is: %j', (statement) => {
  expect(takeFromBuiltins(statement)).toBe(statement);
});

it('a bundle whose own name hides that of the process still finds the modules of Node', () => {
  const code = takeFromBuiltins('import process from "node:process";\nimport { join } from "node:path";');
  const found: unknown = runInThisContext(`{ ${code}\n[process, join]; }`);
  expect(found).toEqual([process, expect.any(Function)]);
});

it('functions of a heavy module of Node are taken with their first call, everything else of it at once', () => {
  const code = takeFromBuiltins(
    'import { X509Certificate, createHash as createHash$1, generateKeyPair } from "node:crypto";\n',
  );
  const asked: string[] = [];
  const run = runInNewContext(
    `(process) => { globalThis.process = process; ${code} return { X509Certificate, createHash$1 }; }`,
  ) as (process: unknown) => { readonly createHash$1: (name: string) => unknown };
  const { createHash$1 } = run({
    getBuiltinModule: (id: string) => {
      asked.push(id);
      return { createHash: (name: string) => `hash of ${name}` };
    },
  });
  // A class is made with `new`, and `promisify` looks at what the function itself carries.
  expect(code).toContain('const { X509Certificate, generateKeyPair } = ');
  expect(asked).toHaveLength(1);
  expect([createHash$1('sha256'), createHash$1('sha512')]).toEqual(['hash of sha256', 'hash of sha512']);
  expect(asked).toHaveLength(2);
});

it('what CommonJS asks for the modules of Node is made with its first use', () => {
  const code = takeFromBuiltins('var __require = /* #__PURE__ */ (() => createRequire(import.meta.url))();');
  let made = 0;
  const run = runInNewContext(
    `(createRequire) => { ${code.replace('import.meta.url', '""')} return __require; }`,
  ) as (createRequire: () => (id: string) => string) => (id: string) => string;
  const asking = run(() => {
    made += 1;
    return (id) => `module ${id}`;
  });
  expect(made).toBe(0);
  expect([asking('fs'), asking('net')]).toEqual(['module fs', 'module net']);
  expect(made).toBe(1);
});
