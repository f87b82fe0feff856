/** Turns what the pipeline answers into words. Pure functions: no DOM, no clock but the `now` handed in (ms). */

const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'always' });
const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const ORDINAL = new Intl.PluralRules('en', { type: 'ordinal' });
const COUNT = new Intl.NumberFormat('en');
const UNITS = [['day', 86400], ['hour', 3600], ['minute', 60]];
const NUMBERS = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'];
/** A sign-in lives six months; below this many days the page asks for a new one. */
const WARN_DAYS = 30;

/** Milliseconds of an ISO-8601 string, or null for none or nonsense. */
export function millis(iso) {
  const at = typeof iso === 'string' ? Date.parse(iso) : NaN;
  return Number.isNaN(at) ? null : at;
}

/** "4 minutes ago", "in 2 hours", "just now", "in a moment". */
export function relative(at, now) {
  const seconds = (at - now) / 1000;
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? [];
  if (!unit) return seconds > 0 ? 'in a moment' : 'just now';
  return RELATIVE.format(Math.trunc(seconds / size), unit);
}

export const exact = at => EXACT.format(at);
export const day = at => DAY.format(at);
export const count = number => COUNT.format(Number(number) || 0);

/** The name that its user chose for an account, else its id: data, never markup. */
export const nameOf = account => account.display_name?.trim() || account.id;

/** A name within a sentence: whichever direction it is written in, it does not turn what is around it. */
export const isolated = name => `\u2068${name}\u2069`;

/** "14:30", with the date in front unless it is today. */
export function clock(at, now) {
  return (new Date(at).toDateString() === new Date(now).toDateString() ? '' : DAY.format(at) + ', ') + CLOCK.format(at);
}

/** "4.2 hours", "267 hours", "25 minutes". */
export function hours(number) {
  if (number < 1) return plural(Math.round(number * 60), 'minute', 'minutes');
  const rounded = number < 10 ? Math.round(number * 10) / 10 : Math.round(number);
  return plural(rounded, 'hour', 'hours');
}

/** "1st", "22nd", "103rd". */
export function ordinal(number) {
  const endings = { one: 'st', two: 'nd', few: 'rd', other: 'th' };
  return `${count(number)}${endings[ORDINAL.select(number)]}`;
}

/** "one thing" or "3 things"; `words` turns small numbers into words, for the start of a sentence. */
export function plural(number, one, many, words = false) {
  return `${(words && NUMBERS[number]) || count(number)} ${number === 1 ? one : many}`;
}

/**
 * What follows the word "every": "20m" as "20 minutes", "1h" as "hour", a daily cron expression as "day at 04:15"; any
 * other stays as it is.
 */
export function interval(every) {
  const text = String(every ?? '').trim();
  const names = { s: 'second', m: 'minute', h: 'hour', d: 'day', w: 'week' };
  if (/^(\d+[smhdw]\s*)+$/i.test(text)) {
    return [...text.toLowerCase().matchAll(/(\d+)([smhdw])/g)]
      .map(([, number, unit]) => plural(Number(number), names[unit], names[unit] + 's'))
      .join(' ').replace(/^1 (\w+)$/, '$1');
  }
  const daily = /^(?:0 )?(\d+) (\d+) \* \* [*?](?: \*)?$/.exec(text);
  return daily ? `day at ${daily[2].padStart(2, '0')}:${daily[1].padStart(2, '0')}` : text;
}

/** The state of an account: `tone` is ok, wait, warn or bad. */
export function accountState(account, now) {
  if (account.status === 'needs_sign_in') return { tone: 'bad', text: 'Needs you to sign in' };
  if (account.status === 'blocked') return { tone: 'bad', text: 'Blocked by Spotify' };
  if (account.scopes_missing?.length) return { tone: 'warn', text: 'Access incomplete' };
  return signInEnds(account, now)?.soon ? { tone: 'warn', text: 'Sign in again soon' } : { tone: 'ok', text: 'Signed in' };
}

