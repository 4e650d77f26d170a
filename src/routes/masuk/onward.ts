/** Where to go on after signing in: a page of ours that sent the person here, else where the role belongs. */
export function onward(search: string): string {
  const asked = new URLSearchParams(search).get('lanjut') ?? '';
  return /^\/(?![/\\])/.test(asked) ? `/?lanjut=${encodeURIComponent(asked)}` : '/';
}
