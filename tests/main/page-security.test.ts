import { join, resolve } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  contentSecurityPolicy,
  contentTypeOf,
  noncePlaceholder,
  pageHeaders,
  resolveBundlePath,
  withNonce,
} from '../../main/page-security.ts';

const root = resolve('/somewhere/renderer');

describe('which file of the page a URL path means', () => {
  test.each([
    ['/', 'index.html'],
    ['/index.html', 'index.html'],
    ['/assets/main-B1_c-2.js', join('assets', 'main-B1_c-2.js')],
    ['/assets/segoe.woff2', join('assets', 'segoe.woff2')],
  ])('%s is a file of the page', (urlPath, file) => {
    expect(resolveBundlePath(root, urlPath)).toBe(join(root, file));
  });

  test.each([
    '',
    'index.html',
    '//etc/passwd',
    '/../main/main.js',
    '/assets/../../main/main.js',
    '/%2e%2e/main/main.js',
    '/..%2fmain.js',
    '/assets\\..\\..\\main.js',
    '/assets%5c..%5cmain.js',
    '/index.html%00.js',
    '/index.html\0',
    '/.env',
    '/assets/.hidden.js',
    '/C:/index.html',
    '/index.html::$DATA',
    '/assets/',
    '/assets',
    '/main.ts',
    '/key.pem',
    '/%E0%A4%A',
  ])('%j is refused', (urlPath) => {
    expect(resolveBundlePath(root, urlPath)).toBeNull();
  });

  test('whatever the path, the file lies inside the folder', () => {
    const piece = fc.constantFrom('..', '.', '', 'a.js', '%2e%2e', '\\', '/', 'C:', '\0', 'index.html', '~');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const path = resolveBundlePath(root, `/${pieces.join('/')}`);
        expect(path === null || (resolve(path) === path && path.startsWith(root))).toBe(true);
      }),
    );
  });
});

describe('what goes with the page', () => {
  test('scripts are never inline and styles only with the nonce of this load', () => {
    const policy = contentSecurityPolicy('abc');
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("style-src 'self' 'nonce-abc';");
    expect(policy).not.toContain('unsafe');
    expect(policy).not.toContain('*');
  });

  test('nothing that has no directive of its own may be loaded', () => {
    expect(contentSecurityPolicy('abc')).toMatch(/^default-src 'none';/);
  });

  test('a page is not cached, for its nonce is good for one load', () => {
    expect(pageHeaders('text/html; charset=utf-8', 'abc')['cache-control']).toBe('no-store');
    expect(pageHeaders('text/javascript', 'abc')['cache-control']).toBe('no-cache');
  });

  test('the type of a file is said by us, not guessed by the browser', () => {
    expect(contentTypeOf('/x/main.js')).toBe('text/javascript; charset=utf-8');
    expect(contentTypeOf('/x/main.ts')).toBeNull();
    expect(contentTypeOf('/x/constructor')).toBeNull();
    expect(pageHeaders('text/css', 'abc')['x-content-type-options']).toBe('nosniff');
  });

  test('every place that waits for the nonce gets it', () => {
    const html = `<meta property="csp-nonce" nonce="${noncePlaceholder}"><link nonce="${noncePlaceholder}">`;
    expect(withNonce(html, 'abc')).toBe('<meta property="csp-nonce" nonce="abc"><link nonce="abc">');
  });
});
