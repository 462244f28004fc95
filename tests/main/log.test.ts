import { describe, expect, it } from 'vitest';
import { createLog } from '../../main/log.ts';
import type { Log } from '../../main/ports.ts';

function start() {
  const lines: string[] = [];
  const log = createLog({ write: (line) => void lines.push(line), clock: { nowMs: () => 0 } });
  return { log, lines };
}

describe('the log', () => {
  it('writes one JSON object a line', () => {
    const { log, lines } = start();
    log('call-failed', { method: 'accountsSave', code: 'key-taken', port: 587, host: '[::1]' });
    expect(lines).toEqual([
      '{"time":"1970-01-01T00:00:00.000Z","event":"call-failed","method":"accountsSave","code":"key-taken","port":587,"host":"[::1]"}',
    ]);
  });

  it.each([
    'anna@example.com',
    '/home/anna/profile',
    String.raw`C:\Users\anna`,
    'two words',
    'line\nbreak',
    'x'.repeat(65),
    'ya29.a0AfB_byC'.padEnd(100, 'x'),
  ])('withholds %j, which is no name or code', (text) => {
    const { log, lines } = start();
    log('example', { state: text });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ state: '(withheld)' });
  });

  it('drops fields that nobody allowed and withholds values that are none', () => {
    const { log, lines } = start();
    const loose = log as (event: string, fields: object) => void;
    loose('example', { password: 'canary', toString: 1, code: { canary: 1 }, count: 2 });
    loose('Not an event: canary', {});
    expect(lines.join('\n')).not.toMatch(/canary|password|toString/);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ code: '(withheld)', count: 2 });
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ event: '(withheld)' });
  });

  it('takes a long host', () => {
    const { log, lines } = start();
    const host = `${'sub.'.repeat(40)}example.com`;
    log('example', { host });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ host });
  });

  it('never fails what is being logged', () => {
    const log: Log = createLog({
      write: () => {
        throw new Error('closed pipe');
      },
      clock: { nowMs: () => 0 },
    });
    expect(() => log('example')).not.toThrow();
    expect(() =>
      createLog({ write: () => undefined, clock: { nowMs: () => Number.NaN } })('example'),
    ).not.toThrow();
  });
});
