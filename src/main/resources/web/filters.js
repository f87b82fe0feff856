/** Whose music, and of which time: the choices on top, which the address keeps. */
import { attribute, byId, element, keyed, show, text } from './dom.js';
import { drawWays } from './frame.js';
import { addressOf, isDay, later, readAddress, searchOfHash, today } from './period.js';
import * as words from './words.js';

let chosen;
let told = () => {};

/** What is chosen: see `readAddress`. */
export const choices = () => chosen;

function options(select, all) {
  keyed(select, all, each => each.id, () => element('option'), (option, each) => {
    attribute(option, 'value', each.id);
    text(option, each.name);
  });
}

/** Draws the choices. @param accounts of the status @param years that there are, newest first */
export function drawFilters(accounts, years) {
  const { account, period, from, to } = chosen;
  drawWays();
  const known = accounts.map(each => ({ id: each.id, name: words.nameOf(each) }));
  const gone = account && !known.some(each => each.id === account) ? [{ id: account, name: account }] : [];
  options(byId('filter-account'), [{ id: '', name: 'All accounts' }, ...known, ...gone]);
  byId('filter-account').value = account;
  show(byId('filter-account').parentElement, known.length > 1 || gone.length > 0);
  const isYear = /^\d/.test(period) && period.length === 4;
  const all = isYear && !years.includes(period) ? [...years, period].sort().reverse() : years;
  options(byId('filter-year'), [{ id: '', name: 'Year' }, ...all.map(year => ({ id: year, name: year }))]);
  byId('filter-year').value = isYear ? period : '';
  attribute(byId('filter-year'), 'data-chosen', isYear ? '' : null);
  show(byId('filter-year').parentElement, all.length > 0);
  for (const radio of byId('filters').elements.period) radio.checked = radio.value === period;
  show(byId('custom'), period === 'custom');
  for (const [field, day] of [[byId('from'), from], [byId('to'), to]]) {
    // one that is being typed has no value yet, and must keep what is there
    if (field !== document.activeElement && field.value !== day) field.value = day;
  }
}

/** Makes another choice; "back" leads to the one before. */
export function choose(change) {
  const address = addressOf({ ...chosen, ...change });
  chosen = { ...chosen, ...change };
  if (address !== location.search) history.pushState(null, '', address || location.pathname);
  told();
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

/** Takes what the address says, also the address of an earlier version, which said it after "#". */
function read() {
  const earlier = searchOfHash(location.hash);
  if (earlier !== null) history.replaceState(null, '', earlier || location.pathname);
  chosen = readAddress(location.search);
}

/** Listens to the person. @param changed is called after each other choice */
export function startFilters(changed) {
  told = changed;
  read();
  byId('filters').addEventListener('change', ({ target }) => {
    if (target.id === 'filter-account') choose({ account: target.value });
    else if (target.id === 'filter-year') choosePeriod(target.value || 'all');
    else if (target.name === 'period') choosePeriod(target.value);
    else chooseDays();
  });
  byId('filters').addEventListener('submit', event => event.preventDefault());
  for (const event of ['popstate', 'hashchange']) {
    addEventListener(event, () => {
      const before = addressOf(chosen);
      read();
      if (addressOf(chosen) !== before) told();
    });
  }
}
