/** Which charts there are, and what is said of one that is empty. */
import { hours, weekday } from './charts.js';
import * as words from './words.js';

export const PLAYS = 'plays';
export const LIBRARY = 'library';
const OTHER_TIME = 'No plays in this time: choose a longer one, or another account.';

const instant = iso => (words.millis(iso) === null ? '' : words.exact(words.millis(iso)));

/**
 * Each chart: what it is of, its title until the answer says it, what will appear in it, and its numbers as a table:
 * headings, and the cells of a row.
 */
export const CHARTS = [
  { id: 'times-played', of: PLAYS, title: 'Times played', will: 'the songs you play most, and how often',
    numbers: ['Song', 'Artist', 'Times', 'Last played'],
    cells: row => [row.song_name, row.artist_name, words.count(row.times), instant(row.last_played_at)] },
  { id: 'top-artists', of: PLAYS, title: 'Top artists', will: 'the artists you play most',
    numbers: ['Artist', 'Times', 'Songs'],
    cells: row => [row.artist_name, words.count(row.times), words.count(row.songs)] },
  { id: 'plays-per-day', of: PLAYS, title: 'Plays per day', will: 'a bar for each day',
    numbers: ['Day', 'Plays', 'Minutes'],
    cells: row => [row.day, words.count(row.plays), words.count(Math.round(row.minutes))] },
  { id: 'plays-by-hour', of: PLAYS, title: 'Plays by hour', will: 'the hours of the week in which you listen',
    numbers: ['Weekday', 'Hour', 'Plays'],
    cells: row => [weekday(row.weekday), hours(row.hour), words.count(row.plays)] },
  { id: 'newest-plays', of: PLAYS, title: 'Newest plays', will: 'what you played last' },
  { id: 'left-library', of: LIBRARY, title: 'What left the library', will: 'what you once saved or followed' },
];

/** What will appear, and when. @param status null before the first answer */
export function whyEmpty({ of, will }, status) {
  const { accounts = [], endpoints = [], kept = 0 } = status ?? {};
  const soon = `Here you will see ${will}`;
  if (!accounts.length && of === LIBRARY) return `${soon} and no longer do, once something has left.`;
  if (!accounts.length && kept) return OTHER_TIME;
  if (!accounts.length) return `${soon}, seconds after the first account is connected, or an export is imported below.`;
  if (of === LIBRARY) return `${soon} and no longer do: nothing has left in this time. The library is compared once a day.`;
  const syncs = endpoints.filter(endpoint => endpoint.collection === 'plays').flatMap(endpoint => endpoint.accounts);
  if (!syncs.length) return `${soon}, once an endpoint fills the collection “plays”.`;
  if (syncs.some(sync => sync.documents > 0)) return OTHER_TIME;
  const next = Math.min(...syncs.map(sync => words.millis(sync.next_run_at) ?? Infinity));
  const when = next === Infinity ? '' : ` The next look at Spotify is ${
    next <= Date.now() ? 'due now' : words.relative(next, Date.now())}.`;
  return `${soon}, as soon as you have played something.${when}`;
}

/** A chart in one sentence, for who cannot see it. @param named what of its highest row is said */
export function summaryOf(title, rows, named) {
  const most = rows.reduce((one, other) => (other.plays > one.plays ? other : one));
  const sum = rows.reduce((total, row) => total + row.plays, 0);
  return `${title}: ${words.plural(sum, 'play', 'plays')}, most ${named(most)}. “Show the numbers” has them all.`;
}
