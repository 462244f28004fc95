import type * as z from 'zod';

/**
 * Answers what is wrong with a member in words, e.g. `providers.google.smtp.port must be a number`; no value of the file is
 * repeated, for it may hold a client secret.
 */
export function issueSentence(issue: z.core.$ZodIssue): {
  readonly path: readonly PropertyKey[];
  readonly text: string;
} {
  if (issue.code === 'unrecognized_keys') {
    const path = [...issue.path, ...issue.keys.slice(0, 1)];
    return { path, text: `${path.map(String).join('.')} is not known here` };
  }
  const name = issue.path.map(String).join('.') || 'the file';
  if (issue.code === 'custom' && !/^(?:must|is) /.test(issue.message)) {
    return { path: issue.path, text: `${name}: ${issue.message}` };
  }
  return { path: issue.path, text: `${name} ${issueReason(issue)}` };
}

const articles: Readonly<Record<string, string>> = {
  string: 'must be a text',
  number: 'must be a number',
  int: 'must be a whole number',
  boolean: 'must be true or false',
  object: 'must be an object',
  array: 'must be a list',
};

/** Answers what is wanted of a member, without its name, e.g. `must be a number`. */
export function issueReason(issue: z.core.$ZodIssue): string {
  if (issue.code === 'custom') return issue.message;
  if (issue.code === 'invalid_type') {
    const expected = articles[issue.expected] ?? `must be of type ${issue.expected}`;
    return issue.input === undefined && issue.message.endsWith('received undefined')
      ? `is missing; it ${expected}`
      : expected;
  }
  if (issue.code === 'invalid_value') return `must be ${issue.values.map(String).join(' or ')}`;
  if (issue.code === 'too_small')
    return issue.origin === 'string' ? 'must not be empty' : `must be ${issue.minimum} or more`;
  if (issue.code === 'too_big') {
    if (issue.origin === 'string') return `must have at most ${issue.maximum} characters`;
    return issue.origin === 'array'
      ? `must have at most ${issue.maximum} entries`
      : `must be ${issue.maximum} or less`;
  }
  // A pattern with words of its own says more than its kind.
  if (issue.code === 'invalid_format' && issue.message.startsWith('must ')) return issue.message;
  return 'is not in the form that is wanted';
}
