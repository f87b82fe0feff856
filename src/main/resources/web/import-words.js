/** What the pipeline says of an import, in words. Pure functions. */
import * as words from './words.js';

const LONG_DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'long' });
const UTC_DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
const BYTES = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** What can become of a row, by where it goes: its field, what it is, in a dry run if that differs, and why. */
const OUTCOMES = [
  { title: 'Plays', of: [
    ['new', 'New plays', 'Heard long enough for a play.'],
    ['merged', 'Plays that are here already', 'Spotify’s Web API has shown them. They gain what only the export knows,'
      + ' such as how long each was heard.'],
    ['known', 'Rows that are here already', 'From an earlier import. They stay as they are.'],
    ['moved', 'Moved', 'What counts as a play (import.play-after) has changed since an earlier import.'] ] },
  { title: 'Kept apart, in the collection “other_streams”', of: [
    ['short', 'Heard too briefly for a play', 'Songs that were skipped, as a rule.'],
    ['episode', 'Podcast episodes', ''],
    ['chapter', 'Chapters of audiobooks', ''] ] },
  { title: 'Left out', of: [
    ['duplicate', 'Copies', 'The same row is there twice, or in two files.'],
    ['private_left_out', 'Private sessions', 'As you asked.'],
    ['empty', 'Without a name', 'The export does not say what was heard.'],
    ['dead', 'Not readable', 'Kept in the collection “dead_letters”, with the reason.'] ] },
];

/** How sure it is that a row and a play are the same, from the surest on. */
const TIERS = {
  1: 'at the same time, within 10 seconds',
  2: 'told to Spotify late, at the same time by the clock of the device',
  3: 'where the Web API has the start in place of the end',
  4: 'at the same time, within 90 seconds',
  5: 'heard offline and told to Spotify late',
};
const TIERS_BY_MINUTE = { 1: 'in the same minute', 2: 'one minute apart' };

/** What became of the rows, or would: groups of `{title, rows: [{what, why, count}]}`, without those that are none. */
export function outcomes(doc) {
  return OUTCOMES.map(({ title, of }) => ({ title, rows: of.filter(([field]) => doc[field] > 0)
    .map(([field, what, why]) => ({ what, why, count: doc[field] })) })).filter(group => group.rows.length);
}

/** How many rows are plays that the Web API has shown, by how that was told: `[count, words]` each. */
export function pairs(doc) {
  const tiers = doc.short_form ? TIERS_BY_MINUTE : TIERS;
  return Object.entries(doc.pairs ?? {}).map(([tier, count]) => [count, tiers[tier] ?? TIERS[tier] ?? `tier ${tier}`]);
}

const seconds = ms => `${BYTES.format(ms / 1000)} s`;

/** How far the times of pairs lie apart: what confirms the rules, or does not. Empty without pairs. */
export function offsets({ offsets: off }) {
  return off ? `Half of the times lie within ${seconds(off.median)} of each other, 95 of 100 within`
    + ` ${seconds(off.most)}, all within ${seconds(off.largest)}.` : '';
}

/** Plays by year, `[year, plays]` each, also the years without any between the first and the last. */
export function years(doc) {
  const known = doc.years ?? {};
  const [first, last] = [Math.min(...Object.keys(known)), Math.max(...Object.keys(known))];
  const all = [];
  for (let year = first; year <= last; year++) all.push([year, known[year] ?? 0]);
  return all;
}

/** "From 2 Jan 2014 – 5 Nov 2026; 12 rows are from private sessions."; empty without rows. */
export function span(doc) {
  const [from, to] = [words.millis(doc.span?.from), words.millis(doc.span?.to)];
  if (from === null || to === null) return '';
  const hidden = doc.private && !doc.without_private
    ? `; ${words.plural(doc.private, 'row is', 'rows are')} from private sessions` : '';
  return `${UTC_DAY.formatRange(from, to)}${hidden}.`;
}

/** "12.9 MB" */
export const size = bytes => (bytes < 1e6 ? `${BYTES.format(Math.ceil(bytes / 1e3))} kB`
  : bytes < 1e9 ? `${BYTES.format(bytes / 1e6)} MB` : `${BYTES.format(bytes / 1e9)} GB`);

/** When its files were imported before; empty when none was. */
export function already({ files = [] }) {
  const before = files.filter(file => file.imported_at);
  if (!before.length) return '';
  const last = LONG_DAY.format(Math.max(...before.map(file => words.millis(file.imported_at))));
  if (before.length === files.length) return `Imported already on ${last}. Once more changes nothing.`;
  return `${words.plural(before.length, 'file', 'files', true)} of ${files.length} imported already, on ${last}.`;
}

/** What is to be said of a file besides its rows. */
export function ofFile({ error, imported_at: at }) {
  if (error) return error;
  return words.millis(at) === null ? '' : `imported already on ${words.day(words.millis(at))}`;
}

/** A reason as the page says it: a sentence, without the options of the command, which are buttons here. */
export const reason = message => message.replace(/(, or |\. )import \w+ all the same with --\w+/i, '')
  .replace(/[^.…]$/, '$&.');

/** What the button is called that has a refused import done. */
export const remedies = {
  short: 'Look at this one year all the same',
  anyway: 'These are my plays: look at them all the same',
};

/** "120,000 of 300,000 rows" */
export const rows = (done, all) => (all ? `${words.count(Math.min(done, all))} of ${words.plural(all, 'row', 'rows')}`
  : words.plural(done, 'row', 'rows'));

/** The state of an import that has ended: `tone` and `text`, as of a pill. */
export function state(doc) {
  const texts = {
    dry_run: ['wait', already(doc) ? 'Looked at' : 'Nothing imported yet'],
    succeeded: doc.error ? ['warn', 'Imported in part'] : ['ok', 'Imported'],
    refused: ['bad', 'Refused'],
    failed: ['bad', 'Failed'],
    running: ['run', 'Under way'],
  };
  const [tone, text] = texts[doc.status] ?? ['wait', doc.status];
  return { tone, text };
}

/** An import that has ended, in a sentence. */
export function summary(doc) {
  if (doc.read === undefined) return '';
  const both = `${words.plural(doc.read, 'row', 'rows')}, ${words.plural(doc.new, 'new play', 'new plays')}`;
  return doc.merged ? `${both}, ${words.plural(doc.merged, 'play', 'plays')} here already.` : `${both}.`;
}