/** "12 endpoints, all OK" */
export const allWell = endpoints => `${plural(endpoints, 'endpoint', 'endpoints')}, ${endpoints === 1 ? '' : 'all '}OK`;

/** When an account's sign-in runs out, or null if the server does not say. */
export function signInEnds(account, now) {
  const at = millis(account.sign_in_expires_at);
  if (at === null) return null;
  const days = Math.floor((at - now) / 86400000);
  const text = days >= 1 ? `in ${plural(days, 'day', 'days')}` : relative(at, now);
  return { at, text, soon: days < WARN_DAYS, over: at <= now };
}

/**
 * The state of one endpoint for one account: `tone` is ok, run, wait, warn or bad, `detail` the server's own sentence.
 * `sync.running` is its progress while it runs, `sync.dead` how many of its items could not be stored.
 */
export function syncState(sync, account, now) {
  const blocked = millis(sync.blocked_until);
  const detail = sync.last_error ?? '';
  if (sync.running) return { tone: 'run', text: 'Syncing', detail: progress(sync.running) };
  if (account?.status === 'needs_sign_in') return { tone: 'wait', text: 'Waits for sign-in', detail: '' };
  if (account?.status === 'blocked') return { tone: 'wait', text: 'Waits: blocked', detail: '' };
  if (sync.condition === 'waits_for_scopes') {
    return { tone: 'wait', text: 'Waits for access', detail: 'A new sign-in allows it.' };
  }
  if (blocked > now) return { tone: 'warn', text: `Blocked until ${clock(blocked, now)}`, detail };
  if (detail) return { tone: 'bad', text: 'Failed', detail };
  if (sync.condition === 'not_available') {
    return { tone: 'ok', text: 'Not available', detail: 'Spotify does not offer this to the account.' };
  }
  if (millis(sync.last_success_at) === null) return { tone: 'wait', text: 'Waiting', detail };
  return sync.dead
    ? { tone: 'warn', text: `OK, ${plural(sync.dead, 'item', 'items')} not stored`, detail: 'See Trouble.' }
    : { tone: 'ok', text: 'OK', detail: refused(sync.refused) };
}

/** What Spotify keeps to itself, as it does with the items of other people's playlists. */
function refused(lists) {
  return lists ? `Spotify does not show ${plural(lists, 'list', 'lists')} of it.` : '';
}

/** "3 pages, 150 of 1,204 records" */
function progress({ pages, records, expected }) {
  if (!pages) return 'Asking Spotify';
  const of = expected ? ` of ${count(Math.max(expected, records))}` : '';
  return `${plural(pages, 'page', 'pages')}, ${count(records)}${of} ${records === 1 && !of ? 'record' : 'records'}`;
}

/** One quiet line about the calls of a day; empty when there were none. */
export function calls(limits) {
  const used = limits.filter(limit => limit.calls_24h > 0).sort((one, other) => other.calls_24h - one.calls_24h);
  const sum = used.reduce((total, limit) => total + limit.calls_24h, 0);
  if (!sum) return '';
  const most = used.length > 1 ? `, most of them to ${used[0].bucket} (${count(used[0].calls_24h)})` : '';
  return `${plural(sum, 'call', 'calls')} to Spotify in the last 24 hours${most}.`;
}

/** "between 14:02 and 16:40 on 3 Nov 2026", or with both days. */
export function span(from, to) {
  return DAY.format(from) === DAY.format(to)
    ? `between ${CLOCK.format(from)} and ${CLOCK.format(to)} on ${DAY.format(to)}`
    : `between ${DAY.format(from)}, ${CLOCK.format(from)} and ${DAY.format(to)}, ${CLOCK.format(to)}`;
}

