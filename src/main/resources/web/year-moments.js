/** What was special about a year, as cards. */
import { element } from './dom.js';
import { cover, thingLink } from './rows.js';
import * as words from './words.js';

const format = options => new Intl.DateTimeFormat(undefined, { ...options, timeZone: 'UTC' });
const DAY = format({ weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' });
const SHORT = format({ day: 'numeric', month: 'short' });

/** "Sat, 14 June 2025", of a day as YYYY-MM-DD. */
export const dayName = day => DAY.format(Date.parse(day));

function card(title, number, said, ...more) {
  const item = element('li', 'moment');
  item.append(element('h3', '', title), element('p', 'moment-number', number), element('p', 'quiet', said), ...more);
  return item;
}

function busiest({ day, plays, hours, song }) {
  const item = card('The day with most', words.plural(plays, 'play', 'plays'), `${dayName(day)}: ${words.hours(hours)}.`);
  if (song) {
    const most = element('p', 'moment-song');
    const name = element('span', 'named');
    name.append(element('small', '', 'Most of all'), thingLink('song', song, 'title'));
    most.append(cover('song', song.cover, 48), name);
    item.append(most);
  }
  return item;
}

function newArtists({ count, rows }) {
  const list = element('ul', 'moment-artists');
  list.setAttribute('role', 'list');
  for (const row of rows) {
    const item = element('li');
    item.append(cover('artist', row.cover, 32), thingLink('artist', row));
    list.append(item);
  }
  return card('New artists', words.count(count), count ? 'heard for the first time. Most of all:'
    : 'Nobody was heard for the first time.', list);
}

/** A card for each thing that there is to say. */
export function momentsOf(answer) {
  const { streak, busiest_day: day, skips } = answer;
  const [from, to] = [answer.from, answer.to].map(each => Date.parse(each));
  const of = Math.round((to - from) / 86_400_000) + 1;
  return [
    card('Days with music', words.count(answer.days), `of ${words.plural(of, 'day', 'days')}.`),
    streak && card('Longest streak', words.plural(streak.days, 'day', 'days'),
      `in a row with music, ${SHORT.formatRange(Date.parse(streak.from), Date.parse(streak.to))}.`),
    day && busiest(day),
    newArtists(answer.new_artists),
    card('New songs', words.count(answer.new_songs), 'heard for the first time.'),
    skips && skips.of > 0 && card('Skipped', `${Math.round(100 * skips.skipped / skips.of)}%`,
      `${words.count(skips.skipped)} of ${words.plural(skips.of, 'play', 'plays')} of which an export tells it.`),
  ].filter(Boolean);
}
