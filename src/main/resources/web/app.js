/** Asks the pipeline how it is, every few seconds, and passes on what the person on this page wants done. */
import { draw, drawHeadline } from './view.js';
import { headline, relative } from './words.js';

const POLL_MS = 5_000;
const SLOWEST_POLL_MS = 60_000;
const TOAST_MS = 6_000;
const SILENT = 'The pipeline does not answer';
const byId = id => document.getElementById(id);

let status = null;
let answeredAt = 0;
let failures = 0;
let asking = false;
let askAgain = false;
let timer;

/** Calls the pipeline; throws an Error whose message is a sentence for a person. */
async function call(method, path) {
  let answer;
  try {
    answer = await fetch(path, { method, cache: 'no-store', headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(method === 'GET' ? 10_000 : 60_000) });
  } catch {
    throw new Error(SILENT);
  }
  const body = await answer.json().catch(() => null);
  if (answer.ok) return body;
  if (answer.status === 401) throw new Error('This page wants its sign-in again: reload it');
  throw new Error(body?.error?.message || (answer.status > 501 ? SILENT : `The pipeline answered with error ${answer.status}`));
}

/** An endpoint whose syncs say why they store nothing although nothing is wrong. */
function withConditions(endpoint, conditions) {
  const of = sync => conditions.find(each => each.endpoint === endpoint.id && each.account_id === sync.account_id);
  return { ...endpoint, accounts: (endpoint.accounts ?? []).map(sync => ({ ...sync, condition: of(sync)?.condition })) };
}

/** The status document with every list present, so that drawing needs no doubts. */
function tidy(body) {
  if (!body || typeof body !== 'object') throw new Error(SILENT);
  return {
    ...body,
    accounts: body.accounts ?? [],
    endpoints: (body.endpoints ?? []).map(endpoint => withConditions(endpoint, body.conditions ?? [])),
    limits: body.limits ?? [],
    problems: body.problems ?? [],
    setup: body.configured === false && body.sandbox !== true,
    redirect_uri: body.redirect_uri ?? 'http://127.0.0.1:8888/callback',
  };
}

async function poll() {
  clearTimeout(timer);
  if (asking) {
    askAgain = true;
    return;
  }
  asking = true;
  let trouble = null;
  try {
    status = tidy(await call('GET', 'api/status'));
    answeredAt = Date.now();
    failures = 0;
  } catch (error) {
    trouble = error.message;
    failures++;
  } finally {
    asking = false;
    if (!document.hidden) timer = setTimeout(poll, askAgain ? 0 : Math.min(POLL_MS * 2 ** failures, SLOWEST_POLL_MS));
    askAgain = false;
  }
  const now = Date.now();
  if (status) draw(status, now);
  drawHeadline(trouble === null ? headline(status, now) : {
    tone: 'bad',
    text: trouble,
    quiet: status ? `Below is what it said ${relative(answeredAt, now)}. This page keeps trying.` : 'This page keeps trying. Is the pipeline running?',
    retry: true,
  });
}

let toastTimer;

/** Tells what came of a click, to eyes and to screen readers. A failure stays until it is closed. */
function toast(message, failed = false) {
  clearTimeout(toastTimer);
  byId('toast-text').textContent = message;
  byId('announce').textContent = message;
  byId('toast').dataset.tone = failed ? 'bad' : 'ok';
  byId('toast').hidden = false;
  if (!failed) toastTimer = setTimeout(closeToast, TOAST_MS);
}

function closeToast() {
  byId('toast').hidden = true;
  byId('announce').textContent = '';
}

/** Runs `action` once at a time; `aria-disabled` rather than `disabled`, which would drop the focus. */
async function once(button, action) {
  if (button.getAttribute('aria-disabled') === 'true') return;
  button.setAttribute('aria-disabled', 'true');
  try {
    await action();
  } finally {
    button.removeAttribute('aria-disabled');
  }
}

function sync(button) {
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

const dialog = byId('disconnect');
let leaving = null;

function askToDisconnect(button) {
  leaving = button.dataset.account;
  byId('disconnect-name').textContent = button.closest('.card').querySelector('.name').textContent;
  byId('disconnect-form').reset();
  byId('disconnect-error').textContent = '';
  nameTheDeed();
  dialog.showModal();
}

const deletes = () => new FormData(byId('disconnect-form')).get('data') === 'delete';

function nameTheDeed() {
  byId('disconnect-go').textContent = deletes() ? 'Disconnect and delete' : 'Disconnect';
}

function disconnect() {
  const deleting = deletes();
  return once(byId('disconnect-go'), async () => {
    try {
      await call('DELETE', `api/accounts/${encodeURIComponent(leaving)}${deleting ? '?data=true' : ''}`);
      dialog.close();
      toast(deleting ? 'Disconnected, and the data is deleted' : 'Disconnected; the data is kept');
      await poll();
      byId('accounts-title').focus();
    } catch (error) {
      byId('disconnect-error').textContent = error.message;
    }
  });
}

/** The clipboard exists only in a secure context (https or loopback); elsewhere the text is selected for Ctrl+C. */
async function copyRedirectUri() {
  const field = byId('redirect-uri');
  try {
    await navigator.clipboard.writeText(field.value);
    toast('Redirect URI copied');
  } catch {
    field.focus();
    field.select();
    toast('Selected: copy it with Ctrl+C or ⌘C');
  }
}

byId('table').addEventListener('click', event => {
  const button = event.target.closest('button[data-sync]');
  if (button) sync(button);
});
byId('cards').addEventListener('click', event => {
  const button = event.target.closest('button[data-account]');
  if (button) askToDisconnect(button);
});
byId('sync-all').addEventListener('click', event => sync(event.currentTarget));
byId('retry').addEventListener('click', poll);
byId('copy').addEventListener('click', copyRedirectUri);
byId('toast-close').addEventListener('click', closeToast);
byId('disconnect-cancel').addEventListener('click', () => dialog.close());
byId('disconnect-form').addEventListener('change', nameTheDeed);
byId('disconnect-form').addEventListener('submit', event => {
  event.preventDefault();
  disconnect();
});
document.addEventListener('visibilitychange', () => {
  clearTimeout(timer);
  if (!document.hidden) poll();
});
poll();
