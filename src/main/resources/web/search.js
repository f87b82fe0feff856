/**
 * Search as one types, in the top of every page: a combobox whose list has a group each for songs, artists and albums
 * (WAI-ARIA Authoring Practices, "Editable Combobox With List Autocomplete").
 */
import { chosen, queryOf, thingAddress } from './address.js';
import { askPatiently } from './ask.js';
import { attribute, element, show, text } from './dom.js';
import { cover } from './rows.js';
import * as words from './words.js';

/** So long after the last key it is asked for. */
const TYPING_MS = 150;
const MOST = 5;
const GROUPS = [['songs', 'Songs', 'song'], ['artists', 'Artists', 'artist'], ['albums', 'Albums', 'album']];

/** Without accents and case, as the pipeline compares. */
const plain = name => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

function closeness(row, wanted) {
  const name = plain(row.name ?? '');
  if (name === wanted) return 0;
  return name.startsWith(wanted) ? 1 : 2;
}

/** The place in the list of what fits best: the same name, else one that begins so, else what is played most. */
export function best(found, wanted) {
  const of = plain(wanted.trim());
  const places = found.map((hit, place) => ({ place, close: closeness(hit.row, of), plays: hit.row.plays }));
  places.sort((one, other) => one.close - other.close || other.plays - one.plays || one.place - other.place);
  return places[0]?.place ?? -1;
}

/** "3 songs, 1 artist". */
function tally(answer) {
  return GROUPS.filter(([name]) => answer[name]?.length)
    .map(([name, , one]) => words.plural(answer[name].length, one, name)).join(', ');
}

function option({ kind, row }, number) {
  const link = element('a', 'search-option');
  const names = element('span', 'named');
  const name = element('span', 'title', row.name || 'Without a name');
  name.dir = 'auto';
  names.append(name);
  const quiet = (row.artists ?? []).map(artist => artist.name).filter(Boolean).join(', ');
  if (quiet) {
    const second = element('small', '', quiet);
    second.dir = 'auto';
    names.append(second);
  }
  const plays = element('span', 'search-plays', row.plays ? words.plural(row.plays, 'play', 'plays') : 'never played');
  link.append(cover(kind, row.cover, 36), names, plays);
  link.id = `search-option-${number}`;
  link.href = thingAddress(kind, row.key);
  link.tabIndex = -1;
  link.setAttribute('role', 'option');
  link.setAttribute('aria-selected', 'false');
  return link;
}

/** The box, without what it does. */
function parts(place) {
  place.setAttribute('role', 'search');
  place.classList.add('search');
  const label = element('label', 'unseen', 'Search songs, artists and albums');
  const field = element('input', 'search-field');
  Object.assign(field, { id: 'search-text', type: 'text', placeholder: 'Search songs, artists, albums', autocomplete: 'off',
    spellcheck: false, enterKeyHint: 'search', maxLength: 200 });
  label.htmlFor = field.id;
  for (const [name, value] of [['role', 'combobox'], ['aria-autocomplete', 'list'], ['aria-expanded', 'false'],
    ['aria-controls', 'search-list'], ['aria-keyshortcuts', '/']]) field.setAttribute(name, value);
  const key = element('kbd', 'search-key', '/');
  key.setAttribute('aria-hidden', 'true');
  const popup = element('div', 'search-popup');
  const note = element('p', 'search-note');
  const list = element('div', 'search-list');
  list.id = 'search-list';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', 'What was found');
  popup.append(note, list);
  show(popup, false);
  const said = element('p', 'unseen');
  said.setAttribute('role', 'status');
  place.replaceChildren(label, field, key, popup, said);
  return { place, field, popup, note, list, said };
}

class Search {

  constructor(place) {
    Object.assign(this, parts(place), { hits: [], active: -1, asked: '', shown: '', asking: null, timer: null,
      goOn: false });
    this.field.addEventListener('input', () => this.typed());
    this.field.addEventListener('keydown', event => this.pressed(event));
    this.field.addEventListener('focus', () => this.open(this.shown !== '' && this.shown === this.wanted()));
    this.place.addEventListener('focusout', event => {
      if (!this.place.contains(event.relatedTarget)) this.open(false);
    });
    // a click on an option must not take the focus away, which would close the list before
    this.popup.addEventListener('mousedown', event => event.preventDefault());
    document.addEventListener('keydown', event => this.shortcut(event));
  }

  wanted() {
    return this.field.value.trim();
  }

  open(visible) {
    show(this.popup, visible);
    attribute(this.field, 'aria-expanded', String(visible && this.hits.length > 0));
    if (!visible) this.choose(-1);
  }

