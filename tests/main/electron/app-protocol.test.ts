import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { appScheme, createPageHandler, isPageUrl, pageUrl } from '../../../main/electron/app-protocol.ts';
import { noncePlaceholder } from '../../../main/page-security.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

async function setUp() {
  const folder = await temporaryFolder();
  const root = join(folder, 'renderer');
  await mkdir(join(root, 'assets'), { recursive: true });
  await writeFile(
    join(root, 'index.html'),
    `<meta property="csp-nonce" nonce="${noncePlaceholder}"><p>ż</p>`,
  );
  await writeFile(join(root, 'assets', 'main.js'), `'${noncePlaceholder}'`);
  await writeFile(join(folder, 'secret.js'), 'canary');
  const handle = createPageHandler(root);
  return {
    folder,
    root,
    get: (path: string, method = 'GET') => handle({ url: `app://bundle${path}`, method }),
    handle,
  };
}

describe('the page of the window', () => {
  it('comes with its type, its policy and the nonce of this load', async () => {
    const { get } = await setUp();
    const response = await get('/index.html');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const html = await response.text();
    const nonce = /nonce="([\w-]{22})"/.exec(html)?.[1];
    expect(html).toContain('<p>ż</p>');
    expect(response.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`);
  });

  it('has another nonce each time', async () => {
    const { get } = await setUp();
    expect(await (await get('/')).text()).not.toBe(await (await get('/')).text());
  });

  it('has scripts as they were built', async () => {
    const { get } = await setUp();
    const response = await get('/assets/main.js?v=1');
    expect(await response.text()).toBe(`'${noncePlaceholder}'`);
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  it.each([
    '/../secret.js',
    '/%2e%2e/secret.js',
    '/..%2fsecret.js',
    '/assets%2f..%2f..%2fsecret.js',
    '/..%5csecret.js',
  ])('nothing beside it is read: %s', async (path) => {
    const { get } = await setUp();
    const response = await get(path);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('');
  });

  it.each(['/missing.js', '/assets', '/assets/'])('%s is not there', async (path) => {
    const { get } = await setUp();
    expect((await get(path)).status).toBe(404);
  });

  it.each(['POST', 'PUT', 'HEAD'])('%s is refused', async (method) => {
    const { get } = await setUp();
    expect((await get('/index.html', method)).status).toBe(405);
  });

  it.each(['app://elsewhere/index.html', 'app:///index.html', 'file:///index.html', 'nonsense'])(
    'another host has no page: %s',
    async (url) => {
      const { handle } = await setUp();
      expect((await handle({ url, method: 'GET' })).status).toBe(404);
    },
  );

  it('a folder named like a file is not there either', async () => {
    const { get, root } = await setUp();
    await mkdir(join(root, 'folder.js'));
    expect((await get('/folder.js')).status).toBe(404);
    await symlink('nowhere.js', join(root, 'dangling.js'));
    expect((await get('/dangling.js')).status).toBe(404);
  });
});

it.each([
  [pageUrl, true],
  ['app://bundle', true],
  ['app://bundle/x?y#z', true],
  ['app://bundle.example.test/', false],
  ['app://bundle:80/', false],
  ['app://user@bundle/', true],
  ['https://bundle/', false],
  ['app:bundle', false],
  ['', false],
])('%s is our page: %j', (url, ours) => {
  expect(isPageUrl(url)).toBe(ours);
});

it('the scheme has an origin and may be fetched, and is not freed from the policy of the page', () => {
  expect(appScheme.privileges).toMatchObject({ standard: true, secure: true, supportFetchAPI: true });
  expect(appScheme.privileges?.bypassCSP).toBeUndefined();
});
