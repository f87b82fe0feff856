/** How much was heard, over time: the bars that the pipeline has made of days, weeks or months, and their names. */
import * as words from './words.js';

const format = options => new Intl.DateTimeFormat(undefined, { ...options, timeZone: 'UTC' });
const LONG_DAY = format({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
const SHORT_DAY = format({ day: 'numeric', month: 'short' });
const DAY = format({ day: 'numeric', month: 'short', year: 'numeric' });
const MONTH = format({ month: 'long', year: 'numeric' });
const SHORT_MONTH = format({ month: 'short', year: 'numeric' });
/** More weeks than these have the name of a month on the axis, with the year. */
const MOST_WEEKS = 53;
/** From the first day of a week to its last. */
const WEEK_MS = 6 * 86_400_000;

/** What a bar is: its name, its name on the axis, and what is said before its name. */
const STEPS = {
  day: { name: at => LONG_DAY.format(at), axis: SHORT_DAY, before: 'on', about: 'Each bar is a day.' },
  week: { name: at => DAY.formatRange(at, at + WEEK_MS), axis: SHORT_DAY, before: 'in the week of',
    about: 'Each bar is a week, from Monday to Sunday.' },
  month: { name: at => MONTH.format(at), axis: SHORT_MONTH, before: 'in', about: 'Each bar is a month.' },
};

/** "Jan 2025" of 2025-01, and 2025 as it is. */
export const stepName = step => (step.length > 4 ? SHORT_MONTH.format(Date.parse(`${step}-01`)) : step);

/** "14 plays, 1.2 hours" */
export const playsAndHours = ({ plays, hours }) => `${words.plural(plays, 'play', 'plays')}, ${words.hours(hours)}`;

/**
 * @param answer `{step, rows}` of the API
 * @param by     plays or hours: what the bars are as high as
 * @return `{title, about, before, bars}`, each bar `{label, name, value, tip, plays, hours}`
 */
export function barsOf({ step, rows }, by) {
  const { name, axis: usual, before, about } = STEPS[step] ?? STEPS.day;
  const axis = step === 'week' && rows.length > MOST_WEEKS ? SHORT_MONTH : usual;
  const bars = rows.map(row => {
    const at = Date.parse(row.start);
    return { ...row, name: name(at), label: axis.format(at), value: row[by], tip: `${name(at)}\n${playsAndHours(row)}` };
  });
  return { title: `${by === 'hours' ? 'Hours' : 'Plays'} per ${step}`, about, before, bars };
}
