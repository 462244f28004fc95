/** Offers the sign-in assistant. */
export function AssistantBar() {
  return null;
}
