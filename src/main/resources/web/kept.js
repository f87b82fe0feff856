/** Whether a thing is in the library, and in which playlists. */
import { attribute, byId, element, show } from './dom.js';
import { whoseIs } from './people.js';
import { spotifyLink } from './rows.js';
import * as words from './words.js';

const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeZone: 'UTC' });
const VERBS = { followed_artists: ['Followed', 'Was followed'] };

/** "since 4 May 2023", or "from 4 May 2023 to 1 Mar 2025". What Spotify does not date was seen at some time. */
function span({ added_at: added, first_seen_at: seen, removed_at: removed }) {
  const from = words.millis(added) ?? words.millis(seen);
  const to = words.millis(removed);
  const since = from === null ? '' : words.day(from);
  if (to === null) return since ? `since ${since}` : '';
  return since ? `from ${since} to ${words.day(to)}` : `until ${words.day(to)}`;
}

async function named(node, account) {
  const whose = await whoseIs(account);
  if (whose) node.append(` (${words.isolated(whose)})`);
}

/** What is saved or followed, or was. */
export function drawLibrary({ kind, library }) {
  const entries = library ?? [];
  const lines = entries.map(entry => {
    const item = element('li');
    const [is, was] = VERBS[entry.kind] ?? ['In the library', 'Was in the library'];
    const state = element('span', 'pill', entry.removed_at ? 'left' : 'kept');
    attribute(state, 'data-tone', entry.removed_at ? 'wait' : 'ok');
    const said = element('span', '', `${entry.removed_at ? was : is} ${span(entry)}`.trim());
    item.append(state, said);
    named(said, entry.account_id);
    return item;
  });
  if (!lines.length) {
    lines.push(element('li', 'quiet', kind === 'artist' ? 'Not followed.' : 'Not in the library.'));
  }
  byId('library').replaceChildren(...lines);
  show(byId('in-playlists'), kind === 'song');
}

/** The playlists that it is in. @param on the day on which it was in them, or an empty text */
export function drawPlaylists(playlists, on) {
  const day = on && DAY.format(Date.parse(on));
  const box = byId('playlists');
  show(box, true);
  if (!playlists.length) {
    box.replaceChildren(element('p', 'quiet', on ? `In none of the playlists on ${day}, as far as the pipeline knows.`
      : 'In none of the playlists that the pipeline knows.'));
    return;
  }
  const list = element('ul', 'playlists');
  list.setAttribute('role', 'list');
  for (const playlist of playlists) {
    const item = element('li', 'playlist');
    const names = element('div', 'named');
    const name = element('span', 'title', playlist.name || 'Without a name');
    const when = element('small', '', span(playlist));
    name.dir = 'auto';
    names.append(name, when);
    named(when, playlist.account_id);
    item.append(names, spotifyLink(playlist) ?? element('span'));
    list.append(item);
  }
  box.replaceChildren(element('p', 'quiet', on ? `On ${day} it was in ${words.plural(playlists.length, 'playlist', 'playlists')}:`
    : ''), list);
}