  typed() {
    clearTimeout(this.timer);
    this.goOn = false;
    this.choose(-1);
    if (this.wanted()) {
      this.timer = setTimeout(() => this.ask(), TYPING_MS);
    } else {
      this.forget();
      this.fill({}, '', '');
      this.open(false);
    }
  }

  async ask() {
    const wanted = this.wanted();
    if (wanted === this.shown && this.hits.length) this.open(true);
    if (!wanted || wanted === this.asked) return;
    this.asking?.abort();
    const own = new AbortController();
    this.asking = own;
    this.asked = wanted;
    try {
      const answer = await askPatiently(`api/music/search${queryOf({ text: wanted, most: MOST, account: chosen('account') })}`, own.signal, said => this.say(said));
      // what was asked for earlier never takes the place of what was asked for later
      if (this.asking !== own) return;
      const found = tally(answer);
      this.fill(answer, wanted, found ? `${found} found.` : `Nothing is called ${words.isolated(wanted)}.`);
      if (this.goOn) this.goToBest();
      else this.open(document.activeElement === this.field);
    } catch (error) {
      if (this.asking !== own) return;
      this.forget();
      this.fill({}, '', '');
      this.say(`This cannot be searched now. ${error.message}`);
    }
  }

  /** Says something in the place of what is found. */
  say(sentence) {
    text(this.note, sentence);
    show(this.note, true);
    text(this.said, sentence);
    this.open(true);
  }

  fill(answer, shown, sentence) {
    this.hits = GROUPS.flatMap(([name, , kind]) => (answer[name] ?? []).map(row => ({ kind, row })));
    this.shown = shown;
    this.active = -1;
    const groups = [];
    let number = 0;
    for (const [name, title, kind] of GROUPS) {
      const rows = answer[name] ?? [];
      if (!rows.length) continue;
      const group = element('div', 'search-group');
      const head = element('p', 'search-head', title);
      head.id = `search-${name}`;
      head.setAttribute('role', 'presentation');
      group.setAttribute('role', 'group');
      group.setAttribute('aria-labelledby', head.id);
      group.append(head, ...rows.map(row => option({ kind, row }, number++)));
      groups.push(group);
    }
    this.list.replaceChildren(...groups);
    show(this.list, groups.length > 0);
    show(this.note, groups.length === 0);
    text(this.note, sentence);
    text(this.said, sentence);
  }

  options() {
    return [...this.list.querySelectorAll('[role=option]')];
  }

  choose(place) {
    const options = this.options();
    options[this.active]?.setAttribute('aria-selected', 'false');
    this.active = place;
    const option = options[place];
    option?.setAttribute('aria-selected', 'true');
    option?.scrollIntoView({ block: 'nearest' });
    attribute(this.field, 'aria-activedescendant', option?.id ?? null);
  }

  step(by) {
    if (!this.hits.length) return;
    if (this.popup.hidden) this.open(true);
    // from the last one to the field itself, and from there to the first
    const places = this.hits.length + 1;
    this.choose((this.active + 1 + by + places) % places - 1);
  }

  goTo(place) {
    location.assign(this.options()[place].href);
  }

  goToBest() {
    this.goOn = false;
    const place = best(this.hits, this.wanted());
    if (place >= 0) this.goTo(place);
    else this.open(true);
  }

  enter() {
    if (this.active >= 0) {
      this.goTo(this.active);
    } else if (this.wanted() && this.wanted() === this.shown) {
      this.goToBest();
    } else if (this.wanted()) {
      this.goOn = true;
      clearTimeout(this.timer);
      this.ask();
    }
  }

  pressed(event) {
    if (event.isComposing) return;
    const actions = {
      ArrowDown: () => this.step(1),
      ArrowUp: () => this.step(-1),
      Enter: () => this.enter(),
      Escape: () => this.escape(),
    };
    if (!actions[event.key] || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    actions[event.key]();
  }

  /** Closes the list; once more empties the field. */
  escape() {
    if (this.popup.hidden) {
      this.field.value = '';
      this.typed();
    } else {
      this.forget();
      this.open(false);
    }
  }

  /** Whatever is asked for is not waited for any more. */
  forget() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.asking = null;
    this.asked = '';
    this.goOn = false;
  }

  /** "/" goes to the field, unless it is typed somewhere. */
  shortcut(event) {
    if (event.key !== '/' || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target.closest?.('input, select, textarea, dialog, [contenteditable]')) return;
    event.preventDefault();
    this.field.focus();
    this.field.select();
  }
}

/** Fills a place with the search. */
export function startSearch(place) {
  return new Search(place);
}
