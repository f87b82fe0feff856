/** Songs, artists and albums as rows: a cover, a name, whose it is, numbers, and a link to Spotify. */
import { thingAddress } from './address.js';
import { element } from './dom.js';
import * as words from './words.js';

const SVG = 'http://www.w3.org/2000/svg';
const COVER = /^covers\/(track|artist)\/[\w-]+$/;
const SPOTIFY = 'https://open.spotify.com/';

/** A drawn cover is as wide as this while the image is about to come. */
const WIDTH_WHILE_DUE = 301;
const AGAIN_MS = 2_000;
const MOST_TIMES = 6;

/** Asks for an image that is about to come: after 2 s, 4 s, and so on. */
function askAgain(picture, address) {
  let times = 0;
  picture.addEventListener('load', () => {
    if (picture.naturalWidth !== WIDTH_WHILE_DUE || times === MOST_TIMES) return;
    times++;
    setTimeout(() => {
      if (picture.isConnected) picture.src = `${address}?${times}`;
    }, AGAIN_MS * times);
  });
}

/** @param size in CSS pixels */
export function cover(kind, address, size) {
  const known = COVER.test(address ?? '');
  const picture = element(known ? 'img' : 'span', 'cover');
  picture.dataset.kind = kind;
  if (known) {
    Object.assign(picture, { alt: '', width: size, height: size, decoding: 'async', loading: 'lazy', src: address });
    askAgain(picture, address);
  }
  return picture;
}

/** A name that leads to its page. */
export function thingLink(kind, { key, name }, className = '') {
  const link = element(key ? 'a' : 'span', className, name || 'Without a name');
  if (key) link.href = thingAddress(kind, key);
  link.dir = 'auto';
  return link;
}

/** "Ada, Ben · Their album", each a link to its page; null where there is nobody. */
export function madeBy({ artists, album }, className = '') {
  const line = element('small', className);
  for (const artist of artists ?? []) {
    if (line.childNodes.length) line.append(', ');
    line.append(thingLink('artist', artist));
  }
  if (album?.name) line.append(...(line.childNodes.length ? [' · '] : []), thingLink('album', album));
  return line.childNodes.length ? line : null;
}

function arrow() {
  const icon = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  icon.setAttribute('viewBox', '0 0 16 16');
  icon.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', 'M6 3.5H3.5v9h9V10M9 2.5h4.5V7M13 3 7.5 8.5');
  icon.append(path);
  return icon;
}

/** A link that opens something at Spotify, or null where it has none. @param label what is to be seen of it */
export function spotifyLink({ name, link }, label = '') {
  if (!link?.startsWith(SPOTIFY)) return null;
  const node = element('a', label ? 'button' : 'at-spotify');
  Object.assign(node, { href: link, target: '_blank', rel: 'noopener noreferrer' });
  node.title = 'Open in Spotify';
  if (label) node.append(label);
  else node.setAttribute('aria-label', `Open ${words.isolated(name || 'it')} in Spotify`);
  node.append(arrow());
  return node;
}

function numbers({ most, quiet, change }) {
  const cell = element('div', 'row-numbers');
  cell.append(element('b', '', most));
  if (quiet) cell.append(element('small', '', quiet));
  if (change) {
    const third = element('small', 'change', change.text);
    third.dataset.tone = change.tone;
    cell.append(third);
  }
  return cell;
}

/** How a place in a list changed: `{text, tone}`, such as "up 4", "new", "as before"; null where nobody knows. */
export function changeOf({ rank_before: before, change, new: isNew }) {
  if (isNew) return { text: 'new', tone: 'new' };
  if (before === null || before === undefined) return null;
  if (change === 0) return { text: 'as before', tone: 'same' };
  return change > 0 ? { text: `up ${words.count(change)}`, tone: 'up' } : { text: `down ${words.count(-change)}`, tone: 'down' };
}

/** "14 plays" and "1.2 hours". */
export const playsOf = row => ({ most: words.plural(row.plays, 'play', 'plays'), quiet: words.hours(row.hours) });

/**
 * A row.
 *
 * @param kind song, artist or album, of this row
 * @param saying `most` and `quiet`, what is said at its end, `change` of `changeOf`, `note`, which goes below the names,
 *     and `end`, a node that takes the place of what is said at its end
 */
export function rowOf(kind, row, saying = playsOf(row)) {
  const item = element('li', 'row');
  const names = element('div', 'named');
  const picture = element('a', 'row-cover');
  picture.append(cover(kind, row.cover, 48));
  if (row.key) {
    picture.href = thingAddress(kind, row.key);
    picture.tabIndex = -1;
  }
  picture.setAttribute('aria-hidden', 'true');
  names.append(thingLink(kind, row, 'title'));
  const by = madeBy(row);
  if (by) names.append(by);
  if (saying.note) names.append(element('small', 'note', saying.note));
  if (row.rank) {
    item.dataset.ranked = '';
    item.append(element('span', 'rank', words.count(row.rank)));
  }
  item.append(picture, names);
  if (saying.end) item.append(saying.end);
  else if (saying.most) item.append(numbers(saying));
  item.append(spotifyLink(row) ?? element('span', 'at-spotify'));
  return item;
}

/** A list of rows. @param saying what `rowOf` wants to be said of each, of a row */
export function rowsOf(kind, rows, saying = playsOf) {
  const list = element('ol', 'rows');
  list.setAttribute('role', 'list');
  list.append(...rows.map(row => rowOf(kind, row, saying(row))));
  return list;
}
