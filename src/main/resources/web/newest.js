/** The newest plays, each with its cover and how long ago it was. */
import { attribute, element, moment, text } from './dom.js';
import { rowOf } from './rows.js';
import * as words from './words.js';

const SHOWN_AT_ONCE = 6;
const TRACK = /^spotify:track:(\w+)$/;

/** A play as a row; a song is found by its URI, too. */
function rowOfPlay(play) {
  const [, id] = TRACK.exec(play.track_uri ?? '') ?? [];
  return {
    key: play.track_uri ?? null,
    name: play.song_name,
    artists: (play.artist_names ?? []).filter(Boolean).map(name => ({ name })),
    album: play.album_name ? { name: play.album_name } : null,
    link: id ? `https://open.spotify.com/track/${id}` : null,
    cover: id ? `covers/track/${id}` : null,
  };
}

/** Draws them into a box; what has not changed since keeps its place and its focus. */
export function drawNewest(box, { rows }, now) {
  const list = element('ol', 'rows');
  list.setAttribute('role', 'list');
  for (const play of rows) {
    const at = words.millis(play.played_at);
    const when = element('span', 'when');
    moment(when, at, at && words.relative(at, now), '');
    list.append(rowOf('song', rowOfPlay(play), { end: when }));
  }
  if (box.firstElementChild?.isEqualNode(list)) return;
  box.replaceChildren(list);
  attribute(box, 'tabindex', rows.length > SHOWN_AT_ONCE ? '0' : null);
}

/** The times that are said relative to now, which goes on. */
export function drawTimes(box, now) {
  for (const time of box.querySelectorAll('time')) text(time, words.relative(Date.parse(time.dateTime), now));
}
