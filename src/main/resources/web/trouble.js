/** What is wrong: hidden when nothing is. Each entry says what, since when, and what to do. */
import { call } from './api.js';
import { attribute, byId, copyOf, keyed, once, show, slot, text } from './dom.js';
import { toast } from './toast.js';
import * as words from './words.js';

/** A stored reason may begin with the account that its entry names already. */
function shorter(message, id, name) {
  return message.replace(`Account ${id}: `, '').replaceAll(`account ${id}`, words.isolated(name));
}

/** A time of the server's, within a sentence, as the reader's own. */
const localTimes = (message, now) => message.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d[\d:.]*Z/g,
  iso => words.clock(Date.parse(iso), now));

function needEntry(need, nameOf, now) {
  const name = need.account_id ? nameOf(need.account_id) : 'Everybody';
  return {
    key: `need ${need.subject} ${need.account_id} ${need.endpoint}`,
    tone: need.subject === 'sign-in' ? 'warn' : 'bad',
    label: { 'sign-in': 'Sign-in', app: 'App', endpoint: 'Endpoint', clock: 'Clock' }[need.subject] ?? 'Account',
    title: need.endpoint ? `${need.endpoint}, ${words.isolated(name)}` : name,
    text: localTimes(shorter(need.message ?? '', need.account_id, name), now),
    signIn: Boolean(need.sign_in_url),
  };
}

function parkedEntry(account) {
  return {
    key: `account ${account.id}`,
    tone: 'bad',
    label: 'Account',
    title: words.nameOf(account),
    text: account.reason,
    signIn: account.status === 'needs_sign_in',
  };
}

function limitEntry(limit, now) {
  return {
    key: `limit ${limit.bucket}`,
    tone: 'warn',
    label: 'Limit',
    title: limit.bucket === '*' ? 'All calls to Spotify' : limit.bucket,
    text: `Not asked again before ${words.clock(words.millis(limit.blocked_until), now)}. ${limit.reason ?? ''}`,
  };
}

function fileEntry(file) {
  return {
    key: `file ${file.file} ${file.line}`,
    tone: 'warn',
    label: 'File',
    title: file.line ? `${file.file}, line ${file.line}` : file.file,
    text: file.message,
  };
}

/** What is lost stays lost: after a while it is no news. */
const GAP_DAYS = 30;

/** The gaps that were found lately. */
export function recentGaps(trouble, now) {
  return trouble.gaps.filter(gap => now - (words.millis(gap.found_at) ?? now) < GAP_DAYS * 86_400_000);
}

function gapEntry(gap, nameOf) {
  return {
    key: `gap ${gap.account_id} ${gap.from}`,
    tone: 'warn',
    label: 'Gap',
    title: nameOf(gap.account_id),
    text: `Plays ${words.span(words.millis(gap.from), words.millis(gap.to))} may be missing: more was played than the 50`
      + ` plays that Spotify shows. This line stays for ${GAP_DAYS} days; the collection “gaps” keeps it.`,
  };
}

/** One entry an endpoint, with a line for each account and reason. */
function letterEntries(letters, nameOf, several, now) {
  const endpoints = Map.groupBy(letters, letter => letter.endpoint);
  return [...endpoints].map(([endpoint, groups]) => {
    const items = groups.reduce((sum, group) => sum + group.count, 0);
    const since = Math.min(...groups.map(group => words.millis(group.first_at) ?? now));
    const imported = endpoint === 'import';
    return {
      key: `letters ${endpoint}`,
      tone: 'warn',
      label: 'Not stored',
      title: endpoint,
      text: imported ? `${words.plural(items, 'row of an export', 'rows of exports')} could not be read. Such rows are`
        + ' in Spotify’s file; they are kept in the collection “dead_letters”.'
        : `${words.plural(items, 'item', 'items')} could not be stored, the first ${words.relative(since, now)}.`
        + ' What Spotify sent is kept, and can be tried again once its endpoint file is mended.',
      reasons: groups.map(group => ({
        key: `${group.account_id} ${group.reason}`,
        text: [`${words.count(group.count)} ×`, several && `${words.isolated(nameOf(group.account_id))}:`, group.reason]
          .filter(Boolean).join(' '),
      })),
      replay: groups.some(group => group.retriable !== false) ? endpoint : null,
      discard: endpoint,
    };
  });
}

/** What stops everybody stands alone, as in the health; an account that is parked is told of once. */
function entries(trouble, accounts, now) {
  const names = new Map(accounts.map(account => [account.id, words.nameOf(account)]));
  const nameOf = id => names.get(id) ?? id;
  const everybody = trouble.needs.some(need => need.subject === 'app');
  const parked = everybody ? [] : trouble.accounts;
  const told = new Set(parked.map(account => account.id));
  return [
    ...parked.map(parkedEntry),
    ...trouble.needs.filter(need => !['account', 'token-key'].includes(need.subject) || !told.has(need.account_id))
      .map(need => needEntry(need, nameOf, now)),
    ...trouble.limits.filter(limit => !everybody || limit.bucket !== '*').map(limit => limitEntry(limit, now)),
    ...trouble.files.map(fileEntry),
    ...letterEntries(trouble.dead_letters, nameOf, accounts.length > 1, now),
    ...recentGaps(trouble, now).map(gap => gapEntry(gap, nameOf)),
  ];
}

