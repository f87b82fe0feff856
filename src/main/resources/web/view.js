/** Draws the status into the page. Touches only what changed, so that focus and selection survive every poll. */
import * as words from './words.js';

const byId = id => document.getElementById(id);
const slot = (root, name) => root.querySelector(`[data-slot="${name}"]`);
const copyOf = template => byId(template).content.cloneNode(true);

/** Everything the server says goes through here: text, never markup. */
function text(node, value) {
  const wanted = String(value ?? '');
  if (node.textContent !== wanted) node.textContent = wanted;
}

function attribute(node, name, value) {
  if (value === null) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
}

function show(node, visible) {
  if (node.hidden === visible) node.hidden = !visible;
}

function pill(node, { tone, text: label }) {
  attribute(node, 'data-tone', tone);
  text(node, label);
}

/** A moment in words, its exact time on hover; `otherwise` when there is none. */
function moment(cell, at, label, otherwise) {
  let time = cell.querySelector('time');
  if (at === null) {
    text(cell, otherwise);
    return;
  }
  if (!time) {
    time = document.createElement('time');
    cell.replaceChildren(time);
  }
  text(time, label);
  attribute(time, 'datetime', new Date(at).toISOString());
  attribute(time, 'title', words.exact(at));
}

/** Makes the keyed children of `parent` match `items`; a child that stays is never moved without need. */
function keyed(parent, items, keyOf, make, update) {
  const keys = new Set(items.map(item => String(keyOf(item))));
  const present = new Map();
  for (const child of [...parent.children]) {
    if (child.dataset.key === undefined) continue;
    if (keys.has(child.dataset.key)) present.set(child.dataset.key, child);
    else child.remove();
  }
  let place = present.values().next().value ?? null;
  for (const item of items) {
    const key = String(keyOf(item));
    let node = present.get(key);
    if (!node) {
      node = make(item);
      node.dataset.key = key;
      present.set(key, node);
    }
    if (node === place) place = place.nextElementSibling;
    else parent.insertBefore(node, place);
    update(node, item);
  }
}

const nameOf = account => account.display_name?.trim() || account.id;

let cards = 0;

function makeCard() {
  const card = copyOf('card-template').firstElementChild;
  const number = ++cards;
  slot(card, 'name').id = `account-${number}`;
  for (const name of ['again', 'disconnect']) {
    const action = slot(card, name);
    action.id = `${name}-${number}`;
    action.setAttribute('aria-labelledby', `${action.id} account-${number}`);
  }
  return card;
}

function drawCard(card, account, status, now) {
  const missing = account.scopes_missing ?? [];
  const ends = words.signInEnds(account, now);
  const since = words.millis(account.authorized_at);
  text(slot(card, 'name'), nameOf(account));
  attribute(slot(card, 'name'), 'title', nameOf(account));
  pill(slot(card, 'state'), words.accountState(account, now));
  text(slot(card, 'reason'), account.reason);
  show(slot(card, 'reason'), Boolean(account.reason));
  text(slot(card, 'since-label'), account.status === 'needs_sign_in' ? 'Signed in on' : 'Signed in since');
  moment(slot(card, 'since'), since, since && words.day(since), 'unknown');
  show(slot(card, 'expiry-row'), ends !== null);
  text(slot(card, 'expiry-label'), ends?.over ? 'Sign-in ran out' : 'Sign-in runs out');
  moment(slot(card, 'expiry'), ends?.at ?? null, ends?.text, '');
  attribute(slot(card, 'expiry'), 'data-tone', ends?.soon ? 'warn' : null);
  show(slot(card, 'scopes-row'), missing.length > 0);
  keyed(slot(card, 'scopes'), missing, scope => scope, () => document.createElement('li'), text);
  show(slot(card, 'again'), !status.setup && (account.status !== 'active' || missing.length > 0 || Boolean(ends?.soon)));
  attribute(slot(card, 'disconnect'), 'data-account', account.id);
}

function drawAccounts(status, now) {
  const { accounts, setup } = status;
  const connect = byId('connect');
  show(connect, !setup);
  text(connect, accounts.length ? 'Connect another' : 'Connect Spotify');
  connect.classList.toggle('primary', accounts.length === 0);
  show(byId('accounts-empty'), accounts.length === 0);
  text(byId('accounts-empty'), setup
    ? 'Your account will have a card here once the client ID is set and you have signed in with Spotify.'
    : 'No account yet. Spotify will ask you once whether this pipeline may read your listening data; after that a card with your name appears here and the first sync starts.');
  keyed(byId('cards'), accounts, account => account.id, makeCard, (card, account) => drawCard(card, account, status, now));
}

