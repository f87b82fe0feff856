/** The accounts: a card for each, signing in again, and disconnecting. */
import { call } from './api.js';
import { attribute, byId, copyOf, keyed, moment, once, pill, show, slot, text } from './dom.js';
import { drawSetup, startSetup } from './setup.js';
import { toast } from './toast.js';
import * as words from './words.js';

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
  text(slot(card, 'name'), words.nameOf(account));
  attribute(slot(card, 'name'), 'title', words.nameOf(account));
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
  show(slot(card, 'again'), !status.setup
    && (account.status !== 'active' || missing.length > 0 || Boolean(ends?.soon)));
  attribute(slot(card, 'disconnect'), 'data-account', account.id);
}

function whyNobody(setup, kept) {
  if (setup) return 'Your account will have a card here once the client ID is set and you have signed in with Spotify.';
  if (kept) return 'Nobody is signed in, so nothing new is fetched. What was collected is kept below.';
  return 'No account yet. Spotify will ask you once whether this pipeline may read your listening data; after that a card'
    + ' with your name appears here and the first sync starts.';
}

/** Draws the accounts of a status, and how to get a client ID where there is none. */
export function drawAccounts(status, now) {
  const { accounts, setup, kept } = status;
  drawSetup(status);
  const connect = byId('connect');
  show(connect, !setup);
  text(connect, accounts.length ? 'Connect another' : 'Connect Spotify');
  connect.classList.toggle('primary', accounts.length === 0);
  show(byId('accounts-empty'), accounts.length === 0);
  text(byId('accounts-empty'), whyNobody(setup, kept));
  show(byId('connect-help'), accounts.length === 0 && !setup && status.sandbox !== true);
  keyed(byId('cards'), accounts, account => account.id, makeCard, (card, account) => drawCard(card, account, status, now));
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

function disconnect(poll) {
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

/** Listens to the person. @param poll asks the pipeline for its state at once */
export function startAccounts(poll) {
  startSetup(poll);
  byId('cards').addEventListener('click', event => {
    const button = event.target.closest('button[data-account]');
    if (button) askToDisconnect(button);
  });
  byId('disconnect-cancel').addEventListener('click', () => dialog.close());
  byId('disconnect-form').addEventListener('change', nameTheDeed);
  byId('disconnect-form').addEventListener('submit', event => {
    event.preventDefault();
    disconnect(poll);
  });
}