let made = 0;

function makeEntry() {
  const item = copyOf('trouble-template').firstElementChild;
  const number = ++made;
  slot(item, 'title').id = `trouble-${number}`;
  for (const name of ['again', 'replay', 'discard']) {
    slot(item, name).id = `${name}-trouble-${number}`;
    slot(item, name).setAttribute('aria-labelledby', `${name}-trouble-${number} trouble-${number}`);
  }
  return item;
}

function drawEntry(item, entry) {
  attribute(slot(item, 'label'), 'data-tone', entry.tone);
  text(slot(item, 'label'), entry.label);
  text(slot(item, 'title'), entry.title);
  text(slot(item, 'text'), entry.text);
  show(slot(item, 'reasons'), Boolean(entry.reasons));
  keyed(slot(item, 'reasons'), entry.reasons ?? [], reason => reason.key, () => {
    const line = document.createElement('li');
    line.dir = 'auto';
    return line;
  }, (line, reason) => text(line, reason.text));
  show(slot(item, 'again'), Boolean(entry.signIn));
  show(slot(item, 'replay'), Boolean(entry.replay));
  attribute(slot(item, 'replay'), 'data-replay', entry.replay ?? null);
  show(slot(item, 'discard'), Boolean(entry.discard));
  attribute(slot(item, 'discard'), 'data-discard', entry.discard ?? null);
}

/** The trouble of an answer with every list present. */
export function tidyTrouble(body) {
  const lists = ['gaps', 'dead_letters', 'limits', 'accounts', 'needs', 'files'];
  return Object.fromEntries(lists.map(name => [name, Array.isArray(body?.[name]) ? body[name] : []]));
}

/** Draws the section. @return how many entries it has */
export function drawTrouble(trouble, { accounts }, now) {
  const shown = entries(trouble, accounts, now);
  show(byId('trouble'), shown.length > 0);
  keyed(byId('trouble-list'), shown, entry => entry.key, makeEntry, drawEntry);
  return shown.length;
}

/** What became of a replay, in words. */
function outcome({ endpoint, healed, dead, reason, trouble }) {
  const still = dead ? `${words.plural(dead, 'item still fails', 'items still fail')}${reason ? `: ${reason}` : ''}` : '';
  const parts = [healed || !dead ? `${words.plural(healed, 'item', 'items')} healed` : '', still, trouble ?? ''];
  return `${endpoint}: ${parts.filter(Boolean).join('; ')}`;
}

function focusOnTrouble() {
  (byId('trouble').hidden ? byId('syncs-title') : byId('trouble-title')).focus();
}

/** Tries once more to store what could not be stored, of an endpoint or, where that is null, of all. */
export function tryAgain(button, endpoint, poll, healed) {
  return once(button, async () => {
    try {
      const answer = await call('POST', `api/replay${endpoint ? `?endpoint=${encodeURIComponent(endpoint)}` : ''}`);
      const outcomes = answer?.endpoints ?? [];
      toast(outcomes.length ? outcomes.map(outcome).join(' ') : 'There was nothing to try again',
        outcomes.some(each => each.dead || each.trouble));
      if (outcomes.some(each => each.healed)) healed();
    } catch (error) {
      toast(error.message, true);
    }
    await poll();
    if (!button.isConnected) focusOnTrouble();
  });
}

let unwanted = null;

function askToDiscard(button) {
  unwanted = button.dataset.discard;
  byId('discard-name').textContent = unwanted;
  byId('discard-error').textContent = '';
  byId('discard').showModal();
}

function discard(poll) {
  const endpoint = unwanted;
  return once(byId('discard-go'), async () => {
    try {
      const answer = await call('POST', `api/replay?discard=true&endpoint=${encodeURIComponent(endpoint)}`);
      const thrown = (answer?.endpoints ?? []).reduce((sum, each) => sum + (each.discarded ?? 0), 0);
      byId('discard').close();
      toast(`${endpoint}: ${words.plural(thrown, 'item', 'items')} thrown away`);
      await poll();
      focusOnTrouble();
    } catch (error) {
      byId('discard-error').textContent = error.message;
    }
  });
}

/** Listens to the person. @param poll asks the pipeline for its state at once @param healed is told of new documents */
export function startTrouble(poll, healed) {
  byId('trouble-list').addEventListener('click', event => {
    const button = event.target.closest('button[data-replay]');
    if (button) tryAgain(button, button.dataset.replay, poll, healed);
    const bin = event.target.closest('button[data-discard]');
    if (bin) askToDiscard(bin);
  });
  byId('discard-cancel').addEventListener('click', () => byId('discard').close());
  byId('discard-form').addEventListener('submit', event => {
    event.preventDefault();
    discard(poll);
  });
}
