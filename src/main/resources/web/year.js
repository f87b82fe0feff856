/** The year in review: any year, on any day. */
import { choose, chosen, queryOf, yearAddress } from './address.js';
import { asks } from './ask.js';
import { playsByHour } from './heat-map.js';
import { attribute, byId, element, show, text } from './dom.js';
import { figure } from './figure.js';
import { startAccountChoice } from './people.js';
import { bars, calendar, places } from './pictures.js';
import { changeOf, cover, rowsOf } from './rows.js';
import { monthName } from './spans.js';
import * as words from './words.js';
import { dayName, momentsOf } from './year-moments.js';

const PLACES = 10;
const KINDS = { songs: 'song', artists: 'artist', albums: 'album' };
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const clock = hour => `${String(hour).padStart(2, '0')}:00`;
const plays = count => words.plural(count, 'play', 'plays');
const highest = rows => rows.reduce((one, other) => (other.plays > one.plays ? other : one));

const days = figure({ id: 'per-day', title: 'Plays of each day', heads: ['Day', 'Plays', 'Hours'] });
const months = figure({ id: 'per-month', title: 'Plays of each month', heads: ['Month', 'Plays', 'Hours'] });
const week = figure({ id: 'per-hour', title: 'Weekdays and hours', heads: ['Day', 'Hour', 'Plays'] });
const moves = figure({ id: 'ranks', title: 'Places by month', heads: ['Month', 'Name', 'Place', 'Plays'] });

let newest = '';

const year = () => (/^\d{4}$/.test(chosen('year')) ? chosen('year') : newest);
const of = () => (Object.hasOwn(KINDS, chosen('of')) ? chosen('of') : 'artists');

/** "+12%": the change against the year before. */
function drawChange(name, now, before) {
  const node = byId(`${name}-change`);
  const percent = before ? Math.round(100 * (now - before) / before) : null;
  attribute(node, 'data-tone', percent === null || percent === 0 ? null : percent > 0 ? 'up' : 'down');
  text(node, percent === null ? '' : percent === 0 ? 'as before' : `${percent > 0 ? '+' : '−'}${words.count(Math.abs(percent))}%`);
}

function drawPoster(answer) {
  const { before, top } = answer;
  text(byId('year'), answer.year);
  text(byId('until'), answer.over || !answer.plays ? '' : `so far, until ${dayName(answer.to)}`);
  for (const name of ['plays', 'songs', 'artists', 'albums']) text(byId(name), words.count(answer[name]));
  const [number, unit] = words.hours(answer.hours).split(' ');
  text(byId('hours'), number);
  text(byId('hours-of'), unit[0].toUpperCase() + unit.slice(1));
  for (const name of ['plays', 'hours', 'songs', 'artists']) drawChange(name, answer[name], before?.[name]);
  text(byId('compared'), before ? `Compared with ${answer.over ? '' : 'the same days of '}${answer.year - 1}.` : '');
  byId('poster-covers').replaceChildren(...[...top.albums, ...top.artists].filter(row => row.cover).slice(0, 5)
    .map(row => cover('album', row.cover, 160)));
}

function drawTops({ top, before }) {
  for (const [name, kind] of Object.entries(KINDS)) {
    const rows = top[name] ?? [];
    byId(`top-${name}`).replaceChildren(rows.length
      ? rowsOf(kind, rows.map(row => ({ ...row, album: null })), row => ({ most: words.count(row.plays),
        change: before && changeOf(row) }))
      : element('p', 'quiet', 'Nothing was heard.'));
  }
}

function drawDays({ year: number, calendar: heard, busiest_day: busiest }) {
  const hours = new Map(heard.map(day => [day.day, day.hours]));
  return days.draw({
    option: calendar(number, heard, (day, count) => `${dayName(day)}\n${plays(count)}${
      count ? `, ${words.hours(hours.get(day))}` : ''}`),
    about: 'A square for each day: the stronger its colour, the more was heard.',
    summary: `Plays of each day of ${number}${busiest ? `, most on ${dayName(busiest.day)}: ${plays(busiest.plays)}` : ''}.`,
    lines: heard.map(day => [dayName(day.day), words.count(day.plays), words.count(day.hours)]),
  });
}

