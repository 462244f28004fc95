import type { ImportPlan } from '../../shared/transfer.ts';

/** What an import would do, with a line of each kind. */
export const samplePlan: ImportPlan = {
  planId: 'plan-00000001',
  format: 'profile',
  secrets: 'none',
  ignoredColumns: [],
  rows: [
    { line: 1, action: 'same', accountId: 1, title: 'ada@contoso.test', changes: [], failure: null },
    {
      line: 2,
      action: 'changed',
      accountId: 4,
      title: 'grace@fabrikam.test',
      changes: [
        { field: 'host', from: 'old.test', to: 'new.test' },
        { field: 'senderName', from: '', to: 'Grace' },
      ],
      failure: null,
    },
    {
      line: 3,
      action: 'added',
      accountId: 9,
      title: 'kay@contoso.test',
      changes: [{ field: 'host', from: '', to: 'smtp.office365.com' }],
      failure: null,
    },
    {
      line: 4,
      action: 'refused',
      accountId: null,
      title: '=HYPERLINK("x")',
      changes: [],
      failure: {
        code: 'account-invalid',
        message: 'The port 70000 is not from 1 to 65535.',
        remedy: 'correct-input',
        field: 'port',
      },
    },
  ],
  settings: [
    { key: 'theme', action: 'changed', from: 'system', to: 'dark', failure: null },
    {
      key: 'smtpTimeoutMs',
      action: 'refused',
      from: '100000',
      to: '5000',
      failure: { code: 'locked-by-policy', message: 'It is fixed.', remedy: 'ask-administrator' },
    },
  ],
};
