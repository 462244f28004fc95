import { describe, expect, test } from 'vitest';
import { cardFor, cardText, cardValue } from '../../main/cli/card-text.ts';
import { failureText } from '../../main/cli/failure-output.ts';
import { AppError, toFailure } from '../../shared/errors.ts';

const detail = {
  error: 'something_new',
  providerText: 'The mailbox has moved \u001b[31mto another cloud.',
  correlationId: 'aaaa0000-bb11-2222-33cc-444444dddddd',
  status: 400,
};
const failure = toFailure(new AppError('provider-response-invalid', 'The provider refused it.', { detail }));

describe('an error that only the provider knows', () => {
  test('is said in its words on the command line, with the number its support asks for', () => {
    const text = failureText(failure, false);
    expect(text).toContain('[The provider said: The mailbox has moved');
    expect(text).toContain('[Correlation ID: aaaa0000-bb11-2222-33cc-444444dddddd]');
    expect(text).not.toContain('\u001b');
    expect(JSON.parse(failureText(failure, true))).toMatchObject({
      error: { detail: { providerText: detail.providerText, correlationId: detail.correlationId } },
    });
  });

  test('has a card that does not blame the network for what the provider said', () => {
    const card = cardFor({ code: failure.code, detail }, null, []);
    expect(card).toMatchObject({ id: null, reply: detail.providerText });
    expect(cardText(card)).toContain('The provider said: The mailbox has moved');
    expect(cardValue(card)).toMatchObject({ details: { providerText: detail.providerText, status: '400' } });
  });
});

test('an error of the app alone says to scripts what it knows of the place', () => {
  const own = toFailure(
    new AppError('account-invalid', 'port: must be a number', { field: 'port', detail: { line: 3 } }),
  );
  expect(JSON.parse(failureText(own, true))).toEqual({
    error: {
      code: 'account-invalid',
      message: 'port: must be a number',
      remedy: 'correct-input',
      field: 'port',
      detail: { line: 3 },
    },
  });
});
