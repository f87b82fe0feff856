/** Asks the pipeline how it is, every few seconds, and hands the answer to the parts of the page. */
import { drawAccounts, startAccounts } from './accounts.js';
import { call, CallError } from './api.js';
import { attribute, byId, show, text } from './dom.js';
import { drawImports, drawOtherImports, startImports } from './imports.js';
import { drawMusic, reloadMusic, startMusic } from './music.js';
import { drawSyncs, startSyncs } from './syncs.js';
import { drawTrouble, recentGaps, startTrouble, tidyTrouble } from './trouble.js';
import { headline, millis, relative } from './words.js';

const POLL_MS = 5_000;
const SLOWEST_POLL_MS = 60_000;
const PROGRESS_MS = 1_000;
/** So long after "sync now" its start is looked for. */
const STARTING_MS = 4_000;
/** What is wrong is asked for when the status says that it changed, and so often besides. */
const TROUBLE_MS = 60_000;

let status = null;
let answeredAt = 0;
let failures = 0;
let asking = false;
let askAgain = false;
let timer;
let running = [];
let importing = false;
let watching = false;
let watchUntil = 0;
let trouble = tidyTrouble(null);
let troubleMark = '';
let troubleAt = 0;

/** The status document with every list present, so that drawing needs no doubts. */
function tidy(body) {
  if (!body || typeof body !== 'object') throw new CallError('The pipeline gave an answer that this page cannot read');
  return {
    ...body,
    accounts: body.accounts ?? [],
    endpoints: (body.endpoints ?? []).map(endpoint => ({ ...endpoint, accounts: endpoint.accounts ?? [] })),
    conditions: body.conditions ?? [],
    refused_lists: body.refused_lists ?? [],
    next_runs: body.next_runs ?? [],
    limits: body.limits ?? [],
    problems: body.problems ?? [],
    setup: body.configured === false && body.sandbox !== true,
    redirect_uri: body.redirect_uri ?? 'http://127.0.0.1:8888/callback',
  };
}

/** How many plays are there although nobody is signed in. */
async function keptPlays({ accounts }) {
  return accounts.length ? 0 : Number((await call('GET', 'api/music')).plays) || 0;
}

/** Each sync with what other answers say of it: why it stores nothing, how far it is, what it could not store. */
function together() {
  return {
    ...status,
    endpoints: status.endpoints.map(endpoint => ({ ...endpoint, accounts: endpoint.accounts.map(sync => {
      const ofSync = other => other.endpoint === endpoint.id && other.account_id === sync.account_id;
      return {
        ...sync,
        condition: status.conditions.find(ofSync)?.condition,
        refused: status.refused_lists.find(ofSync)?.lists,
        next: status.next_runs.find(ofSync)?.at ?? [],
        running: running.find(ofSync),
        dead: trouble.dead_letters.filter(ofSync).reduce((sum, letters) => sum + letters.count, 0),
      };
    }) })),
  };
}

/** The line on top. It says "does not answer" while the rest of the page keeps showing the last answer. */
function drawHeadline(line) {
  attribute(byId('headline'), 'data-tone', line.tone);
  text(byId('headline'), line.text);
  text(byId('subline'), line.quiet);
  show(byId('retry'), Boolean(line.retry));
  const title = `${line.text} · Spotify pipeline`;
  if (document.title !== title) document.title = title;
}

function draw() {
  const now = Date.now();
  const whole = together();
  text(byId('version'), status.version && `version ${status.version}`);
  show(byId('sandbox'), status.sandbox === true);
  drawTrouble(trouble, whole, now);
  drawAccounts(whole, now);
  drawSyncs(whole, now);
  show(byId('content'), true);
  show(byId('parts'), true);
  drawMusic(whole, now);
  drawImports(whole);
  drawHeadline(headline(whole, { dead: status.dead_letters, gaps: recentGaps(trouble, now).length }, now));
}

function drawFailure(error) {
  const now = Date.now();
  const quiet = status ? `Below is what it said ${relative(answeredAt, now)}. This page keeps trying.`
    : `This page keeps trying. ${error.silent ? 'Is the pipeline running?' : 'The pipeline itself is running.'}`;
  drawHeadline({ tone: 'bad', text: error.message, quiet, retry: true });
}

/** What the status has of trouble: when it changes, the whole is asked for. */
function markOf({ accounts, endpoints, limits, problems, dead_letters: dead, gaps }) {
  return JSON.stringify([dead, gaps, problems, accounts.map(account => [account.id, account.status, account.reason]),
    limits.filter(limit => millis(limit.blocked_until) > Date.now()).map(limit => limit.bucket),
    endpoints.map(endpoint => endpoint.accounts.map(sync => sync.last_error))]);
}

async function askForTrouble() {
  const mark = markOf(status);
  if (mark === troubleMark && Date.now() - troubleAt < TROUBLE_MS) return;
  trouble = tidyTrouble(await call('GET', 'api/trouble'));
  troubleMark = mark;
  troubleAt = Date.now();
}

async function poll() {
  clearTimeout(timer);
  if (asking) {
    askAgain = true;
    return;
  }
  asking = true;
  try {
    const answer = tidy(await call('GET', 'api/status'));
    status = { ...answer, kept: await keptPlays(answer) };
    await askForTrouble();
    answeredAt = Date.now();
    failures = 0;
    draw();
    watch();
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    failures++;
    drawFailure(error);
  } finally {
    asking = false;
    if (!document.hidden) timer = setTimeout(poll, askAgain ? 0 : Math.min(POLL_MS * 2 ** failures, SLOWEST_POLL_MS));
    askAgain = false;
  }
}

/** Looks how far syncs and imports are, each second while any runs; when a sync has ended, the status is asked for. */
async function watch() {
  if (watching) return;
  watching = true;
  do {
    const before = running;
    const progress = await call('GET', 'api/progress').catch(() => null);
    running = progress?.running ?? [];
    importing = (progress?.imports ?? []).length > 0;
    if (progress) drawOtherImports(progress.imports ?? []);
    const ended = before.some(one => !running.some(other => other.endpoint === one.endpoint
      && other.account_id === one.account_id));
    if (ended) poll();
    else if (running.length) draw();
    if (!running.length && !importing && Date.now() > watchUntil) break;
    await new Promise(resolve => { setTimeout(resolve, PROGRESS_MS); });
  } while (!document.hidden);
  watching = false;
}

async function pollAndWatch() {
  watchUntil = Date.now() + STARTING_MS;
  await poll();
}

/** The links to the parts leave the address alone, which says what the charts are about. */
function goTo(event) {
  const part = event.target.closest('nav a, a[data-part]')?.hash.slice(1);
  if (!part) return;
  event.preventDefault();
  byId(`${part}-title`).focus({ preventScroll: true });
  byId(part).scrollIntoView();
}

startAccounts(poll);
startSyncs(pollAndWatch);
startTrouble(poll, reloadMusic);
startMusic();
startImports(() => {
  reloadMusic();
  poll();
});
for (const links of ['parts', 'setup']) byId(links).addEventListener('click', goTo);
byId('retry').addEventListener('click', poll);
document.addEventListener('visibilitychange', () => {
  clearTimeout(timer);
  if (!document.hidden) poll();
});
poll();
