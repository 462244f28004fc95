/**
 * Answers an address that opens the page once, and does not hold its bearer.
 *
 * @param address as the preview printed it, `http://127.0.0.1:PORT/#token=…`
 */
export async function oneTimeAddress(address: string): Promise<string> {
  const { origin, hash } = new URL(address);
  const token = new URLSearchParams(hash.slice(1)).get('token') ?? '';
  const response = await fetch(`${origin}/ticket`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: '{}',
  });
  if (!response.ok) throw new Error(`the preview answered ${response.status}`);
  const { value } = (await response.json()) as { value: { url: string } };
  return value.url;
}
