/** The charts that are lists: bars whose names can be read in full on any screen, and lists of songs and things. */
import { attribute, element, moment, text } from './dom.js';
import * as words from './words.js';

const BARS = 10;
const KINDS = {
  saved_tracks: 'Song', saved_albums: 'Album', saved_shows: 'Show', saved_episodes: 'Episode',
  saved_audiobooks: 'Audiobook', followed_artists: 'Artist', playlists: 'Playlist',
  playlist_items: 'Playlist entry',
};

export const kind = name => KINDS[name] ?? name;
export const artists = names => (names ?? []).filter(Boolean).join(', ');

/** A name and, below it, something quieter. Each is isolated, whichever direction it is written in. */
function named(name, quiet) {
  const cell = element('div', 'named');
  const first = element('span', 'title', name || 'Without a name');
  first.dir = 'auto';
  cell.append(first);
  if (quiet) {
    const second = element('small', '', quiet);
    second.dir = 'auto';
    cell.append(second);
  }
  return cell;
}

function bars(rows, nameOf, quietOf) {
  const list = element('ol', 'bars');
  list.setAttribute('role', 'list');
  const most = Math.max(...rows.map(row => row.times));
  for (const row of rows.slice(0, BARS)) {
    const item = element('li');
    const bar = element('div', 'bar');
    bar.style.inlineSize = `${100 * row.times / most}%`;
    const track = element('div', 'bar-track');
    track.append(bar);
    item.append(named(nameOf(row), quietOf(row)), element('span', 'times', words.count(row.times)), track);
    list.append(item);
  }
  return list;
}

function entry(name, quiet, at, label, before = '') {
  const item = element('li');
  const when = element('span', 'when');
  moment(when, at, label, '');
  if (before) when.prepend(before);
  item.append(named(name, quiet), when);
  return item;
}

function entries(items) {
  const list = element('ul', 'entries');
  list.setAttribute('role', 'list');
  list.append(...items);
  return list;
}

const LISTS = {
  'times-played': rows => bars(rows, row => row.song_name, row => row.artist_name),
  'top-artists': rows => bars(rows, row => row.artist_name, row => words.plural(row.songs, 'song', 'songs')),
  'newest-plays': (rows, now) => entries(rows.map(row => {
    const at = words.millis(row.played_at);
    return entry(row.song_name, [artists(row.artist_names), row.album_name].filter(Boolean).join(' · '), at,
      at && words.relative(at, now));
  })),
  'left-library': (rows, now) => entries(rows.map(row => {
    const at = words.millis(row.removed_at);
    const added = words.millis(row.added_at);
    const since = added && `added ${words.day(added)}`;
    const playlist = row.playlist && `from ${row.playlist}`;
    return entry(row.name, [kind(row.kind), artists(row.artist_names), playlist, since].filter(Boolean).join(' · '), at,
      at && words.relative(at, now), 'left ');
  })),
};

/** Draws a list into a box; what has not changed since keeps its place and its focus. */
export function drawList(box, chart, rows, now) {
  const list = LISTS[chart](rows, now);
  if (box.firstElementChild?.isEqualNode(list)) return;
  box.replaceChildren(list);
  const scrolls = list.classList.contains('entries') && rows.length > 6;
  attribute(box, 'tabindex', scrolls ? '0' : null);
}

/** The times that are said relative to now, which goes on. */
export function drawTimes(box, now) {
  for (const time of box.querySelectorAll('time')) text(time, words.relative(Date.parse(time.dateTime), now));
}
