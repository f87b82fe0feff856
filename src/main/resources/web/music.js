/** Your music: the filters, the six charts, their numbers, and their links. */
import { call } from './api.js';
import { CHARTS, LIBRARY, PLAYS, summaryOf, whyEmpty } from './chart-list.js';
import { drawChart, hours, isDrawn, weekday } from './charts.js';
import { attribute, byId, copyOf, element, keyed, show, slot, text } from './dom.js';
import { drawList, drawTimes } from './lists.js';
import { barsOf, everyDay, playsAndMinutes } from './perday.js';
import { hashOf, isDay, later, queryOf, readHash, today, USUAL } from './period.js';
import * as words from './words.js';

const PER_DAY = 'plays-per-day';

const state = { chosen: readHash(location.hash) ?? { account: '', period: USUAL, from: '', to: '' },
  status: null, marks: {}, charts: new Map() };

function makeCharts() {
  for (const chart of CHARTS) {
    const node = copyOf('chart-template').firstElementChild;
    node.id = chart.id;
    slot(node, 'title').id = `${chart.id}-title`;
    node.setAttribute('aria-labelledby', `${chart.id}-title`);
    slot(node, 'body').classList.add(isDrawn(chart.id) ? 'canvas' : 'list');
    if (!isDrawn(chart.id)) {
      slot(node, 'body').setAttribute('role', 'group');
      slot(node, 'body').setAttribute('aria-labelledby', `${chart.id}-title`);
    }
    entitle(node, chart.title);
    show(slot(node, 'numbers'), false);
    byId('charts').append(node);
    state.charts.set(chart.id, { chart, node, rows: null, loading: null });
    slot(node, 'retry').addEventListener('click', () => load([chart.id]));
    slot(node, 'numbers').addEventListener('toggle', () => drawNumbers(state.charts.get(chart.id)));
  }
}

/** The title, and the names of a chart's links, which say the same. */
function entitle(node, title) {
  text(slot(node, 'title'), title);
  for (const name of ['query-of', 'csv-of', 'numbers-of']) text(slot(node, name), ` of “${title}”`);
}

/** Asks for charts anew; what is shown stays until the answer is there. */
function load(ids) {
  const query = queryOf(state.chosen);
  for (const id of ids) loadChart(state.charts.get(id), query);
}

async function loadChart(entry, query) {
  const { chart, node } = entry;
  entry.loading?.abort();
  const loading = new AbortController();
  entry.loading = loading;
  node.setAttribute('aria-busy', 'true');
  attribute(slot(node, 'query'), 'href', `api/music/${chart.id}.query${query}`);
  attribute(slot(node, 'csv'), 'href', `api/music/${chart.id}.csv${query}`);
  try {
    const answer = await call('GET', `api/music/${chart.id}${query}`, loading.signal);
    if (entry.loading !== loading) return;
    entry.answer = answer;
    entry.rows = chart.id === PER_DAY ? everyDay(answer) : answer.rows;
    await drawRows(entry);
    drawTotals();
  } catch (error) {
    if (entry.loading !== loading) return;
    if (error.wait) {
      askAgain(entry, query, error);
      return;
    }
    show(slot(node, 'failed'), true);
    text(slot(node, 'failure'), `This cannot be shown now. ${error.message}`);
    showContent(entry, false);
  }
  text(slot(node, 'wait'), 'Loading…');
  attribute(node, 'data-counting', null);
  node.setAttribute('aria-busy', 'false');
}

/** A first count of many plays lasts: it is asked for again when the pipeline says, which says how far it is. */
function askAgain(entry, query, { message, wait }) {
  const { node, loading } = entry;
  show(slot(node, 'failed'), false);
  show(slot(node, 'empty'), false);
  // the page asks again by itself
  text(slot(node, 'wait'), message.replace(/ Ask again .*$/, ''));
  attribute(node, 'data-counting', '');
  setTimeout(() => {
    if (entry.loading === loading) loadChart(entry, query);
  }, wait * 1000);
}

function showContent({ chart, node }, any) {
  show(slot(node, 'body'), any);
  show(slot(node, 'numbers'), any && Boolean(chart.numbers));
  show(slot(node, 'links'), any);
}

async function drawRows(entry) {
  const { chart, node, rows, answer } = entry;
  entitle(node, answer.title || chart.title);
  text(slot(node, 'about'), answer.description);
  show(slot(node, 'failed'), false);
  show(slot(node, 'empty'), rows.length === 0);
  text(slot(node, 'empty'), rows.length === 0 ? whyEmpty(chart, state.status) : '');
  showContent(entry, rows.length > 0);
  if (rows.length === 0) return;
  if (chart.id === PER_DAY) await drawPerDay(entry);
  else if (isDrawn(chart.id)) await drawByHour(entry);
  else drawList(slot(node, 'body'), chart.id, rows, Date.now());
  drawNumbers(entry);
}

async function drawByHour({ chart, node, rows, answer }) {
  await drawChart(slot(node, 'body'), chart.id, rows, summaryOf(answer.title || chart.title, rows, row => `on ${
    weekday(row.weekday)}, ${hours(row.hour)}: ${words.plural(row.plays, 'play', 'plays')}`));
}

async function drawPerDay({ chart, node, rows, answer }) {
  const shown = barsOf(rows);
  const title = shown.title ?? answer.title ?? chart.title;
  text(slot(node, 'title'), title);
  text(slot(node, 'about'), shown.about ?? answer.description);
  await drawChart(slot(node, 'body'), chart.id, shown, summaryOf(title, shown.bars, bar => `${shown.before} ${bar.name}: ${
    playsAndMinutes(bar)}`));
}