function makeEndpoint(endpoint) {
  const body = copyOf('endpoint-template').firstElementChild;
  slot(body, 'sync').dataset.sync = endpoint.id;
  slot(body, 'sync').parentElement.before(copyOf('cells-template'));
  return body;
}

function drawEndpoint(body, endpoint, accounts, now) {
  const syncs = endpoint.accounts?.length ? endpoint.accounts : [null];
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

function drawSync(row, sync, account, now) {
  const last = words.millis(sync.last_success_at);
  const next = words.millis(sync.next_run_at);
  const blocked = words.millis(sync.blocked_until);
  const state = words.syncState(sync, account, now);
  const paused = { needs_sign_in: 'after the sign-in', blocked: 'once unblocked' }[account?.status];
  text(slot(row, 'account'), account ? nameOf(account) : sync.account_id ?? '–');
  pill(slot(row, 'state'), state);
  attribute(slot(row, 'state'), 'title', blocked > now ? words.exact(blocked) : null);
  text(slot(row, 'detail'), state.detail);
  moment(slot(row, 'last'), last, last && words.relative(last, now), 'not yet');
  moment(slot(row, 'next'), paused ? null : next, next && (next <= now ? 'due now' : words.relative(next, now)), paused ?? 'not planned');
  text(slot(row, 'documents'), words.count(sync.documents));
}

function drawSyncs({ accounts, endpoints }, now) {
  const any = accounts.length > 0 && endpoints.length > 0;
  const known = new Map(accounts.map(account => [account.id, account]));
  const names = endpoints.map(endpoint => endpoint.id).join(', ');
  show(byId('table'), any);
  show(byId('sync-all'), any);
  show(byId('syncs-empty'), !any);
  text(byId('syncs-empty'), endpoints.length
    ? `Once an account is connected, each of these gets a line here and is fetched at once, then on its own schedule: ${names}.`
    : 'No endpoint is set up. The folder “routes” says what is fetched; each endpoint there gets a line here within seconds.');
  keyed(byId('table'), any ? endpoints : [], endpoint => endpoint.id, makeEndpoint,
    (body, endpoint) => drawEndpoint(body, endpoint, known, now));
}

function drawNotes({ limits, dead_letters: dead, gaps, problems }, now) {
  const used = limits.filter(limit => limit.calls_24h > 0).map(limit => `${words.count(limit.calls_24h)} (${limit.bucket})`);
  const notes = limits.filter(limit => words.millis(limit.blocked_until) > now).map(limit => ({
    id: `limit ${limit.bucket}`,
    text: `Spotify asked for a pause of “${limit.bucket}” until ${words.clock(words.millis(limit.blocked_until), now)}. ${limit.reason ?? ''}`,
  }));
  if (used.length) notes.push({ id: 'calls', text: `Calls to Spotify in the last 24 hours: ${used.join(', ')}.` });
  if (dead > 0) notes.push({ id: 'dead', text: `${words.plural(dead, 'item', 'items')} could not be stored. The collection dead_letters keeps them, with the reason.` });
  if (gaps > 0) notes.push({ id: 'gaps', text: `${words.plural(gaps, 'gap', 'gaps')} in the history, where plays may be missing. The collection gaps says when.` });
  for (const problem of problems) {
    notes.push({ id: `file ${problem.file}`, text: `${problem.file}${problem.line ? `, line ${problem.line}` : ''}: ${problem.message}` });
  }
  show(byId('notes'), notes.length > 0);
  keyed(byId('notes-list'), notes, note => note.id, () => {
    const item = document.createElement('li');
    item.dir = 'auto';
    return item;
  }, (item, note) => text(item, note.text));
}

/** The line on top. It says "does not answer" while the rest of the page keeps showing the last answer. */
export function drawHeadline(line) {
  attribute(byId('headline'), 'data-tone', line.tone);
  text(byId('headline'), line.text);
  text(byId('subline'), line.quiet);
  show(byId('retry'), Boolean(line.retry));
  const title = `${line.text} · Spotify pipeline`;
  if (document.title !== title) document.title = title;
}

/** Draws the whole status as of `now` (ms). */
export function draw(status, now) {
  text(byId('version'), status.version && `version ${status.version}`);
  show(byId('sandbox'), status.sandbox === true);
  show(byId('setup'), status.setup);
  if (byId('redirect-uri').value !== status.redirect_uri) byId('redirect-uri').value = status.redirect_uri;
  drawAccounts(status, now);
  drawSyncs(status, now);
  drawNotes(status, now);
  show(byId('content'), true);
}
