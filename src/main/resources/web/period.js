/** Which account and time the music is about, and what of it is shown. It is kept in the address, after "?". */

const DAY_MS = 86_400_000;
const DAY = /^\d{4}-\d\d-\d\d$/;
const YEAR = /^2\d{3}$/;
/** Nobody has played anything on Spotify before; a year that is being typed is 0002 at first. */
export const FIRST_DAY = '2006-01-01';
export const USUAL = '4w';
const PERIODS = ['4w', '6m', 'year', 'all'];
/** What else can be chosen; the first of each is usual, and not said in the address. */
const CHOICES = { kind: ['songs', 'artists', 'albums'], by: ['plays', 'hours'], most: ['10', '50', 'all'] };
/** Periods of addresses that earlier versions made, in days. */
const EARLIER = { '3m': 91, '12m': 365 };

/** Today where the reader is, as YYYY-MM-DD. */
export function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** The day so many days before or after another. */
export const later = (day, days) => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** Whether a text is a day that can be asked for. */
export const isDay = text => DAY.test(text) && !Number.isNaN(Date.parse(text)) && text >= FIRST_DAY;

/** The day after the one that has the same date six months ago: with it begin six months that end today. */
function sixMonthsAgo() {
  const [year, month, day] = today().split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 6, 0)).getUTCDate();
  return later(new Date(Date.UTC(year, month - 7, Math.min(day, last))).toISOString().slice(0, 10), 1);
}

/** The first and the last day of a period, an empty text where it has none. A year is a whole one, for comparing. */
function daysOf({ period, from, to }) {
  if (period === '4w') return [later(today(), -27), ''];
  if (period === '6m') return [sixMonthsAgo(), ''];
  if (period === 'custom') return [from, to];
  const year = period === 'year' ? today().slice(0, 4) : period;
  return YEAR.test(year) ? [`${year}-01-01`, `${year}-12-31`] : ['', ''];
}

/**
 * Reads what an address chooses. What it does not say, or says wrongly, is as usual.
 *
 * @param search its part after "?"
 * @return `{account, period, from, to, kind, by, most}`; `period` is 4w, 6m, year, a year, all or custom
 */
export function readAddress(search) {
  const said = new URLSearchParams(search);
  const [from, to] = ['from', 'to'].map(name => (isDay(said.get(name) ?? '') ? said.get(name) : ''));
  const period = said.get('period') ?? '';
  const known = PERIODS.includes(period) || YEAR.test(period);
  const chosen = Object.fromEntries(Object.entries(CHOICES)
    .map(([name, values]) => [name, values.includes(said.get(name)) ? said.get(name) : values[0]]));
  const custom = Boolean(from || to);
  return { account: said.get('account') ?? '', ...chosen, from, to,
    period: custom ? 'custom' : known ? period : USUAL };
}

/** The query string that chooses this, `?period=2025&kind=artists`; empty when all is as usual. */
export function addressOf({ account, period, from, to, ...others }) {
  const said = new URLSearchParams();
  if (account) said.set('account', account);
  if (period === 'custom') for (const [name, day] of [['from', from], ['to', to]]) if (day) said.set(name, day);
  if (period !== 'custom' && period !== USUAL) said.set('period', period);
  for (const [name, [usual]] of Object.entries(CHOICES)) if (others[name] !== usual) said.set(name, others[name]);
  return said.size ? `?${said}` : '';
}

/** What to ask the API for, `{account, from, to}`, as much of it as is not all. */
export function askedOf(chosen) {
  const [from, to] = daysOf(chosen);
  return Object.fromEntries(Object.entries({ account: chosen.account, from, to }).filter(([, value]) => value));
}

/** The query string of the address that earlier versions wrote after "#"; null when that says nothing of the music. */
export function searchOfHash(hash) {
  const said = new URLSearchParams(hash.replace(/^#/, ''));
  if (!['account', 'period', 'from', 'to'].some(name => said.has(name))) return null;
  const days = EARLIER[said.get('period')];
  if (days) said.set('from', later(today(), 1 - days));
  return addressOf(readAddress(`?${said}`));
}
