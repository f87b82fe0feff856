/** The top songs, artists and albums: which of them, in what order, and how many. */
import { askPatiently, asks } from './ask.js';
import { attribute, byId, show, text } from './dom.js';
import { choices, choose } from './filters.js';
import { askedOf } from './period.js';
import { changeOf, playsOf, rowOf, rowsOf } from './rows.js';
import * as words from './words.js';

/** So many are asked for at once where all are wanted. */
const AT_ONCE = 500;
/** So many are drawn before the browser may show them, and so many each time after that. */
const DRAWN_AT_ONCE = 50;
const SONGS = { songs: 'song', artists: 'artist', albums: 'album' };
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });

const state = { answer: null, shown: 0, ask: null, whyEmpty: () => '', drawn: () => {}, more: null };

const isWholeYear = ({ from, to }) => from.endsWith('-01-01') && to === `${from.slice(0, 4)}-12-31`;

/** "2024", or "Oct 6 – Nov 2, 2026" */
function inWords(days) {
  return isWholeYear(days) ? days.from.slice(0, 4) : DAY.formatRange(Date.parse(days.from), Date.parse(days.to));
}

/** What is said of a row: the number that the order is by comes first. */
function sayingOf(row) {
  const said = playsOf(row);
  const turned = choices().by === 'hours' ? { most: said.quiet, quiet: said.most } : said;
  return { ...turned, change: changeOf(row) };
}

function query(most, after) {
  const { kind, by } = choices();
  return new URLSearchParams({ kind, by, most, ...after ? { after } : {}, ...askedOf(choices()) });
}

function drawMore() {
  const { total } = state.answer;
  const left = Math.min(AT_ONCE, total - state.shown);
  show(byId('tops-more'), choices().most === 'all' && left > 0);
  text(byId('tops-more'), `Show ${words.count(left)} more`);
  text(byId('tops-shown'), total > state.shown || total > 50
    ? `${words.count(state.shown)} of ${words.count(total)} shown.` : '');
}

function drawAbout({ kind, by, before, total }) {
  text(byId('tops-title'), `Top ${kind} by ${by}`);
  text(byId('tops-about'), before && total ? `Compared with ${inWords(before)}.` : '');
}

/** Adds rows to the list, in parts: the first of them are to be seen before the last are drawn. */
async function addRows(list, kind, rows) {
  for (let at = 0; at < rows.length; at += DRAWN_AT_ONCE) {
    if (at) await new Promise(resolve => { setTimeout(resolve); });
    // another list may have taken its place
    if (!list.isConnected) return;
    list.append(...rows.slice(at, at + DRAWN_AT_ONCE).map(row => rowOf(SONGS[kind], row, sayingOf(row))));
  }
}

/** Whether more is shown than is asked for at first: asking anew would take it away. */
export const isExtended = () => state.shown > AT_ONCE;

async function draw(answer) {
  state.answer = answer;
  state.shown = answer.rows.length;
  drawAbout(answer);
  const list = rowsOf(SONGS[answer.kind], [], sayingOf);
  byId('tops-list').replaceChildren(list);
  for (const part of ['tops-list', 'tops-foot']) show(byId(part), state.shown > 0);
  show(byId('tops-empty'), state.shown === 0);
  text(byId('tops-empty'), state.shown === 0 ? state.whyEmpty() : '');
  drawMore();
  state.drawn(answer);
  await addRows(list, answer.kind, answer.rows);
}

/** Fetches the next of all, and puts them below; the first of them takes the focus where the button is gone. */
async function showMore() {
  const button = byId('tops-more');
  if (state.more) return;
  state.more = new AbortController();
  attribute(button, 'aria-disabled', 'true');
  const { signal } = state.more;
  try {
    const answer = await askPatiently(`api/music/tops?${query(AT_ONCE, state.shown)}`, signal, () => {});
    const { rows } = answer;
    const before = state.shown;
    await addRows(byId('tops-list').firstElementChild, answer.kind, rows);
    if (signal.aborted) return;
    state.shown += rows.length;
    // an empty answer ends it, whatever the total was
    state.answer.total = rows.length ? answer.total : state.shown;
    drawMore();
    if (button.hidden) byId('tops-list').firstElementChild.children[before]?.querySelector('a.title')?.focus();
  } catch (error) {
    if (!signal.aborted) text(byId('tops-shown'), `The rest cannot be shown now. ${error.message}`);
  }
  if (state.more?.signal !== signal) return;
  state.more = null;
  attribute(button, 'aria-disabled', null);
}

function drawChoices() {
  const { elements } = byId('tops-choices');
  for (const name of ['kind', 'by', 'most']) {
    for (const radio of elements[name]) radio.checked = radio.value === choices()[name];
  }
  const { kind, by } = choices();
  const asked = new URLSearchParams({ kind, by, ...askedOf(choices()) });
  attribute(byId('tops-csv'), 'href', `api/music/tops.csv?${asked}`);
}

/** Asks for what is chosen; what is shown stays until the answer is there. */
export function loadTops() {
  state.more?.abort();
  state.more = null;
  attribute(byId('tops-more'), 'aria-disabled', null);
  drawChoices();
  const { most } = choices();
  return state.ask(`api/music/tops?${query(most === 'all' ? AT_ONCE : most, 0)}`);
}

/**
 * Listens to the person.
 *
 * @param whyEmpty says in words why there is nothing
 * @param drawn    is handed each answer that was drawn
 */
export function startTops(whyEmpty, drawn) {
  state.whyEmpty = whyEmpty;
  state.drawn = drawn;
  state.ask = asks(byId('tops-content'), draw);
  byId('tops-choices').addEventListener('change', ({ target }) => choose({ [target.name]: target.value }));
  byId('tops-choices').addEventListener('submit', event => event.preventDefault());
  byId('tops-more').addEventListener('click', showMore);
}
