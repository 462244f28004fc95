/** Goes through accounts that need a sign-in, one after the other. */
export function SignInAssistant() {
  return null;
}
