import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Whoever builds it, also a test runner that says `test`: the page never takes the libraries' slow version for developers.
process.env['NODE_ENV'] = 'production';

/** Names in shared/ whose calls make schemas and nothing else. */
const schemaMakers = [
  'z',
  'late',
  'line',
  'word',
  'areUnique',
  'method',
  'providerId',
  'accountDraft',
  'endpoint',
  'mailHost',
  'issuer',
  'redirect',
  'googleClient',
  'microsoftClient',
  'plainSettings',
  'settings',
];

/** Builds the page. `__CSP_NONCE__` is replaced by whoever serves the page, anew for each load. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: resolve(import.meta.dirname, '../out/renderer'),
    emptyOutDir: true,
    minify: true,
    // Inline data: fonts and pictures would need their own line in the Content Security Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One file: a part that is loaded later cannot come without its style.
    cssCodeSplit: false,
    chunkSizeWarningLimit: 1_000,
    rolldownOptions: {
      // The page takes plain functions and constants from shared/; the schemas beside them must not bring a validator along.
      treeshake: { manualPureFunctions: schemaMakers },
    },
  },
});
