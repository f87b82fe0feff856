/** The page of a song, an artist or an album. */
import { choose, chosen, queryOf } from './address.js';
import { asks } from './ask.js';
import { byId, element, show, text } from './dom.js';
import { figure } from './figure.js';
import { drawLibrary, drawPlaylists } from './kept.js';
import { isDay, today } from './period.js';
import { bars } from './pictures.js';
import { drawHead, drawPlaces } from './thing-head.js';
import { rowsOf } from './rows.js';
import { spansOf } from './spans.js';
import * as words from './words.js';

/** So many songs or albums are shown before more are wanted. */
const AT_FIRST = 12;
const KINDS = ['song', 'artist', 'album'];
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const clock = hour => `${String(hour).padStart(2, '0')}:00`;
const most = values => values.indexOf(Math.max(...values));

const months = figure({ id: 'per-month', title: 'Over time', heads: ['When', 'Plays', 'Hours'] });
const hours = figure({ id: 'per-hour', title: 'Hours of the day', heads: ['Hour', 'Plays'] });
const weekdays = figure({ id: 'per-weekday', title: 'Days of the week', heads: ['Day', 'Plays'] });

let thing = null;

const by = () => (chosen('by') === 'hours' ? 'hours' : 'plays');

function drawMonths() {
  const { one, bars: spans } = spansOf(thing.months);
  const highest = spans.reduce((first, other) => (other[by()] > first[by()] ? other : first));
  const saying = bar => `${words.plural(bar.plays, 'play', 'plays')}, ${words.hours(bar.hours)}`;
  return months.draw({
    option: bars(spans.map(bar => ({ label: bar.label, value: bar[by()], tip: `${bar.name}\n${saying(bar)}` }))),
    about: `Each bar is a ${one}.`,
    summary: `${by() === 'hours' ? 'Hours' : 'Plays'} of each ${one}, most in ${highest.name}: ${saying(highest)}.`,
    lines: spans.map(bar => [bar.name, words.count(bar.plays), words.count(bar.hours)]),
  });
}

function drawHabits({ hours_of_day: ofDay, weekdays: ofWeek }) {
  const plays = count => words.plural(count, 'play', 'plays');
  const range = hour => `${clock(hour)}–${clock((hour + 1) % 24)}`;
  return Promise.all([
    hours.draw({
      option: bars(ofDay.map((count, hour) => ({ label: clock(hour), value: count, tip: `${range(hour)}\n${plays(count)}` })),
        { every: 6 }),
      summary: `Plays by the hour of the day, most from ${range(most(ofDay))}: ${plays(Math.max(...ofDay))}.`,
      lines: ofDay.map((count, hour) => [range(hour), words.count(count)]),
    }),
    weekdays.draw({
      option: bars(ofWeek.map((count, day) => ({ label: WEEKDAYS[day].slice(0, 3), value: count,
        tip: `${WEEKDAYS[day]}\n${plays(count)}` })), { every: 1 }),
      summary: `Plays by the day of the week, most on ${WEEKDAYS[most(ofWeek)]}: ${plays(Math.max(...ofWeek))}.`,
      lines: ofWeek.map((count, day) => [WEEKDAYS[day], words.count(count)]),
    }),
  ]);
}

/** Rows; of many only the first, until all are wanted. */
function drawRows(name, kind, rows) {
  const box = byId(`${name}-list`);
  const list = rowsOf(kind, rows.slice(0, AT_FIRST));
  show(byId(name), rows.length > 0);
  box.replaceChildren(list);
  if (rows.length <= AT_FIRST) return;
  const more = element('button', 'button more', `Show all ${words.count(rows.length)} ${name}`);
  more.type = 'button';
  more.addEventListener('click', () => {
    const rest = rowsOf(kind, rows.slice(AT_FIRST)).children;
    const first = rest[0];
    list.append(...rest);
    more.remove();
    first.querySelector('a.title')?.focus();
  });
  box.append(more);
}

async function draw(answer) {
  thing = answer;
  document.title = `${answer.name || 'Without a name'} · Spotify pipeline`;
  drawHead(answer);
  const heard = answer.months.length > 0;
  for (const part of ['over-time', 'place', 'when']) show(byId(part), heard);
  drawPlaces(answer);
  drawRows('albums', 'album', answer.albums ?? []);
  drawRows('songs', 'song', answer.songs ?? []);
  drawLibrary(answer);
  drawPlaylists(answer.playlists ?? [], chosen('on'));
  if (heard) await Promise.all([drawMonths(), drawHabits(answer)]);
}

function path() {
  const on = chosen('on');
  return `api/music/thing${queryOf({ kind: chosen('kind'), key: chosen('key'), account: chosen('account'),
    on: isDay(on) ? on : '' })}`;
}

function drawUnknown(why) {
  show(byId('thing'), false);
  show(byId('unknown'), true);
  text(byId('unknown-why'), why);
}

/** What is not known is said where the page would be, and trying again does not help. */
function unknown(error) {
  if (error.status !== 404) return null;
  drawUnknown('No song, artist or album is known under this address. It may have been deleted, or the address was cut off:'
    + ' the search finds what there is.');
  return '';
}

const ask = asks(byId('thing'), draw, unknown);
const askPlaylists = asks(byId('playlists'), answer => drawPlaylists(answer.playlists ?? [], chosen('on')));

function chooseDay(day) {
  choose({ on: day });
  show(byId('on-all'), day !== '');
  askPlaylists(path());
}

byId('months').append(months.node);
byId('habits').append(hours.node, weekdays.node);
byId('on').max = today();
byId('on').value = isDay(chosen('on')) ? chosen('on') : '';
show(byId('on-all'), byId('on').value !== '');
for (const radio of byId('by-form').elements.by) radio.checked = radio.value === by();
byId('by-form').addEventListener('change', event => {
  choose({ by: event.target.value === 'hours' ? 'hours' : '' });
  drawMonths();
});
// a day that is half typed is none
byId('on').addEventListener('change', event => {
  if (isDay(event.target.value)) chooseDay(event.target.value);
});
byId('on-all').addEventListener('click', () => {
  byId('on').value = '';
  byId('on').focus();
  chooseDay('');
});
for (const form of ['by-form', 'on-form']) byId(form).addEventListener('submit', event => event.preventDefault());

if (KINDS.includes(chosen('kind')) && chosen('key')) {
  ask(path());
} else {
  drawUnknown('This address names no song, artist or album: the search finds what there is.');
}
