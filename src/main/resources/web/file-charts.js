/**
 * Charts whose files say how they are drawn: the first column of a row names it, the numbers behind that are its bars or
 * lines. What the rows hold is data, never markup.
 */
import { hours, weekday } from './charts.js';
import { element } from './dom.js';
import { heatMap, playsByHour } from './heat-map.js';
import { numbersTable } from './numbers.js';
import { columns as upright, lines as steps } from './series.js';
import * as words from './words.js';

const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const DAY_MS = 86_400_000;
/** Days without rows are filled in, up to so many. */
const MOST_DAYS = 20_000;

const headOf = name => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ');
const isNumber = value => typeof value === 'number';

function textOf(value) {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(textOf).join('; ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** What a name or a number reads as, under the name of its column. */
function cellOf(column, value) {
  if (!isNumber(value)) return textOf(value);
  if (column === 'weekday') return weekday(value) ?? String(value);
  if (column === 'hour') return value in [...Array(24)] ? hours(value) : String(value);
  return column === 'year' ? String(value) : words.count(value);
}

const said = (column, value) => (column === 'plays' ? words.plural(value, 'play', 'plays')
  : `${headOf(column)}: ${words.count(value)}`);

/** The columns behind the first that have numbers and nothing else. */
function numbersOf({ columns, rows }) {
  return columns.slice(1).filter(column => rows.some(row => isNumber(row[column]))
    && rows.every(row => isNumber(row[column]) || row[column] === null || row[column] === undefined));
}

/** A row for each day from the first to the last. */
function everyDay(rows, column) {
  const byDay = new Map(rows.map(row => [textOf(row[column]).slice(0, 10), row]));
  const days = [...byDay.keys()].map(day => Date.parse(day)).filter(at => !Number.isNaN(at));
  const [first, last] = [Math.min(...days), Math.max(...days)];
  if (!days.length || (last - first) / DAY_MS > MOST_DAYS) return rows;
  return Array.from({ length: (last - first) / DAY_MS + 1 }, (_, place) => {
    const day = new Date(first + place * DAY_MS).toISOString().slice(0, 10);
    return { ...byDay.get(day), [column]: day };
  });
}

function overRows(draw, answer) {
  const [name] = answer.columns;
  const shown = numbersOf(answer);
  const rows = draw === 'days' ? everyDay(answer.rows, name) : answer.rows;
  const at = row => Date.parse(textOf(row[name]));
  const names = rows.map(row => (draw === 'days' && !Number.isNaN(at(row)) ? DAY.format(at(row))
    : cellOf(name, row[name])));
  const series = shown.map(column => ({ name: headOf(column), values: rows.map(row => row[column] ?? 0) }));
  const tips = rows.map((row, place) => [words.isolated(names[place]), ...shown.map(column => said(column, row[column] ?? 0))]
    .join('\n'));
  const most = shown.length ? series[0].values.indexOf(Math.max(...series[0].values)) : 0;
  return {
    option: (draw === 'lines' ? steps : upright)(names, series, tips),
    summary: shown.length ? `most at ${words.isolated(names[most])}: ${said(shown[0], series[0].values[most])}` : '',
  };
}

function inCells({ columns: [down, across, number], rows }) {
  const most = rows.reduce((one, other) => (other[number] > one[number] ? other : one));
  const summary = `most at ${words.isolated(cellOf(down, most[down]))}, ${
    words.isolated(cellOf(across, most[across]))}: ${said(number, most[number] ?? 0)}`;
  if (down === 'weekday' && across === 'hour' && number === 'plays') return { option: playsByHour(rows), summary };
  const names = column => [...new Set(rows.map(row => cellOf(column, row[column])))];
  const [lines, columns] = [names(down), names(across)];
  const cells = rows.map(row => [columns.indexOf(cellOf(across, row[across])), lines.indexOf(cellOf(down, row[down])),
    isNumber(row[number]) ? row[number] : 0]);
  return { option: heatMap(columns, lines, cells, ([column, line, value]) =>
    `${words.isolated(lines[line])}, ${words.isolated(columns[column])}\n${said(number, value)}`), summary };
}

const linesOf = ({ columns, rows }) => rows.map(row => columns.map(column => cellOf(column, row[column])));
const aboutOf = ({ description, note }) => [description, note].filter(Boolean).join(' ');

/** What is drawn of an answer, as a card wants it. */
export function fileChart(answer) {
  const { title, columns, rows, draw } = answer;
  const { option, summary } = draw === 'heat map' && columns.length > 2 ? inCells(answer) : overRows(draw, answer);
  return {
    title,
    about: aboutOf(answer),
    option,
    summary: `${title}: ${words.plural(rows.length, 'row', 'rows')}${summary && `, ${summary}`}.`,
    heads: columns.map(headOf),
    lines: linesOf(answer),
  };
}

/** Draws an answer as a table. */
function drawTable(box, answer) {
  const scroll = element('div', 'numbers-scroll');
  scroll.tabIndex = 0;
  scroll.setAttribute('role', 'region');
  scroll.setAttribute('aria-label', `The table of “${answer.title}”`);
  scroll.append(numbersTable(answer.title, answer.columns.map(headOf), linesOf(answer)));
  box.replaceChildren(scroll);
}

/** A chart of the list of charts, as a card wants it. */
export const cardOf = ({ chart, title, draw }) => ({
  id: chart, title, files: chart, asks: () => ({}), any: ({ rows }) => rows.length > 0,
  ...(draw === 'table' ? { list: drawTable } : { picture: fileChart }),
});