function drawMonths({ months: all }) {
  const first = highest(all);
  return months.draw({
    option: bars(all.map(month => ({ label: monthName(month.month).slice(0, 3), value: month.plays,
      tip: `${monthName(month.month)}\n${plays(month.plays)}, ${words.hours(month.hours)}` }))),
    summary: `Plays of each month, most in ${monthName(first.month)}: ${plays(first.plays)}.`,
    lines: all.map(month => [monthName(month.month), words.count(month.plays), words.count(month.hours)]),
  });
}

function drawWeek({ week: all }) {
  const cells = all.flatMap((hours, day) => hours.map((count, hour) => ({ weekday: day + 1, hour, plays: count })));
  const first = highest(cells);
  return week.draw({
    option: playsByHour(cells),
    summary: `Plays by weekday and hour, most on ${WEEKDAYS[first.weekday - 1]} at ${clock(first.hour)}: ${plays(first.plays)}.`,
    lines: cells.filter(cell => cell.plays).map(cell => [WEEKDAYS[cell.weekday - 1], clock(cell.hour),
      words.count(cell.plays)]),
  });
}

async function drawMoves({ steps, rows }) {
  show(byId('moves-chart'), rows.length > 0 && steps.length > 1);
  if (!rows.length || steps.length < 2) return;
  const names = steps.map(step => (step.length === 7 ? monthName(step).slice(0, 3) : step));
  await moves.draw({
    option: places(names, rows, PLACES),
    about: 'The ten most played of the year, and the place of each in every month, as far as it was among the first ten.',
    summary: `Places by month of ${rows.map(row => words.isolated(row.name)).join(', ')}.`,
    lines: rows.flatMap(row => steps.map((step, place) => [step.length === 7 ? monthName(step) : step, row.name,
      row.ranks[place] === null ? '–' : words.ordinal(row.ranks[place]), words.count(row.plays[place])])),
  });
}

async function draw(answer) {
  document.title = `${answer.year} in review · Spotify pipeline`;
  drawPoster(answer);
  drawTops(answer);
  byId('moments-list').replaceChildren(...momentsOf(answer));
  const any = answer.plays > 0;
  for (const name of ['moments', 'days', 'habits', 'moves']) show(byId(name), any);
  if (!any) return;
  askMoves();
  await Promise.all([drawDays(answer), drawMonths(answer), drawWeek(answer)]);
}

const askYear = asks(byId('review'), draw);
const askRanks = asks(byId('moves-chart'), drawMoves);

function askMoves() {
  askRanks(`api/music/ranks${queryOf({ kind: of(), most: PLACES, account: chosen('account'), from: `${year()}-01-01`,
    to: `${year()}-12-31` })}`);
}

/** The years to go to; one that is chosen is among them although nothing was heard in it. */
async function drawYears({ years }) {
  newest = String(years[0]?.year ?? '');
  const all = years.map(each => String(each.year));
  if (year() && !all.includes(year())) all.push(year());
  byId('years').replaceChildren(...all.sort().reverse().map(each => {
    const link = element('a', 'year-link', each);
    link.href = yearAddress(each);
    attribute(link, 'aria-current', each === year() ? 'page' : null);
    return link;
  }));
  show(byId('no-years'), !year());
  show(byId('review'), false);
  for (const radio of byId('moves-form').elements.of) radio.checked = radio.value === of();
  if (year()) await askYear(`api/music/year${queryOf({ year: year(), account: chosen('account') })}`);
}

const askYears = asks(byId('years'), drawYears);
const start = () => askYears(`api/music/years${queryOf({ account: chosen('account') })}`);

days.node.classList.add('calendar');
byId('calendar').append(days.node);
byId('habits-charts').append(months.node, week.node);
byId('moves-chart').append(moves.node);
byId('moves-form').addEventListener('submit', event => event.preventDefault());
byId('moves-form').addEventListener('change', event => {
  choose({ of: event.target.value === 'artists' ? '' : event.target.value });
  askMoves();
});
startAccountChoice(byId('account-place'), start);
start();
