/** The library: saved and never played, loved and forgotten, and what left. */
import { chosen, queryOf } from './address.js';
import { asks } from './ask.js';
import { attribute, byId, element, show, text } from './dom.js';
import { kind as kindName } from './lists.js';
import { startAccountChoice } from './people.js';
import { rowsOf } from './rows.js';
import * as words from './words.js';

const AT_FIRST = 10;
const MORE = 50;
/** Of which kind the rows of a collection are; of others there are no pages. */
const KINDS = { saved_tracks: 'song', playlist_items: 'song', saved_albums: 'album', followed_artists: 'artist' };
/** What a uri says it is of; and of what there are covers. */
const TYPES = { song: 'track', album: 'album', artist: 'artist' };
const COVERED = ['track', 'artist'];

const day = iso => (words.millis(iso) === null ? '' : words.day(words.millis(iso)));

const LISTS = [
  { id: 'unplayed', title: 'Saved and never played', empty: 'Everything that is saved was played at least once.',
    about: total => `${words.plural(total, 'song is', 'songs are')} saved and waiting to be heard.`,
    kind: () => 'song', saying: row => ({ most: day(row.saved_at), quiet: 'saved' }) },
  { id: 'forgotten', title: 'Loved and forgotten',
    empty: 'Nothing is forgotten: what you loved, you heard within the last six months.',
    about: total => `${words.plural(total, 'song', 'songs')} that you played a lot, and not for six months.`,
    kind: () => 'song',
    saying: row => ({ most: words.plural(row.plays, 'play', 'plays'), quiet: `last ${day(row.last_played_at)}` }) },
  { id: 'left-library', title: 'What left the library and the playlists', whole: true,
    empty: 'Nothing has left so far.',
    about: total => `${words.plural(total, 'thing', 'things')} that you once saved, followed or had in a playlist.`,
    kind: row => KINDS[row.kind] ?? 'song',
    saying: row => ({ most: day(row.removed_at), quiet: 'left', note: [kindName(row.kind), row.playlist
      && `from ${words.isolated(row.playlist)}`, day(row.added_at) && `added ${day(row.added_at)}`].filter(Boolean)
      .join(' · ') }) },
];

/** A thing that left, as a row: the chart names it otherwise. Spotify's uri leads to its page. */
function rowOf(row) {
  const [uri, type, id] = /^spotify:(track|album|artist|playlist|show|episode):(\w+)$/.exec(row.uri ?? '') ?? [];
  return {
    ...row,
    key: row.key ?? (TYPES[KINDS[row.kind]] === type && uri ? uri : null),
    artists: row.artists ?? (row.artist_names ?? []).filter(Boolean).map(name => ({ name })),
    cover: row.cover ?? (COVERED.includes(type) ? `covers/${type}/${id}` : null),
    link: row.link ?? (uri ? `https://open.spotify.com/${type}/${id}` : null),
  };
}

/** A section with a list that grows when more is wanted. */
function startList(list) {
  const section = byId(list.id);
  const head = element('div', 'section-head');
  const title = element('h2', '', list.title);
  const csv = element('a', '', 'CSV');
  const about = element('p', 'lead');
  const box = element('div', 'columns');
  const more = element('button', 'button', 'Show more');
  title.id = `${list.id}-title`;
  csv.setAttribute('download', '');
  csv.append(element('span', 'unseen', ` of “${list.title}”`));
  more.append(element('span', 'unseen', ` of “${list.title}”`));
  more.type = 'button';
  more.classList.add('more');
  head.append(title, csv);
  section.append(head, about, box, more);
  show(more, false);
  let rows = [];
  let shown = AT_FIRST;
  let adding = false;

  function draw(total) {
    const before = document.activeElement === more ? box.querySelectorAll('.row').length : -1;
    const seen = rows.slice(0, shown);
    text(about, total ? list.about(total) : list.empty);
    show(csv, total > 0);
    box.replaceChildren(...seen.length ? groups(seen) : []);
    show(more, total > seen.length && (rows.length > seen.length || !list.whole));
    // who asked for more by the keyboard goes on at the first that is new
    if (before >= 0) box.querySelectorAll('.row')[before]?.querySelector('a[href]:not([tabindex="-1"])')?.focus();
  }

  /** Rows of one kind after another are one list: each row is drawn as of its own kind. */
  function groups(seen) {
    const whole = rowsOf(list.kind(seen[0]), [], list.saying);
    for (const row of seen) whole.append(...rowsOf(list.kind(row), [rowOf(row)], list.saying).children);
    return [whole];
  }

  const query = after => queryOf({ account: chosen('account'), ...list.whole ? {} : { most: MORE, after: after || '' } });
  const ask = asks(box, answer => {
    rows = adding ? [...rows, ...answer.rows] : answer.rows;
    adding = false;
    draw(answer.total ?? rows.length);
    list.total = answer.total ?? rows.length;
  });
  more.addEventListener('click', () => {
    shown += MORE;
    if (shown <= rows.length || list.whole || rows.length >= list.total) {
      draw(list.total);
    } else {
      adding = true;
      ask(`api/music/${list.id}${query(rows.length)}`);
    }
  });
  return () => {
    shown = AT_FIRST;
    adding = false;
    attribute(csv, 'href', `api/music/${list.id}.csv${queryOf({ account: chosen('account') })}`);
    ask(`api/music/${list.id}${query(0)}`);
  };
}

const starts = LISTS.map(startList);
const start = () => starts.forEach(ask => ask());
startAccountChoice(byId('account-place'), start);
start();
