import * as z from 'zod';

const sandboxLine = z.object({
  inbox: z.url(),
  faults: z.url(),
  policyFile: z.string(),
  caFile: z.string(),
  smtp: z.object({ starttls: z.int(), implicit: z.int(), plain: z.int() }),
  people: z.array(
    z.object({
      address: z.string(),
      password: z.string(),
      provider: z.enum(['google', 'microsoft', 'none']),
    }),
  ),
});

/** What the sandbox prints about itself when it is ready. */
export type SandboxLine = z.infer<typeof sandboxLine>;

/** Answers what the sandbox printed; throws an error with a sentence where it is something else. */
export function parseSandboxLine(line: string): SandboxLine {
  try {
    return sandboxLine.parse(JSON.parse(line));
  } catch {
    throw new Error('The sandbox printed something that is not its list of addresses.');
  }
}

/** Answers what a newcomer needs to know, in lines. */
export function sandboxText({ inbox, faults, smtp, people }: SandboxLine): string {
  const width = Math.max(...people.map(({ address }) => address.length));
  const kinds = { google: 'Google', microsoft: 'Microsoft', none: 'password' };
  return [
    'A Google, a Microsoft and mail servers of this computer only; nothing leaves it.',
    `  Inbox   ${inbox}`,
    `  Faults  ${faults}`,
    `  SMTP    localhost, STARTTLS ${smtp.starttls}, implicit TLS ${smtp.implicit}, plain ${smtp.plain}`,
    'People and their passwords:',
    ...people.map(
      ({ provider, address, password }) =>
        `  ${kinds[provider].padEnd(10)}${address.padEnd(width)}  ${password}`,
    ),
  ].join('\n');
}
