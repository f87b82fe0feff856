/** Your history before this pipeline: takes exports, shows what is in them, and has them imported. */
import { call, CallError } from './api.js';
import { attribute, byId, copyOf, keyed, show, slot, text } from './dom.js';
import { choose as chooseMusic } from './filters.js';
import { drawCard, drawEarlier, drawRunning, makeCard } from './import-card.js';
import { dropped, uploadsOf } from './import-files.js';
import { runImport } from './import-run.js';
import * as said from './import-words.js';
import * as words from './words.js';

/**
 * The exports that were chosen, each `{key, name, body, account, choices, id, phase, dryRun, sent, progress, looked,
 * doc, error}`: `phase` is waiting, sending, running or ended, `looked` the document of its dry run, `doc` of its last.
 */
let jobs = [];
let accounts = [];
let running = [];
let busy = false;
let made = 0;
let imported = () => {};

const nameOf = id => words.nameOf(accounts.find(account => account.id === id) ?? { id });
const isReady = job => job.doc?.status === 'dry_run' && !job.error;

/** Whose history it is; empty when that is still to be said. */
function account() {
  if (accounts.length === 1) return accounts[0].id;
  return accounts.length ? byId('import-account').value : byId('import-name').value.trim();
}

function drawJobs() {
  const ready = jobs.filter(isReady);
  show(byId('drop'), !jobs.length);
  show(byId('import-jobs'), jobs.length > 0);
  show(byId('import-several'), jobs.length > 1);
  keyed(byId('import-jobs'), jobs, job => job.key, makeCard, drawCard);
  show(byId('import-actions'), jobs.length > 0);
  show(byId('import-go'), ready.length > 0);
  attribute(byId('import-go'), 'aria-disabled', busy ? 'true' : null);
  text(byId('import-go'), ready.length && ready.every(job => job.doc.files?.every(file => file.imported_at))
    ? 'Import once more' : 'Import');
  show(byId('import-other'), !busy);
  show(byId('import-charts'), !busy && jobs.some(job => job.doc?.status === 'succeeded'));
  for (const field of byId('import-form').elements) field.disabled = busy;
}

/** Runs one job; what goes wrong is on its card. */
async function run(job, dryRun) {
  Object.assign(job, { phase: 'sending', dryRun, sent: 0, progress: {}, error: null, aborting: new AbortController() });
  drawJobs();
  try {
    job.doc = await runImport(job, { account: job.account, dryRun, ...job.choices }, news => {
      if (news.sent !== undefined) job.sent = news.sent;
      else Object.assign(job, { phase: 'running', id: news.id ?? job.id, progress: { ...job.progress, ...news } });
      drawJobs();
    }, job.aborting.signal);
    if (dryRun) job.looked = job.doc;
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    job.error = error;
  } finally {
    job.phase = 'ended';
  }
}

/** Tells a screen reader, which is not told of each number. */
const tell = sentence => { byId('import-said').textContent = sentence; };

const focusOnFirst = () => (jobs.length ? slot(byId('import-jobs'), 'name') : byId('import-files')).focus();

/** Runs jobs one after the other, as the pipeline takes them. */
async function runAll(some, dryRun) {
  busy = true;
  for (const job of some) job.phase = 'waiting';
  drawJobs();
  focusOnFirst();
  try {
    for (const job of some) {
      tell(`${dryRun ? 'Looking at' : 'Importing'} ${job.name}.`);
      await run(job, dryRun);
      tell(`${job.name}: ${job.error?.message ?? `${said.state(job.doc).text}. ${said.summary(job.doc)}`}`);
    }
  } catch (error) {
    if (error?.name !== 'AbortError') throw error;
    jobs = [];
    tell('Cancelled.');
  } finally {
    busy = false;
    drawJobs();
  }
  if (!jobs.length) focusOnFirst();
  if (dryRun) return;
  await listEarlier();
  imported();
}

/** Looks what is in exports that were chosen, once it is known whose they are. */
async function look(some = jobs) {
  text(byId('import-error'), '');
  if (!some.length || busy) return;
  if (account()) {
    for (const job of some) {
      // another account is another question
      if (job.account !== account()) job.choices.anyway = false;
      job.account = account();
      job.choices.withoutPrivate = byId('import-private').checked;
    }
    await runAll(some, true);
    return;
  }
  text(byId('import-error'), 'Say first whose history it is.');
  byId(accounts.length ? 'import-account' : 'import-name').focus();
}

