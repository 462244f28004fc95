import type { OtherLanguage } from '../../shared/languages.ts';

/** Names of products and of pages at the providers, protocols, keys, and e-mail terms that are the same everywhere. */
const everywhere = [
  'Alt',
  'Apple Safari',
  'Audience',
  'Bcc',
  'Branding',
  'Cc',
  'Clients',
  'Data Access',
  'Gmail API',
  'Google Chrome',
  'ID',
  'Message-ID',
  'Microsoft Edge',
  'Microsoft Graph',
  'Mozilla Firefox',
  'OK',
  'Proxy',
  'SMTP',
  'SMTP Setup',
  'STARTTLS',
  'TLS',
  'ms',
  '{0}@fax.example.com',
  '{{ms}} ms',
] as const;

/** Texts that a language shares with English; whatever else is the same was forgotten. */
export const sameInEnglish: Readonly<Record<OtherLanguage, readonly string[]>> = {
  de: [
    ...everywhere,
    'Client',
    'Cloud',
    'Code',
    'Details',
    'Filter',
    'Name',
    'Passphrase',
    'Port',
    'Server',
    'Status',
    'Text',
    'Version {{version}}',
  ],
};
