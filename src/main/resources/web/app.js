/** Asks the pipeline how it is, every few seconds, and hands the answer to the parts of the page. */
import { drawAccounts, startAccounts } from './accounts.js';
import { call, CallError } from './api.js';
import { byId, show } from './dom.js';
import { drawFold, startFold } from './fold.js';
import { drawFrame } from './frame.js';
import { drawImports, drawOtherImports, startImports } from './imports.js';
import { drawMusic, reloadMusic, startMusic } from './music.js';
import { drawState, startState } from './state.js';
import { askStatus } from './status.js';
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

function draw() {
  const now = Date.now();
  const whole = together();
  drawFrame(status);
  drawTrouble(trouble, whole, now);
  drawAccounts(whole, now);
  drawSyncs(whole, now);
  drawMusic(whole, now);
  drawImports(whole);
  show(byId('music'), true);
  const line = headline(whole, { dead: status.dead_letters, gaps: recentGaps(trouble, now).length }, now);
  drawState(line, whole, now);
  drawFold(line.needs ? line.text : '');
}

function drawFailure(error) {
  const now = Date.now();
  const quiet = status ? `Below is what it said ${relative(answeredAt, now)}. This page keeps trying.`
    : `This page keeps trying. ${error.silent ? 'Is the pipeline running?' : 'The pipeline itself is running.'}`;
  drawState({ tone: 'bad', text: error.message, quiet, retry: true }, status, now);
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
    const answer = await askStatus();
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

startAccounts(poll);
startSyncs(pollAndWatch);
startTrouble(poll, reloadMusic);
startMusic();
startImports(() => {
  reloadMusic();
  poll();
});
startState(pollAndWatch, reloadMusic);
startFold();
document.addEventListener('visibilitychange', () => {
  clearTimeout(timer);
  if (!document.hidden) poll();
});
poll();
