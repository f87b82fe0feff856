/** One export: how far it is, what is in it, and what became of it. */
import { attribute, copyOf, element, keyed, pill, show, slot, text } from './dom.js';
import * as said from './import-words.js';
import * as words from './words.js';

let made = 0;

export function makeCard() {
  const card = copyOf('import-template').firstElementChild;
  const title = slot(card, 'name');
  title.id = `import-${++made}`;
  card.firstElementChild.setAttribute('aria-labelledby', title.id);
  for (const name of ['remedy', 'again', 'cancel']) {
    slot(card, name).id = `import-${name}-${made}`;
    slot(card, name).setAttribute('aria-labelledby', `import-${name}-${made} ${title.id}`);
  }
  return card;
}

function stateOf({ phase, dryRun, error, doc }) {
  if (error) return { tone: 'bad', text: error.remedy ? 'Refused' : 'Failed' };
  if (phase === 'waiting') return { tone: 'wait', text: 'Waits' };
  if (phase === 'sending') return { tone: 'run', text: 'Sending' };
  if (phase === 'running') return { tone: 'run', text: dryRun ? 'Looking' : 'Importing' };
  return said.state(doc);
}

/** How far it is: what is done, of how much, and in words. */
function progressOf({ phase, dryRun, sent, body, progress, looked }) {
  if (phase === 'sending') {
    return { done: sent, all: body.size, step: `${said.size(sent)} of ${said.size(body.size)} sent` };
  }
  const { rows = 0, expected, waits } = progress;
  if (waits) return { step: waits };
  // a dry run has counted them
  const all = expected ?? (dryRun ? null : looked?.read);
  if (expected && !dryRun) return { done: rows, all, step: `${said.rows(rows, all)} stored` };
  return { done: rows, all, step: `${said.rows(rows, all)} looked at` };
}

function drawProgress(card, job) {
  const busy = ['sending', 'running'].includes(job.phase);
  show(slot(card, 'busy'), busy);
  show(slot(card, 'cancel'), job.phase === 'sending');
  if (!busy) return;
  const { done, all, step } = progressOf(job);
  attribute(slot(card, 'progress'), 'max', all || 1);
  attribute(slot(card, 'progress'), 'value', all ? Math.min(done, all) : null);
  text(slot(card, 'step'), step);
}

function total(list, what, number) {
  const item = element('div');
  item.append(element('dt', '', what), element('dd', '', number));
  list.append(item);
}

function drawTotals(card, doc) {
  const list = slot(card, 'totals');
  list.replaceChildren();
  const looking = doc.status === 'dry_run';
  total(list, 'Rows', words.count(doc.read));
  total(list, 'New plays', words.count(doc.new));
  if (doc.merged) total(list, looking ? 'Here already' : 'Gained what it knows', words.count(doc.merged));
  if (doc.gaps_closed) total(list, looking ? 'Gaps it closes' : 'Gaps closed', words.count(doc.gaps_closed));
}

/** What becomes of the rows: a group a place, and their sum. */
function drawOutcomes(card, doc) {
  const table = element('table', 'outcomes');
  table.append(element('caption', '', doc.status === 'dry_run' ? 'What would become of the rows'
    : 'What became of the rows'));
  for (const { title, rows } of said.outcomes(doc)) {
    const body = table.createTBody();
    const head = element('th', '', title);
    head.colSpan = 2;
    head.scope = 'rowgroup';
    body.insertRow().append(head);
    for (const { what, why, count } of rows) {
      const line = body.insertRow();
      const name = element('th', '', what);
      name.scope = 'row';
      if (why) name.append(element('small', '', why));
      line.append(name, element('td', 'number', words.count(count)));
    }
  }
  const sum = table.createTFoot().insertRow();
  const name = element('th', '', 'Together');
  name.scope = 'row';
  sum.append(name, element('td', 'number', words.count(doc.read)));
  slot(card, 'outcomes').replaceChildren(table);
}

