/** Addresses of the pages, and what the address of this page chooses: all of it is in its query string. */

/** What is chosen, or an empty text. */
export const chosen = name => new URLSearchParams(location.search).get(name) ?? '';

/** The query string of some choices, those that are empty left out: `?year=2025&account=ada`, or an empty text. */
export function queryOf(choices) {
  const said = new URLSearchParams(Object.entries(choices).filter(([, value]) => value !== '' && value !== null));
  return said.size ? `?${said}` : '';
}

/** The page of a song, an artist or an album. The account stays chosen. */
export const thingAddress = (kind, key) => `thing.html${queryOf({ kind, key, account: chosen('account') })}`;

/** The page of a year. The account stays chosen. */
export const yearAddress = year => `year.html${queryOf({ year, account: chosen('account') })}`;

/** Keeps other choices in the address of this page. @param past whether "back" shall lead to what was chosen before */
export function choose(choices, past = false) {
  const said = { ...Object.fromEntries(new URLSearchParams(location.search)), ...choices };
  const address = `${location.pathname}${queryOf(said)}${location.hash}`;
  if (past) history.pushState(null, '', address);
  else history.replaceState(null, '', address);
}
