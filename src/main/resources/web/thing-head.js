/** The top of the page of a song, an artist or an album, and its place among the tops. */
import { yearAddress } from './address.js';
import { byId, element, moment, show, text } from './dom.js';
import { cover, madeBy, spotifyLink } from './rows.js';
import * as words from './words.js';

const NAMES = { song: 'Song', artist: 'Artist', album: 'Album' };
/** Who tells genres. */
const SOURCES = { spotify: 'Spotify', your_spotify: 'Your Spotify', musicbrainz: 'MusicBrainz' };
const DATES = {
  4: { year: 'numeric' }, 7: { year: 'numeric', month: 'long' }, 10: { year: 'numeric', month: 'long', day: 'numeric' },
};

/** "3:07" */
function length(ms) {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Spotify knows of some releases only the year or the month. */
function released(date) {
  const parts = DATES[date.length];
  const at = words.millis(date);
  return parts && at !== null ? new Intl.DateTimeFormat(undefined, { ...parts, timeZone: 'UTC' }).format(at) : date;
}

/** The top of the page. */
export function drawHead(thing) {
  byId('cover').replaceChildren(cover(thing.kind, thing.cover, 240));
  text(byId('kind'), NAMES[thing.kind]);
  text(byId('name'), thing.name || 'Without a name');
  byId('by').replaceChildren(madeBy(thing) ?? '');
  text(byId('facts'), [thing.duration_ms && length(thing.duration_ms),
    thing.release_date && `released ${released(thing.release_date)}`,
    thing.isrc && `ISRC ${thing.isrc}`].filter(Boolean).join(' · '));
  const from = SOURCES[thing.genres_from];
  text(byId('genres'), thing.genres?.length ? `${thing.genres.join(', ')}${from ? ` (genres of ${from})` : ''}` : '');
  byId('at-spotify').replaceChildren(spotifyLink(thing, 'Open in Spotify') ?? '');
  const heard = thing.plays > 0;
  show(byId('totals'), heard);
  show(byId('never'), !heard);
  if (!heard) return;
  text(byId('plays'), words.count(thing.plays));
  const [number, unit] = words.hours(thing.hours).split(' ');
  text(byId('hours'), number);
  text(byId('hours-of'), unit[0].toUpperCase() + unit.slice(1));
  for (const [name, iso] of [['first', thing.first_played_at], ['last', thing.last_played_at]]) {
    const at = words.millis(iso);
    moment(byId(name), at, at && words.day(at), 'unknown');
  }
}

/** Where it stands among all, and in each year. */
export function drawPlaces({ kind, rank, years }) {
  const all = words.plural(rank?.of ?? 0, kind, `${kind}s`);
  text(byId('place-all'), rank?.plays ? `Of ${all} it is the ${words.ordinal(rank.plays)} by plays${
    rank.hours ? ` and the ${words.ordinal(rank.hours)} by hours` : ''}, over all time.` : '');
  byId('years').replaceChildren(...(years ?? []).map(({ year, plays, hours, rank: place }) => {
    const item = element('li');
    const link = element('a', 'year-place');
    link.href = yearAddress(year);
    link.append(element('b', '', place ? words.ordinal(place) : '–'), element('span', '', `in ${year}`),
      element('small', '', `${words.plural(plays, 'play', 'plays')}, ${words.hours(hours)}`));
    item.append(link);
    return item;
  }));
}
