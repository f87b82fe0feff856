/** Which account and time the charts are about. It is kept in the address (after #), so that it can be bookmarked. */

const DAY_MS = 86_400_000;
const DAYS = { '4w': 28, '3m': 91, '12m': 365 };
const DAY = /^\d{4}-\d\d-\d\d$/;
/** Nobody has played anything on Spotify before; a year that is being typed is 0002 at first. */
export const FIRST_DAY = '2006-01-01';
export const USUAL = '4w';

/** Today where the reader is, as YYYY-MM-DD. */
export function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** The day so many days before or after another. */
export const later = (day, days) => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** All days from one to another, both included. */
export function days(from, to) {
  const all = [];
  for (let day = from; day <= to; day = later(day, 1)) all.push(day);
  return all;
}

/** Whether a text is a day that can be asked for. */
export const isDay = text => DAY.test(text) && !Number.isNaN(Date.parse(text)) && text >= FIRST_DAY;

const isPeriod = period => Object.hasOwn(DAYS, period);

/** Reads an address's part after #. @return `{account, period, from, to}`; null when it says nothing of them */
export function readHash(hash) {
  const said = new URLSearchParams(hash.replace(/^#/, ''));
  const [from, to] = ['from', 'to'].map(name => (isDay(said.get(name) ?? '') ? said.get(name) : ''));
  const account = said.get('account') ?? '';
  if (from || to) return { account, period: 'custom', from, to };
  const period = said.get('period');
  if (isPeriod(period ?? '') || period === 'all') return { account, period, from: '', to: '' };
  return account ? { account, period: USUAL, from: '', to: '' } : null;
}

/** The part after # that says it. */
export function hashOf({ account, period, from, to }) {
  const said = new URLSearchParams();
  if (account) said.set('account', account);
  if (period !== 'custom') said.set('period', period);
  else for (const [name, day] of [['from', from], ['to', to]]) if (day) said.set(name, day);
  return `#${said}`;
}

/** What to ask the API for: `?account=…&from=…&to=…`, as much of it as is not all. */
export function queryOf({ account, period, from, to }) {
  const asked = new URLSearchParams();
  if (account) asked.set('account', account);
  const start = isPeriod(period) ? later(today(), 1 - DAYS[period]) : from;
  if (start) asked.set('from', start);
  if (period === 'custom' && to) asked.set('to', to);
  return asked.size ? `?${asked}` : '';
}
