import { runInThisContext } from 'node:vm';
import { expect, it } from 'vitest';
import { takeFromBuiltins } from '../../build/builtins-as-objects.ts';

const taken = 'globalThis.process.getBuiltinModule';

it.each([
  ['import { join } from "node:path";', `const { join } = ${taken}("node:path");`],
  [
    'import { rm, stat as stat$1 } from "node:fs/promises";',
    `const { rm, stat: stat$1 } = ${taken}("node:fs/promises");`,
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
