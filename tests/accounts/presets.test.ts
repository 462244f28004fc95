import { expect, it } from 'vitest';
import { applyPreset, matchesPreset, presetFor, salesPadDraft } from '../../main/accounts/presets.ts';
import { newAccountDraft } from '../../shared/account.ts';
import { exampleProviders, smtpOnlyProvider } from '../helpers/example-accounts.ts';

const gmailApi = presetFor(exampleProviders, 'google', 'api');

it('a preset fills in the server and nothing else', () => {
  const draft = { ...newAccountDraft, user: 'anna@example.com', columnValue: 'sa' };
  expect(gmailApi && applyPreset(draft, gmailApi)).toEqual({
    ...draft,
    sendThrough: 'api',
    host: 'gmail.googleapis.com',
    port: 443,
    tls: true,
    tlsMethod: 'implicit',
  });
});

it('a draft matches the preset it was filled in from, and no other', () => {
  const smtp = presetFor(exampleProviders, 'google', 'smtp');
  if (!gmailApi || !smtp) throw new Error('both are there');
  const filledIn = applyPreset(newAccountDraft, smtp);
  expect(matchesPreset(filledIn, smtp)).toBe(true);
  expect(matchesPreset({ ...filledIn, host: 'SMTP.gmail.com' }, smtp)).toBe(true);
  expect(matchesPreset(filledIn, gmailApi)).toBe(false);
  expect(matchesPreset({ ...filledIn, port: 25 }, smtp)).toBe(false);
  expect(matchesPreset({ ...filledIn, tls: false }, smtp)).toBe(false);
});

it('there is no preset for what a provider does not offer', () => {
  expect(presetFor([smtpOnlyProvider], 'fabrikam', 'api')).toBeNull();
  expect(presetFor(exampleProviders, 'none', 'smtp')).toBeNull();
});

it("an import of SalesPad's shared account starts without TLS on port 25", () => {
  expect(salesPadDraft).toMatchObject({ port: 25, tls: false, tlsMethod: 'auto' });
});
