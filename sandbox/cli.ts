// Only built-in modules are imported before the version is known: the rest does not even parse on an old Node.
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Person } from './people.ts';

const wantedMajor = 24;
const usageError = 64;
const unavailable = 69;
const parentCheckMs = 500;

const usage = `npm run sandbox [-- --json] [--with-parent]

  --json         one line of JSON for programs
  --with-parent  ends when standard input ends, so that it never outlives the program that started it
  --help         this text`;

const parseOptions = (): { json: boolean; withParent: boolean; help: boolean } | { problem: string } => {
  try {
    const { values } = parseArgs({
      options: {
        json: { type: 'boolean', default: false },
        'with-parent': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    return { json: values.json, withParent: values['with-parent'], help: values.help };
  } catch (error) {
    return { problem: error instanceof Error ? (error.message.split(/\.\s/)[0] ?? '') : String(error) };
  }
};

const main = async (): Promise<number> => {
  if (Number(process.versions.node.split('.')[0]) < wantedMajor) {
    console.error(
      `The sandbox needs Node ${wantedMajor} or newer; this is ${process.versions.node}. Use npm run sandbox.`,
    );
    return unavailable;
  }
  const options = parseOptions();
  if ('problem' in options) {
    console.error(`${options.problem}. Known options: --json, --with-parent, --help.`);
    return usageError;
  }
  if (options.help) {
    console.log(usage);
    return 0;
  }

  const ended = new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
    process.once('SIGHUP', () => resolve());
    if (options.withParent) {
      process.stdin.on('end', () => resolve()).on('error', () => resolve());
      process.stdin.resume();
      // Standard input may be a terminal or a file that outlives the parent: then its process id tells.
      const parent = process.ppid;
      const watch = setInterval(() => process.ppid !== parent && resolve(), parentCheckMs);
      watch.unref();
    }
  });
  const { startSandbox } = await import('./sandbox.ts');
  const sandbox = await startSandbox();
  const { inboxUrl: inbox, faultsUrl: faults, policyFile, caFile, smtp } = sandbox;
  const listed = ({ address, password, provider }: Person) => ({ address, password, provider });
  const people = sandbox.people.map(listed);
  const customPeople = sandbox.customPeople.map(listed);
  const { customProvider } = sandbox;
  // A reader that has gone away must not take the sandbox down with an unhandled error.
  process.stdout.on('error', () => {});
  if (options.json) {
    const more = { customPeople, customProvider };
    console.log(JSON.stringify({ inbox, faults, policyFile, caFile, smtp, people, ...more }));
  } else {
    console.log(`A Google, a Microsoft, another company's provider and mail servers to try SMTP Setup on. Nothing leaves this computer.

  Inbox    ${inbox}/
  Faults   ${faults}
  Policy   ${policyFile}
  CA file  ${caFile}
  SMTP     localhost, STARTTLS ${smtp.starttls}, implicit TLS ${smtp.implicit}, plain ${smtp.plain}

${[...people, ...customPeople].map(({ address, password, provider }) => `  ${provider.padEnd(11)}${address.padEnd(26)}${password}`).join('\n')}

A custom provider to enter in the settings (customProviders), and its client secret:

  ${JSON.stringify(customProvider.entry)}
  ${customProvider.clientSecret}

Ctrl+C ends it.`);
  }
  await ended;
  await sandbox.close();
  return 0;
};

main().then(
  (code) => {
    // Standard input may still be open; everything else has been closed.
    process.exit(code);
  },
  (error: unknown) => {
    console.error(`The sandbox could not start: ${error instanceof Error ? error.message : 'unknown error'}`);
    process.exitCode = unavailable;
  },
);
