import type { Command } from './command.ts';
import { refuseTaken, writeExport } from './write-export.ts';

/** `support-bundle FILE` */
export const supportBundle: Command = async ({ options, positionals, call, random }) => {
  const [path = ''] = positionals;
  const force = options.flag('force');
  if (path !== '-') await refuseTaken(path, force);
  const { text } = await call('supportBundle', { maskAddresses: options.flag('mask-addresses') });
  if (path === '-') return { value: JSON.parse(text), text: text.trimEnd() };
  await writeExport(path, text, { force, random });
  const sizeBytes = Buffer.byteLength(text);
  return {
    value: { file: path, sizeBytes },
    text: `Wrote ${path} (${sizeBytes} bytes). Look through it before you pass it on.`,
  };
};
