/** A part of the app whose tests are tested: each fault that is put in has to be found by one of them. */
export interface MutationArea {
  readonly name: string;
  /** Where faults are put in. */
  readonly sources: readonly string[];
  /** The tests that have to find them: fast ones, as they run for every fault. */
  readonly tests: readonly string[];
}

/** Where a fault would send as the wrong person, send twice, lose a message, or give a secret away. */
export const mutationAreas: readonly MutationArea[] = [
  {
    name: 'routing',
    // Behind line 12: what comes before it is only faster, and changes no answer.
    sources: ['main/accounts/account-key.ts', 'shared/key-part.ts:13-22'],
    tests: [
      'tests/accounts/account-key.test.ts',
      'tests/accounts/key-part-table.test.ts',
      'tests/accounts/routing-oracle.test.ts',
    ],
  },
  {
    name: 'replies',
    sources: [
      'main/mail/reply-classification.ts',
      'main/mail/quota-replies.ts',
      'main/mail/smtp-reply.ts',
      'main/mail/gmail-answer.ts',
      'main/mail/graph-answer.ts',
      'main/mail/api-answer.ts',
    ],
    tests: [
      'tests/mail/reply-classification.test.ts',
      'tests/mail/quota-replies.test.ts',
      'tests/mail/smtp-reply.test.ts',
      'tests/mail/gmail-answer.test.ts',
      'tests/mail/graph-answer.test.ts',
      'tests/mail/api-answer.test.ts',
    ],
  },
  {
    name: 'errors',
    sources: ['shared/errors.ts'],
    tests: ['tests/shared/errors.test.ts', 'tests/build/errors-document.test.ts'],
  },
  {
    name: 'outbox',
    sources: ['main/outbox/outbox-item.ts', 'main/outbox/retry.ts'],
    tests: [
      'tests/outbox/outbox-item.test.ts',
      'tests/outbox/item-times.test.ts',
      'tests/outbox/retry.test.ts',
    ],
  },
  {
    name: 'tokens',
    sources: [
      'main/identity/token-answer.ts',
      'main/identity/id-token.ts',
      'main/identity/authorization-response.ts',
    ],
    tests: ['tests/identity/authorization-response.test.ts', 'tests/identity/token-answer.test.ts'],
  },
  {
    name: 'csv',
    sources: ['main/accounts/read-csv.ts', 'main/accounts/write-csv.ts', 'shared/csv-cell.ts'],
    tests: ['tests/accounts/csv.test.ts', 'tests/accounts/csv-faults.test.ts'],
  },
  {
    name: 'policy',
    sources: ['main/settings/policy.ts', 'main/settings/policy-format.ts'],
    tests: ['tests/settings/policy.test.ts'],
  },
];