async function choose(files, folders) {
  if (busy || !files.length && !folders.length) return;
  text(byId('import-error'), '');
  try {
    const uploads = await uploadsOf(files, folders);
    if (!uploads.length) throw new RangeError('no file of an export is in it');
    jobs = uploads.map(upload => ({ ...upload, key: ++made, phase: 'waiting', choices: {}, progress: {} }));
  } catch (error) {
    text(byId('import-error'), error instanceof RangeError ? `This cannot be sent: ${error.message}.`
      : 'The files cannot be read: choose them once more.');
    return;
  }
  drawJobs();
  await look();
}

function forget() {
  jobs = [];
  byId('import-files').value = '';
  drawJobs();
  focusOnFirst();
}

async function listEarlier() {
  let earlier;
  try {
    earlier = (await call('GET', 'api/imports')).imports.filter(one => !one.dry_run);
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    return;
  }
  show(byId('earlier'), earlier.length > 0);
  text(byId('earlier-title'), `Imports so far (${words.count(earlier.length)})`);
  drawEarlier(byId('earlier-list'), earlier, nameOf, Date.now());
  const name = byId('import-name');
  const last = earlier.find(one => !accounts.some(each => each.id === one.account_id))?.account_id;
  // as long as nobody has typed another one
  if (last && name.value === name.defaultValue) name.value = name.defaultValue = last;
}

/** Draws who can be chosen, of a status. */
export function drawImports(status) {
  ({ accounts } = status);
  show(byId('import-account-field'), accounts.length > 1);
  show(byId('import-name-field'), accounts.length === 0);
  show(byId('import-for'), accounts.length === 1);
  text(byId('import-for-name'), accounts.length === 1 ? words.nameOf(accounts[0]) : '');
  keyed(byId('import-account'), accounts, each => each.id, () => document.createElement('option'), (option, each) => {
    attribute(option, 'value', each.id);
    text(option, words.nameOf(each));
  });
}

/** Draws imports that others have begun: the command, the folder, or another page. */
export function drawOtherImports(all) {
  const others = all.filter(one => !one.dry_run && !jobs.some(job => job.id === one.id));
  const ended = running.some(one => !all.some(other => other.id === one.id));
  running = others;
  show(byId('import-running'), others.length > 0);
  keyed(byId('import-running'), others, one => one.id, () => copyOf('running-template').firstElementChild,
    (item, one) => drawRunning(item, one, nameOf));
  if (!ended) return;
  listEarlier();
  imported();
}

function clicked({ target }) {
  const job = jobs.find(each => String(each.key) === target.closest('[data-key]')?.dataset.key);
  const action = target.closest('button')?.dataset.slot;
  if (!job || !action) return;
  if (action === 'cancel') job.aborting.abort();
  if (busy) return;
  if (action === 'again') runAll([job], job.dryRun);
  if (action !== 'remedy') return;
  job.choices[job.error?.remedy ?? job.doc.remedy] = true;
  look([job]);
}

function startDropping() {
  const zone = byId('drop');
  const over = yes => attribute(zone, 'data-over', yes ? '' : null);
  zone.addEventListener('dragenter', () => over(true));
  zone.addEventListener('dragleave', event => over(zone.contains(event.relatedTarget)));
  // beside the zone, a browser would open the file in place of this page
  addEventListener('dragover', event => event.preventDefault());
  addEventListener('drop', event => {
    event.preventDefault();
    over(false);
    if (!byId('past').contains(event.target)) return;
    const { files, folders } = dropped(event.dataTransfer);
    choose(files, folders);
  });
}

/** Listens to the person. @param done is told of new plays */
export function startImports(done) {
  imported = done;
  startDropping();
  listEarlier();
  byId('import-files').addEventListener('change', event => choose([...event.target.files], []));
  byId('import-form').addEventListener('change', event => {
    if (event.target !== byId('import-files')) look();
  });
  byId('import-form').addEventListener('submit', event => {
    event.preventDefault();
    look();
  });
  byId('import-jobs').addEventListener('click', clicked);
  byId('import-go').addEventListener('click', () => {
    if (!busy) runAll(jobs.filter(isReady), false);
  });
  byId('import-other').addEventListener('click', forget);
  byId('import-charts').addEventListener('click', () => {
    chooseMusic({ period: 'all', from: '', to: '' });
    byId('music-title').focus({ preventScroll: true });
    byId('music').scrollIntoView();
  });
  byId('earlier').addEventListener('toggle', listEarlier);
}
