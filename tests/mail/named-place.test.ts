import { expect, it } from 'vitest';
import { namedPlace } from '../../main/mail/api-request.ts';

const graph = 'https://graph.microsoft.test/v1.0';

it.each<[string, string, boolean]>([
  ['https on another host', 'https://outlook.office.test/x?token=1', true],
  ['http on this computer', 'http://localhost:8080/x', false],
  ['http elsewhere', 'http://outlook.office.test/x', false],
  ['somebody’s name', 'https://a:b@outlook.office.test/x', false],
  ['another scheme', 'ftp://outlook.office.test/x', false],
  ['no place at all', 'upload here', false],
])('what was asked by https may name %s: %3$s', (_, place, isTaken) => {
  expect(namedPlace(place, graph)?.href ?? null).toBe(isTaken ? place : null);
});

it('a server of this computer may name another one of it', () => {
  expect(namedPlace('http://localhost:8080/x', 'http://127.0.0.1:9090')?.port).toBe('8080');
});