/** The table of a chart's numbers, made when it is opened. */
function drawNumbers({ chart, node, rows, answer }) {
  if (!chart.numbers || !slot(node, 'numbers').open || !rows) return;
  const table = element('table', 'numbers-table');
  table.append(element('caption', 'unseen', answer.title || chart.title));
  const head = table.createTHead().insertRow();
  for (const name of chart.numbers) {
    const cell = element('th', '', name);
    cell.scope = 'col';
    head.append(cell);
  }
  const body = table.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const value of chart.cells(row)) {
      const cell = line.insertCell();
      cell.dir = 'auto';
      cell.textContent = value ?? '';
    }
  }
  slot(node, 'table').replaceChildren(table);
  const more = (answer.total ?? rows.length) - rows.length;
  text(slot(node, 'more'), more > 0 ? `${words.count(more)} more are in the CSV.` : '');
}

/** The largest numbers, of what the charts have anyhow; and the filters, where there is something to choose from. */
function drawTotals() {
  const of = id => state.charts.get(id).answer;
  const some = state.status.accounts.length > 0 || state.status.kept > 0
    || [...state.charts.values()].some(chart => chart.rows?.length);
  show(byId('filters'), some);
  const perDay = of(PER_DAY);
  const any = Boolean(perDay?.rows.length);
  show(byId('totals'), any);
  if (!any) return;
  const minutes = perDay.rows.reduce((sum, row) => sum + row.minutes, 0);
  text(byId('total-plays'), words.count(perDay.rows.reduce((sum, row) => sum + row.plays, 0)));
  text(byId('total-songs'), words.count(of('times-played')?.total ?? of('times-played')?.rows.length));
  text(byId('total-artists'), words.count(of('top-artists')?.total ?? of('top-artists')?.rows.length));
  const time = minutes < 600 ? [minutes, 'min'] : [minutes / 60, 'h'];
  text(byId('total-time'), `${words.count(Math.round(time[0]))} ${time[1]}`);
}

function drawFilters() {
  const { account, period, from, to } = state.chosen;
  const { accounts = [] } = state.status ?? {};
  const known = accounts.map(each => ({ id: each.id, name: words.nameOf(each) }));
  const gone = account && !known.some(each => each.id === account) ? [{ id: account, name: account }] : [];
  keyed(byId('filter-account'), [{ id: '', name: 'All accounts' }, ...known, ...gone], each => each.id,
    () => document.createElement('option'), (option, each) => {
      attribute(option, 'value', each.id);
      text(option, each.name);
    });
  byId('filter-account').value = account;
  for (const radio of byId('filters').elements.period) radio.checked = radio.value === period;
  show(byId('custom'), period === 'custom');
  for (const [field, day] of [[byId('from'), from], [byId('to'), to]]) {
    // one that is being typed has no value yet, and must keep what is there
    if (field !== document.activeElement && field.value !== day) field.value = day;
  }
}

function choose(change) {
  state.chosen = { ...state.chosen, ...change };
  history.replaceState(null, '', hashOf(state.chosen));
  drawFilters();
  load(CHARTS.map(chart => chart.id));
}

function choosePeriod(period) {
  if (period !== 'custom') choose({ period, from: '', to: '' });
  else choose({ period, from: later(today(), -27), to: today() });
}

/** A day that is half typed, none, or before the other, is not asked for. */
function chooseDays() {
  const [from, to] = [byId('from').value, byId('to').value];
  if (!from && !to || [from, to].some(day => day && !isDay(day)) || from && to && from > to) return;
  choose({ period: 'custom', from, to });
}

/** What a sync has to change so that the charts are asked for anew. */
function marksOf({ accounts, endpoints }) {
  const of = (plays, mark) => JSON.stringify([today(), accounts.map(account => account.id), endpoints
    .filter(endpoint => (endpoint.collection === 'plays') === plays)
    .map(endpoint => endpoint.accounts.map(sync => [endpoint.id, sync.account_id, mark(sync)]))]);
  return { [PLAYS]: of(true, sync => sync.documents), [LIBRARY]: of(false, sync => sync.last_success_at) };
}

/** Takes a new status: asks for what may have changed, and lets the times go on. */
export function drawMusic(status, now) {
  const first = state.status === null;
  state.status = status;
  drawFilters();
  const marks = marksOf(status);
  const changed = CHARTS.filter(chart => first || marks[chart.of] !== state.marks[chart.of]).map(chart => chart.id);
  state.marks = marks;
  load(changed);
  for (const { chart, node, rows } of state.charts.values()) {
    if (!rows || changed.includes(chart.id)) continue;
    if (rows.length === 0) text(slot(node, 'empty'), whyEmpty(chart, state.status));
    else if (!isDrawn(chart.id)) drawTimes(slot(node, 'body'), now);
  }
}

/** Asks for all charts anew, after a change that no sync made. */
export function reloadMusic() {
  load(CHARTS.map(chart => chart.id));
}

/** Listens to the person. */
export function startMusic() {
  makeCharts();
  byId('filter-account').addEventListener('change', event => choose({ account: event.target.value }));
  byId('filters').addEventListener('change', event => {
    if (event.target.name === 'period') choosePeriod(event.target.value);
    else if (event.target.type === 'date') chooseDays();
  });
  byId('filters').addEventListener('submit', event => event.preventDefault());
  addEventListener('hashchange', () => {
    const said = readHash(location.hash);
    if (said) choose(said);
  });
}
