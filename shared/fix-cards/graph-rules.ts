import type { Rule } from './rule.ts';

/** Refusals of Microsoft Graph that no mail server knows. */
export const graphRules: readonly Rule[] = [
  {
    id: 'large-messages-not-allowed',
    who: 'you',
    signs: { codes: ['large-messages-not-allowed'] },
    steps: [
      ['you', 'allowLargeMessages'],
      ['you', 'smallerDocuments'],
      ['administrator', 'consentToLarge'],
    ],
    copies: ['largePermission'],
    actions: ['allow-large-messages'],
    source: 'https://learn.microsoft.com/graph/outlook-large-attachments',
  },
];
