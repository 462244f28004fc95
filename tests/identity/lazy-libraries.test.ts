import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const script = `
  import { registerHooks } from 'node:module';
  const asked = [];
  registerHooks({ resolve: (name, context, next) => { asked.push(name); return next(name, context); } });
  for (const name of ['google', 'microsoft', 'custom', 'sign-in', 'access-tokens']) await import('./main/identity/' + name + '.ts');
  console.log(JSON.stringify(asked.filter((name) => !name.startsWith('.') && !name.startsWith('node:'))));
`;

it('the libraries of the providers are not loaded before somebody signs in', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
  const asked: unknown = JSON.parse(stdout);
  expect(asked).toContain('zod');
  expect(asked).not.toContain('google-auth-library');
  expect(asked).not.toContain('@azure/msal-node');
  expect(asked).not.toContain('openid-client');
});