/**
 * The whole status in one line: `{tone, text, quiet, needs, action}`. `quiet` says more; `needs`: a person has to do
 * something; `action`: which button helps, of connect, setup, sign-in, sync and replay.
 *
 * @param trouble how many items could not be stored (`dead`), and how many gaps are news (`gaps`)
 */
export function headline(status, trouble, now) {
  const { accounts } = status;
  const syncs = status.endpoints.flatMap(endpoint => endpoint.accounts);
  const latest = Math.max(0, ...syncs.map(sync => millis(sync.last_success_at) ?? 0));
  const quiet = [plural(accounts.length, 'account', 'accounts'), latest && `last sync ${relative(latest, now)}`]
    .filter(Boolean).join(', ');
  return { quiet, needs: false, action: null, ...loudest(status, trouble, syncs, now) };
}

/** Nobody is signed in, or nobody can be. Who has plays already, as from an export, need not do anything about it. */
function beforeSignIn({ accounts, setup, kept }) {
  const plays = `${plural(kept, 'play is', 'plays are')} kept.`;
  if (setup) {
    const needs = 'The pipeline runs, and needs a Spotify client ID before anyone can sign in.';
    return { tone: 'wait', text: 'One thing to set up first', needs: !kept, action: 'setup', ...(accounts.length ? {} : {
      quiet: kept ? `${plays} ${needs}` : needs }) };
  }
  if (kept) {
    return { tone: 'wait', text: 'Nobody is signed in', action: 'connect', quiet: `${plays} Connect the same account`
      + ' again, and its syncs go on from there.' };
  }
  return { tone: 'wait', text: 'Ready for the first account', needs: true, action: 'connect',
    quiet: 'Connect a Spotify account and its first sync starts at once.' };
}

function loudest(status, { dead, gaps }, syncs, now) {
  const { accounts, setup, problems } = status;
  if (setup || !accounts.length) return beforeSignIn(status);
  const needy = accounts.filter(account => account.status !== 'active');
  if (needy.length) {
    return { tone: 'bad', text: plural(needy.length, 'account needs you', 'accounts need you', true), needs: true,
      action: needy.some(account => account.status === 'needs_sign_in') ? 'sign-in' : null };
  }
  if (!syncs.length) return { tone: 'wait', text: 'Signed in, but nothing to sync', quiet: 'No endpoint is set up.' };
  const known = new Map(accounts.map(account => [account.id, account]));
  const tones = syncs.map(sync => syncState(sync, known.get(sync.account_id), now).tone);
  const tally = tone => tones.filter(each => each === tone).length;
  if (tally('bad')) {
    return { tone: 'bad', text: plural(tally('bad'), 'sync failed last time', 'syncs failed last time', true),
      needs: true, action: 'sync' };
  }
  if (syncs.some(sync => millis(sync.blocked_until) > now)) return { tone: 'warn', text: 'Spotify asked for a pause' };
  if (problems.length) {
    const some = plural(problems.length, 'endpoint file cannot be used', 'endpoint files cannot be used', true);
    return { tone: 'warn', text: some, needs: true };
  }
  if (dead) {
    return { tone: 'warn', text: plural(dead, 'item could not be stored', 'items could not be stored', true),
      needs: true, action: 'replay' };
  }
  const soon = accounts.filter(account => accountState(account, now).tone === 'warn').length;
  const wanting = plural(soon, 'account wants', 'accounts want', true).toLowerCase();
  if (soon) {
    return { tone: 'warn', text: `Up to date, but ${wanting} a new sign-in`, needs: true, action: 'sign-in' };
  }
  if (gaps) return { tone: 'warn', text: 'Up to date, but some plays may be missing' };
  if (tally('run')) return { tone: 'run', text: tally('run') > 1 ? `${tally('run')} syncs are running` : 'Syncing now' };
  if (tally('wait')) {
    return { tone: 'wait', text: tally('ok') ? 'The first syncs are on their way' : 'Waiting for the first sync' };
  }
  return { tone: 'ok', text: 'Everything is up to date' };
}
