/** The syncs: a row an endpoint and account, what runs now, and starting one. */
import { call } from './api.js';
import { attribute, byId, copyOf, keyed, moment, once, pill, show, slot, text } from './dom.js';
import { toast } from './toast.js';
import * as words from './words.js';

const OPENED = 'syncs-opened';
let opened = recall();

/** Whether the reader opened the list in this session; a browser may refuse to keep that. */
function recall() {
  try {
    return sessionStorage.getItem(OPENED) === 'yes';
  } catch {
    return false;
  }
}

function open(wanted) {
  opened = wanted;
  try {
    sessionStorage.setItem(OPENED, wanted ? 'yes' : 'no');
  } catch {
    // it stays so until the page is left
  }
  fold();
}

/** Where the screen is narrow, a list that nobody opened is one line. */
function fold() {
  const calm = !byId('syncs-line').hidden;
  attribute(byId('syncs'), 'data-folded', calm && !opened ? '' : null);
  attribute(byId('syncs-show'), 'aria-expanded', opened);
  text(byId('syncs-show'), opened ? 'Hide' : 'Show');
}

function makeEndpoint(endpoint) {
  const body = copyOf('endpoint-template').firstElementChild;
  slot(body, 'sync').dataset.sync = endpoint.id;
  slot(body, 'sync').parentElement.before(copyOf('cells-template'));
  return body;
}

function drawEndpoint(body, endpoint, accounts, now) {
  const syncs = endpoint.accounts.length ? endpoint.accounts : [null];
  text(slot(body, 'id'), endpoint.id);
  attribute(slot(body, 'id'), 'title', endpoint.path ?? null);
  text(slot(body, 'collection'), endpoint.collection && `into ${endpoint.collection}`);
  text(slot(body, 'sync-what'), syncs.length > 1 ? `${endpoint.id}, all accounts` : endpoint.id);
  text(slot(body, 'every'), words.interval(endpoint.every));
  attribute(slot(body, 'every'), 'title', endpoint.every ?? null);
  while (body.rows.length > syncs.length) body.rows[body.rows.length - 1].remove();
  while (body.rows.length < syncs.length) {
    const row = body.insertRow();
    row.setAttribute('role', 'row');
    row.append(copyOf('cells-template'));
  }
  for (const cell of body.querySelectorAll('.endpoint, .every, .sync')) attribute(cell, 'rowspan', syncs.length);
  syncs.forEach((sync, index) => drawSync(body.rows[index], sync ?? {}, accounts.get(sync?.account_id), now));
}

function drawProgress(row, sync) {
  const bar = slot(row, 'progress');
  const { running } = sync;
  show(bar, Boolean(running?.expected));
  if (!running?.expected) return;
  attribute(bar, 'max', running.expected);
  attribute(bar, 'value', Math.min(running.records, running.expected));
}

/** When the next run is, in words; null where the exact time says it. */
function withoutNext(sync, account) {
  if (sync.running) return 'now';
  return { needs_sign_in: 'after the sign-in', blocked: 'once unblocked' }[account?.status] ?? null;
}

function drawSync(row, sync, account, now) {
  const last = words.millis(sync.last_success_at);
  const blocked = words.millis(sync.blocked_until);
  const planned = words.millis(sync.next_run_at);
  const next = planned !== null && blocked > planned ? blocked : planned;
  const state = words.syncState(sync, account, now);
  const instead = withoutNext(sync, account);
  text(slot(row, 'account'), account ? words.nameOf(account) : sync.account_id ?? '–');
  pill(slot(row, 'state'), state);
  attribute(slot(row, 'state'), 'title', blocked > now ? words.exact(blocked) : null);
  text(slot(row, 'detail'), state.detail);
  drawProgress(row, sync);
  moment(slot(row, 'last'), last, last && words.relative(last, now), 'not yet');
  moment(slot(row, 'next'), instead ? null : next, next && (next <= now ? 'due now' : words.relative(next, now)),
    instead ?? 'not planned');
  // behind the next run, those after it
  const time = slot(row, 'next').querySelector('time');
  if (time && sync.next.length > 1) attribute(time, 'title', sync.next.map(words.millis).map(words.exact).join(' · '));
  text(slot(row, 'documents'), words.count(sync.documents));
}

/** Draws the syncs of a status. */
export function drawSyncs({ accounts, endpoints, limits, kept }, now) {
  const any = accounts.length > 0 && endpoints.length > 0;
  const known = new Map(accounts.map(account => [account.id, account]));
  const syncs = endpoints.flatMap(endpoint => endpoint.accounts);
  const well = syncs.every(each => words.syncState(each, known.get(each.account_id), now).tone === 'ok');
  const names = endpoints.map(endpoint => endpoint.id).join(', ');
  show(byId('table'), any);
  attribute(byId('table'), 'data-accounts', accounts.length > 1 ? 'several' : 'one');
  show(byId('sync-all'), any);
  show(byId('syncs-empty'), !any);
  text(byId('syncs-empty'), endpoints.length
    ? `Once an account is connected${kept ? ' again' : ''}, each of these gets a line here and is fetched at once, then`
      + ` on its own schedule: ${names}.`
    : 'No endpoint is set up. The folder “routes” says what is fetched; each endpoint there gets a line here within'
      + ' seconds.');
  keyed(byId('table'), any ? endpoints : [], endpoint => endpoint.id, makeEndpoint,
    (body, endpoint) => drawEndpoint(body, endpoint, known, now));
  text(byId('calls'), words.calls(limits));
  show(byId('calls'), any && words.calls(limits) !== '');
  text(byId('syncs-well'), words.allWell(endpoints.length));
  show(byId('syncs-line'), any && syncs.length > 0 && well);
  fold();
}

function sync(button, poll) {
  const endpoint = button.dataset.sync;
  return once(button, async () => {
    try {
      await call('POST', endpoint ? `api/sync/${encodeURIComponent(endpoint)}` : 'api/sync');
      toast(endpoint ? `${endpoint}: the sync has started` : 'All syncs have started');
    } catch (error) {
      toast(error.message, true);
    }
    await poll();
  });
}

/** Listens to the person. @param poll asks the pipeline for its state at once, and then for its progress */
export function startSyncs(poll) {
  byId('table').addEventListener('click', event => {
    const button = event.target.closest('button[data-sync]');
    if (!button) return;
    open(true);
    sync(button, poll);
  });
  byId('syncs-show').addEventListener('click', () => open(!opened));
  byId('sync-all').addEventListener('click', event => sync(event.currentTarget, poll));
}
