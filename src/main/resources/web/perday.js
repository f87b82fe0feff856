/** Plays per day: each day, and its bars, which are weeks or months where days would be too many of them. */
import { days, later, today } from './period.js';
import * as words from './words.js';

/** So many days have a bar each, and so many days a bar a week. */
const MOST_DAYS = 120;
const MOST_DAYS_OF_WEEKS = 731;

const format = options => new Intl.DateTimeFormat(undefined, { ...options, timeZone: 'UTC' });
const LONG_DAY = format({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
const SHORT_DAY = format({ day: 'numeric', month: 'short' });
const DAY = format({ day: 'numeric', month: 'short', year: 'numeric' });
const MONTH = format({ month: 'long', year: 'numeric' });
const SHORT_MONTH = format({ month: 'short', year: 'numeric' });

/**
 * What a bar is: the first day of the one that a day is in, its name from one of its days to another, and its name on
 * the axis.
 */
const GRAINS = {
  day: { first: day => day, name: from => LONG_DAY.format(Date.parse(from)), axis: SHORT_DAY, before: 'on' },
  week: { first: day => later(day, -((new Date(day).getUTCDay() + 6) % 7)),
    name: (from, to) => DAY.formatRange(Date.parse(from), Date.parse(to)), axis: SHORT_MONTH, before: 'in the week of',
    title: 'Plays per week', about: 'Each bar is a week, from Monday to Sunday; the numbers below have each day.' },
  month: { first: day => `${day.slice(0, 7)}-01`, name: from => MONTH.format(Date.parse(from)), axis: SHORT_MONTH,
    before: 'in', title: 'Plays per month', about: 'Each bar is a month; the numbers below have each day.' },
};

/** Each day of an answer: those without plays are left out of it, and are 0; those to come are none. */
export function everyDay({ rows, from, to }) {
  if (!rows.length) return rows;
  const known = new Map(rows.map(row => [row.day, row]));
  const end = to && to < today() ? to : today();
  // a clock may be ahead, but not by years
  const last = rows.at(-1).day < later(end, 2) ? rows.at(-1).day : end;
  return days(from ?? rows[0].day, last > end ? last : end).map(day => known.get(day) ?? { day, plays: 0, minutes: 0 });
}

/**
 * The bars of some days, and what is to be said of them: `{bars, title, about, axis, before}`, each bar `{first, name,
 * plays, minutes}`. `title` and `about` are missing where each day has one.
 */
export function barsOf(rows) {
  const grain = GRAINS[rows.length <= MOST_DAYS ? 'day' : rows.length <= MOST_DAYS_OF_WEEKS ? 'week' : 'month'];
  const bars = [...Map.groupBy(rows, row => grain.first(row.day))].map(([first, group]) => ({
    first,
    name: grain.name(group[0].day, group.at(-1).day),
    plays: group.reduce((sum, row) => sum + row.plays, 0),
    minutes: group.reduce((sum, row) => sum + row.minutes, 0),
  }));
  return { ...grain, bars };
}

/** "14 plays, 52 minutes" */
export function playsAndMinutes({ plays, minutes }) {
  return `${words.plural(plays, 'play', 'plays')}, ${words.plural(Math.round(minutes), 'minute', 'minutes')}`;
}
