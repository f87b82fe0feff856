/** Your music: what is chosen, the totals, the tops, and the charts. */
import { call } from './api.js';
import { makeCard } from './card.js';
import { CHARTS, whyEmpty } from './chart-list.js';
import { byId, show, text } from './dom.js';
import { cardOf } from './file-charts.js';
import { choices, drawFilters, startFilters } from './filters.js';
import { drawTimes } from './newest.js';
import { askedOf, today } from './period.js';
import { isExtended, loadTops, startTops } from './tops.js';
import * as words from './words.js';

const KINDS = ['songs', 'artists', 'albums'];

const state = { status: null, mark: '', years: [], cards: new Map(), files: new Map(), totals: {}, counting: null };

const query = said => `?${new URLSearchParams(said)}`;

function drawTotals() {
  const rows = state.cards.get('over-time').answer?.rows ?? [];
  const plays = rows.reduce((sum, row) => sum + row.plays, 0);
  const hours = rows.reduce((sum, row) => sum + row.hours, 0);
  show(byId('totals'), plays > 0);
  text(byId('total-plays'), words.count(plays));
  text(byId('total-hours'), words.hours(hours).split(' ')[0]);
  text(byId('total-hours-name'), words.hours(hours).split(' ')[1]);
  for (const kind of KINDS) {
    text(byId(`total-${kind}`), state.totals[kind] === undefined ? '…' : words.count(state.totals[kind]));
  }
}

/** How many there are of the kinds that are not shown: they are asked for last. */
async function countOthers({ kind, total }) {
  state.counting?.abort();
  const counting = new AbortController();
  state.counting = counting;
  state.totals = { [kind]: total };
  drawTotals();
  try {
    for (const other of KINDS.filter(each => each !== kind)) {
      const asked = { kind: other, most: 1, ...askedOf(choices()) };
      state.totals[other] = (await call('GET', `api/music/tops${query(asked)}`, counting.signal)).total;
      drawTotals();
    }
  } catch {
    // other choices were made, or they are counted the next time
  }
}

async function loadYears() {
  const { account } = choices();
  try {
    const { years } = await call('GET', `api/music/years${account ? query({ account }) : ''}`);
    state.years = years.map(({ year }) => String(year));
    drawFilters(state.status?.accounts ?? [], state.years);
  } catch {
    // the other periods are there
  }
}

/** Puts a card on the page for each chart that its file has drawn, and takes those away whose files are gone. */
async function loadFileCharts(asked) {
  try {
    const { charts } = await call('GET', 'api/music');
    const drawn = charts.filter(({ chart, draw }) => draw && !CHARTS.some(({ id }) => id === chart));
    for (const [id, { node, draw }] of state.files) {
      if (!drawn.some(each => each.chart === id && each.draw === draw)) {
        node.remove();
        state.files.delete(id);
      }
    }
    for (const each of drawn) {
      if (!state.files.has(each.chart)) {
        state.files.set(each.chart, Object.assign(makeCard(cardOf(each), choices), { draw: each.draw }));
      }
      state.files.get(each.chart).load(asked);
    }
  } catch {
    // the other cards are there, and say what is wrong
  }
}

/**
 * Asks for everything anew; what is shown stays until the answers are there.
 *
 * @param keepsTops whether the tops stay as they are
 */
export function reloadMusic(keepsTops = false) {
  const asked = askedOf(choices());
  drawFilters(state.status?.accounts ?? [], state.years);
  if (!keepsTops) loadTops();
  for (const card of state.cards.values()) card.load(asked).then(drawTotals);
  loadFileCharts(asked);
  loadYears();
}

/** What a sync has to change so that the music is asked for anew. */
function markOf({ accounts, endpoints }) {
  return JSON.stringify([today(), accounts.map(account => account.id), endpoints
    .filter(endpoint => endpoint.collection === 'plays')
    .map(endpoint => endpoint.accounts.map(sync => [sync.account_id, sync.documents]))]);
}

/** Takes a new status: asks for what may have changed, and lets the times go on. */
export function drawMusic(status, now) {
  state.status = status;
  // before anything is there, nothing can be chosen
  for (const part of ['filters', 'tops-choices']) show(byId(part), status.accounts.length > 0 || status.kept > 0);
  const mark = markOf(status);
  if (mark !== state.mark) {
    state.mark = mark;
    // a list that somebody reads far down is not taken away by a new play
    reloadMusic(isExtended());
    return;
  }
  drawTimes(state.cards.get('newest-plays').body, now);
}

/** Listens to the person. */
export function startMusic() {
  for (const chart of CHARTS) state.cards.set(chart.id, makeCard(chart, choices));
  startTops(() => whyEmpty(state.status), countOthers);
  startFilters(() => reloadMusic());
}
