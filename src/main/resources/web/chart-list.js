/** Which charts there are besides the tops and those of files: what each asks for, what it draws, its numbers as a table. */
import { cardOf } from './file-charts.js';
import { drawNewest } from './newest.js';
import { barsOf, playsAndHours, stepName } from './over-time.js';
import { bars, places } from './pictures.js';
import * as words from './words.js';

const PLACES = 10;
const NARROW = 620;
/** Places that hardly move say nothing. */
const FEWEST_STEPS = 3;

const plays = number => words.plural(number, 'play', 'plays');
const most = (rows, field) => rows.reduce((one, other) => (other[field] > one[field] ? other : one));
const sum = rows => plays(rows.reduce((total, row) => total + row.plays, 0));

function overTime(answer, { by }) {
  const shown = barsOf(answer, by);
  const highest = most(shown.bars, 'value');
  return {
    title: shown.title,
    about: shown.about,
    option: bars(shown.bars),
    summary: `${shown.title}: ${sum(answer.rows)}, most ${shown.before} ${highest.name}: ${playsAndHours(highest)}.`,
    heads: ['From', 'Plays', 'Hours'],
    lines: answer.rows.map(row => [row.start, words.count(row.plays), words.count(row.hours)]),
  };
}

function ranks({ steps, rows }, { kind }) {
  const title = `How the top ${kind} moved`;
  const names = steps.map(stepName);
  const first = rows[0];
  return {
    title,
    about: `The places of those that are on top, in each ${steps[0].length > 4 ? 'month' : 'year'}.`,
    // where it is narrow, ten lines are a tangle
    option: theme => places(names, theme.width < NARROW ? rows.slice(0, PLACES / 2) : rows, PLACES)(theme),
    summary: `${title}: ${words.isolated(first.name)} is first of all, in ${names.at(-1)} ${
      first.ranks.at(-1) ? `in ${words.ordinal(first.ranks.at(-1))} place` : 'not played'}.`,
    heads: ['Name', ...names],
    lines: rows.map(row => [row.name, ...row.ranks.map(rank => rank ?? '')]),
  };
}

const anyPlays = ({ rows }) => rows.some(row => row.plays > 0);

/**
 * Each chart: its title until the answer says it; `asks`, what it asks for besides account and days; `any`, whether there
 * is something to draw; `picture`, what is drawn, or `list`, which draws it into a box; `files`, what its links lead to.
 */
export const CHARTS = [
  { id: 'over-time', title: 'Plays over time', asks: () => ({}), any: anyPlays, picture: overTime,
    files: 'plays-per-day' },
  cardOf({ chart: 'plays-by-hour', title: 'Plays by hour', draw: 'heat map' }),
  { id: 'newest-plays', title: 'Newest plays', asks: () => ({}), any: ({ rows }) => rows.length > 0, list: drawNewest,
    files: 'newest-plays' },
  { id: 'ranks', title: 'How the tops moved', asks: ({ kind, by }) => ({ kind, by, most: PLACES }), picture: ranks,
    any: ({ steps, rows }) => steps.length >= FEWEST_STEPS && rows.length > 0 },
];

const OTHER_TIME = 'No plays in this time: choose a longer one, or another account.';

/** Why there is nothing, and when there will be. @param status null before the first answer */
export function whyEmpty(status) {
  const { accounts = [], endpoints = [], kept = 0 } = status ?? {};
  const soon = 'Here you will see what you play most, and when';
  if (!accounts.length && kept) return OTHER_TIME;
  if (!accounts.length) return `${soon}, seconds after the first account is connected, or an export is imported.`;
  const syncs = endpoints.filter(endpoint => endpoint.collection === 'plays').flatMap(endpoint => endpoint.accounts);
  if (!syncs.length) return `${soon}, once an endpoint fills the collection “plays”.`;
  if (syncs.some(sync => sync.documents > 0)) return OTHER_TIME;
  const next = Math.min(...syncs.map(sync => words.millis(sync.next_run_at) ?? Infinity));
  const when = next === Infinity ? '' : ` The next look at Spotify is ${
    next <= Date.now() ? 'due now' : words.relative(next, Date.now())}.`;
  return `${soon}, as soon as you have played something.${when}`;
}
