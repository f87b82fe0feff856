/** The line on top of the music: how the pipeline is, with the button that helps where something is wrong. */
import { call } from './api.js';
import { attribute, byId, once, show, text } from './dom.js';
import { toast } from './toast.js';
import { tryAgain } from './trouble.js';
import { syncState } from './words.js';

/** Where a link leads to, and what it says. */
const LINKS = {
  connect: ['login', 'Connect Spotify'],
  setup: ['#setup', 'Set it up'],
  'sign-in': ['login', 'Sign in again'],
};

let failing = [];

/** The endpoints that failed last time. */
function failingOf({ accounts, endpoints }, now) {
  const known = new Map(accounts.map(account => [account.id, account]));
  return endpoints.filter(endpoint => endpoint.accounts
    .some(sync => syncState(sync, known.get(sync.account_id), now).tone === 'bad')).map(endpoint => endpoint.id);
}

/**
 * Draws the line. It says "does not answer" while the rest of the page keeps showing the last answer.
 *
 * @param line   what `headline` says; `retry` has the status asked for again
 * @param status null before the first answer
 */
export function drawState(line, status, now) {
  const [href, label] = LINKS[line.action] ?? ['', ''];
  attribute(byId('headline'), 'data-tone', line.tone);
  text(byId('headline'), line.text);
  text(byId('subline'), line.quiet);
  show(byId('state-link'), Boolean(href));
  attribute(byId('state-link'), 'href', href || null);
  text(byId('state-link'), label);
  attribute(byId('state-again'), 'data-action', line.action ?? null);
  show(byId('state-again'), ['sync', 'replay'].includes(line.action));
  show(byId('retry'), Boolean(line.retry));
  show(byId('fold'), status !== null);
  failing = status && line.action === 'sync' ? failingOf(status, now) : [];
  const title = line.needs || line.retry ? `${line.text} · Spotify pipeline` : 'Your music · Spotify pipeline';
  if (document.title !== title) document.title = title;
}

async function syncAgain(poll) {
  try {
    for (const endpoint of failing) await call('POST', `api/sync/${encodeURIComponent(endpoint)}`);
    toast(`${failing.join(', ')}: started once more`);
  } catch (error) {
    toast(error.message, true);
  }
  await poll();
}

/**
 * Listens to the person.
 *
 * @param poll   asks the pipeline for its state at once, and then for its progress
 * @param healed is told of new documents
 */
export function startState(poll, healed) {
  byId('retry').addEventListener('click', poll);
  byId('state-again').addEventListener('click', async ({ currentTarget: button }) => {
    if (button.dataset.action === 'sync') await once(button, () => syncAgain(poll));
    else await tryAgain(button, null, poll, healed);
    // the focus is not lost with the button
    if (button.hidden) byId('fold').focus();
  });
}
