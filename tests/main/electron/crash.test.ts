import { expect, it } from 'vitest';
import { createCrashHandlers, describeCrash } from '../../../main/electron/crash.ts';
import { AppError } from '../../../shared/errors.ts';

function setUp(unattended: boolean) {
  const events: string[] = [];
  const handlers = createCrashHandlers({
    write: (line) => void events.push(line.split('\n')[0] ?? ''),
    exit: (code) => void events.push(`exit ${code}`),
    showError: () => void events.push('box'),
    unattended,
  });
  return { events, handlers };
}

it('a command ends with its exit code and shows no box that nobody would close', () => {
  const { events, handlers } = setUp(true);
  handlers.uncaughtException(new TypeError('x'));
  expect(events).toEqual(['uncaught exception: TypeError', 'exit 70']);
});

it('a person is told before the window goes', () => {
  const { events, handlers } = setUp(false);
  handlers.uncaughtException(new TypeError('x'));
  expect(events).toEqual(['uncaught exception: TypeError', 'box', 'exit 70']);
});

it('a rejection that nobody waited for ends a command, not a window', () => {
  const command = setUp(true);
  command.handlers.unhandledRejection(new Error('x'));
  expect(command.events).toEqual(['unhandled rejection: Error', 'exit 70']);
  const window = setUp(false);
  window.handlers.unhandledRejection(new Error('x'));
  expect(window.events).toEqual(['unhandled rejection: Error']);
});

it('what is written says where it came from, and nothing of what it said', () => {
  const error = Object.assign(new Error('invalid_grant canary\n canary'), {
    config: { refresh_token: 'canary' },
  });
  const text = describeCrash(new AppError('internal', 'canary', { cause: error }));
  expect(text).toMatch(/^AppError internal\n\s+at /);
  expect(text).not.toContain('canary');
  expect(describeCrash(error)).not.toContain('canary');
  expect(describeCrash(Object.assign(new Error('x'), { name: 'canary canary' }))).not.toContain('canary');
  expect(describeCrash('canary')).toBe('string');
});
