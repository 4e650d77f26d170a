/** Light or dark by the phone's setting, or as the person chose on this phone. */
export const THEMES = ['ikut', 'terang', 'gelap'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'simadu.tampilan';

/** What was chosen on this phone; the phone's own setting where nothing was, or where storage is closed. */
export function chosenTheme(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return THEMES.find((theme) => theme === kept) ?? 'ikut';
  } catch {
    return 'ikut';
  }
}

/** Draws the page in a theme. */
export function applyTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === 'ikut') delete root.dataset['theme'];
  else root.dataset['theme'] = theme === 'gelap' ? 'dark' : 'light';
}

/** Keeps and draws a theme. Storage that is closed only loses the choice at the next start. */
export function chooseTheme(theme: Theme): void {
  applyTheme(theme);
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // A phone without storage still shows what was chosen.
  }
}
