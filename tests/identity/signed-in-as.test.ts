import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  comparableAddress,
  compareIdentity,
  googleIdentity,
  isExpected,
  microsoftIdentity,
} from '../../main/identity/signed-in-as.ts';

const person = (...addresses: string[]) => ({ key: 'key', addresses, displayName: addresses[0] ?? '' });

describe('who is expected', () => {
  it.each([
    ['anna@example.com', 'anna@example.com', true],
    ['anna@example.com', ' ANNA@Example.COM ', true],
    ['anna@example.com', 'bert@example.com', false],
    ['anna@example.com', 'anna@example.org', false],
    ['anna@example.com', 'anna', false],
    ['anna@bücher.example', 'ANNA@xn--bcher-kva.example', true],
    ['anna@BÜCHER.example', 'anna@bücher.example', true],
    ['jürgen@example.com', 'ju\u0308rgen@example.com', true],
    ['anna.maria@gmail.com', 'annamaria@googlemail.com', true],
    ['a.n.n.a@googlemail.com', 'anna@gmail.com', true],
    ['anna+orders@gmail.com', 'anna@gmail.com', false],
    ['anna.maria@example.com', 'annamaria@example.com', false],
    ['anna@mygmail.com', 'an.na@mygmail.com', false],
  ])('a person known as %s is the expected %s: %s', (address, expected, answer) => {
    expect(isExpected(person(address), expected)).toBe(answer);
  });

  it('is anybody where nobody is named', () => {
    expect(isExpected(person('anna@example.com'), '')).toBe(true);
    expect(isExpected(person(), '  ')).toBe(true);
  });

  it('may go by any address of the person', () => {
    const anna = person('anna@contoso.com', 'anna@contoso.onmicrosoft.com');
    expect(isExpected(anna, 'anna@contoso.onmicrosoft.com')).toBe(true);
  });

  it('is nobody without an address, when somebody is named', () => {
    expect(isExpected(person(), 'anna@example.com')).toBe(false);
  });

  it('does not depend on case, and comparing twice changes nothing', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        const once = comparableAddress(address);
        expect(comparableAddress(once)).toBe(once);
        expect(comparableAddress(address.toUpperCase())).toBe(once);
      }),
    );
  });
});

describe('a sign-in compared with the grant that it replaces', () => {
  const anna = { key: 'oid-anna.tenant', addresses: ['anna@new-name.com'], displayName: 'Anna' };

  it('is the same person under a new address', () => {
    const comparison = { identity: anna, knownKey: 'oid-anna.tenant', expected: 'anna@old-name.com' };
    expect(compareIdentity(comparison)).toBe('same');
  });

  it('is another person where the address passed to somebody else', () => {
    const comparison = { identity: anna, knownKey: 'oid-before.tenant', expected: 'anna@new-name.com' };
    expect(compareIdentity(comparison)).toBe('other');
  });

  it('is compared by address at the first sign-in', () => {
    const comparison = { identity: anna, knownKey: null };
    expect(compareIdentity({ ...comparison, expected: 'Anna@New-Name.com' })).toBe('same');
    expect(compareIdentity({ ...comparison, expected: 'bert@new-name.com' })).toBe('other');
    expect(compareIdentity({ ...comparison, expected: '' })).toBe('same');
  });
});

describe('the claims of Google', () => {
  it('name the person by sub', () => {
    expect(
      googleIdentity({ sub: '1001', email: 'anna@example.com', email_verified: true, name: 'Anna' }),
    ).toEqual({
      key: '1001',
      addresses: ['anna@example.com'],
      displayName: 'anna@example.com',
    });
  });

  it('do not lend somebody an address that was never verified', () => {
    const claims = { sub: '1001', email: 'boss@example.com', email_verified: false };
    expect(googleIdentity(claims)?.addresses).toEqual([]);
  });

  it.each([{}, { sub: '' }, { sub: 7 }, null, 'text'])('say nobody: %j', (claims) => {
    expect(googleIdentity(claims)).toBeNull();
  });
});

describe('the claims of Microsoft', () => {
  const oid = 'oid-anna';
  const tid = 'tenant-1';

  it('name the person by oid and tid, and the mailbox first', () => {
    const claims = {
      oid,
      tid,
      preferred_username: 'anna@corp.local',
      email: 'anna@corp.example',
      name: 'Anna',
    };
    expect(microsoftIdentity(claims)).toEqual({
      key: 'oid-anna.tenant-1',
      addresses: ['anna@corp.example', 'anna@corp.local'],
      displayName: 'anna@corp.local',
    });
  });

  it('may hold no e-mail address at all', () => {
    expect(microsoftIdentity({ oid, tid, preferred_username: 'anna@corp.local', email: '' })).toEqual({
      key: 'oid-anna.tenant-1',
      addresses: ['anna@corp.local'],
      displayName: 'anna@corp.local',
    });
    expect(microsoftIdentity({ oid, tid, name: 'Anna' })?.displayName).toBe('Anna');
  });

  it.each([{}, { oid }, { tid }, { oid: 1, tid }, undefined])('say nobody: %j', (claims) => {
    expect(microsoftIdentity(claims)).toBeNull();
  });
});
