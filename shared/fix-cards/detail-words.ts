import type { FailureDetail } from '../errors.ts';

/** What people call the details that a provider gives and its support asks for, in the order in which they are said. */
export const detailWords = {
  providerText: 'The provider said',
  correlationId: 'Correlation ID',
  traceId: 'Trace ID',
  requestId: 'Request ID',
} as const;

export type ProviderDetail = keyof typeof detailWords;

const names = Object.keys(detailWords) as ProviderDetail[];

/** Says whether a detail of a failure has a name for people. */
export function isProviderDetail(name: string): name is ProviderDetail {
  return Object.hasOwn(detailWords, name);
}

/** Answers what the provider itself said of a failure; empty: nothing. */
export function providerDetails(
  detail: FailureDetail | undefined,
): readonly (readonly [name: ProviderDetail, text: string])[] {
  return names.flatMap((name) => {
    const value = detail?.[name];
    return value === undefined ? [] : [[name, String(value)] as const];
  });
}