function drawYears(card, doc) {
  const years = said.years(doc);
  show(slot(card, 'years'), years.length > 0);
  const most = Math.max(...years.map(([, plays]) => plays));
  slot(card, 'years-list').replaceChildren(...years.map(([year, plays]) => {
    const bar = element('div', 'bar');
    bar.style.inlineSize = `${100 * plays / most}%`;
    const track = element('div', 'bar-track');
    if (plays) track.append(bar);
    const item = element('li');
    item.append(element('span', '', year), track, element('span', 'number', words.count(plays)));
    return item;
  }));
}

function drawPairs(card, doc) {
  const pairs = said.pairs(doc);
  show(slot(card, 'pairs'), pairs.length > 0);
  const all = pairs.reduce((sum, [count]) => sum + count, 0);
  text(slot(card, 'pairs-title'), `How ${words.plural(all, 'play was', 'plays were')} recognised`);
  slot(card, 'pairs-list').replaceChildren(...pairs.map(([count, how]) => {
    const item = element('li');
    item.append(element('b', '', words.count(count)), ` ${how}`);
    return item;
  }));
  text(slot(card, 'offsets'), said.offsets(doc));
}

function drawFiles(card, { files = [] }) {
  show(slot(card, 'files'), files.length > 0);
  text(slot(card, 'files-title'), words.plural(files.length, 'file with history', 'files with history'));
  slot(card, 'files').open = files.some(file => file.error);
  slot(card, 'files-list').replaceChildren(...files.map(file => {
    const item = element('li');
    const name = element('span', '', file.name);
    name.dir = 'auto';
    const note = element('small', '', said.ofFile(file));
    if (file.error) note.dataset.tone = 'bad';
    item.append(name, element('span', 'number', words.plural(file.rows, 'row', 'rows')), note);
    return item;
  }));
}

/** Draws a job: see `imports.js`. */
export function drawCard(card, job) {
  const { error, doc } = job;
  text(slot(card, 'name'), job.name);
  pill(slot(card, 'state'), stateOf(job));
  drawProgress(card, job);
  const failed = error ? error.message : doc?.error ?? '';
  text(slot(card, 'error'), job.phase === 'ended' ? said.reason(failed) : '');
  const remedy = job.phase === 'ended' && (error?.remedy ?? doc?.remedy);
  show(slot(card, 'remedy'), Boolean(remedy));
  if (remedy) text(slot(card, 'remedy'), said.remedies[remedy] ?? 'Look at it all the same');
  show(slot(card, 'again'), job.phase === 'ended' && !remedy && (Boolean(error && error.status !== 422)
    || doc?.status === 'failed'));
  show(slot(card, 'found'), doc?.read !== undefined);
  if (job.drawn === doc || doc?.read === undefined) return;
  job.drawn = doc;
  text(slot(card, 'already'), said.already(doc));
  text(slot(card, 'span'), said.span(doc));
  drawTotals(card, doc);
  drawOutcomes(card, doc);
  drawYears(card, doc);
  drawPairs(card, doc);
  drawFiles(card, doc);
}

/** Draws an import that runs, as the progress has it. */
export function drawRunning(item, { name, account_id: id, rows, expected }, nameOf) {
  text(slot(item, 'name'), name);
  text(slot(item, 'about'), `for ${words.isolated(nameOf(id))}: ${said.rows(rows, expected)} ${
    expected ? 'stored' : 'looked at'}`);
  attribute(slot(item, 'progress'), 'max', expected ?? 1);
  attribute(slot(item, 'progress'), 'value', expected ? rows : null);
}

/** Draws the earlier imports. */
export function drawEarlier(list, imports, nameOf, now) {
  keyed(list, imports, one => one.id, () => copyOf('earlier-template').firstElementChild, (item, one) => {
    text(slot(item, 'name'), one.name);
    pill(slot(item, 'state'), said.state(one));
    text(slot(item, 'about'), [nameOf(one.account_id), one.files?.length > 1
      && words.plural(one.files.length, 'file', 'files'), one.read && words.plural(one.read, 'row', 'rows'),
    one.read && words.plural(one.new, 'new play', 'new plays')].filter(Boolean).join(' · '));
    text(slot(item, 'error'), said.reason(one.error ?? ''));
    const at = words.millis(one.started_at);
    text(slot(item, 'when'), at && words.clock(at, now));
    attribute(slot(item, 'when'), 'datetime', one.started_at);
  });
}
