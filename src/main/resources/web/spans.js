/** Months as bars: merged into quarters or years where they would be too many of them. */

const MOST = 120;
const format = options => new Intl.DateTimeFormat(undefined, { ...options, timeZone: 'UTC' });
const MONTH = format({ month: 'long', year: 'numeric' });
const SHORT_MONTH = format({ month: 'short', year: 'numeric' });
const at = month => Date.parse(`${month}-01`);
const quarter = month => Math.ceil(Number(month.slice(5, 7)) / 3);

/** Of each length: which of them a month is in, its name, and its name on the axis. */
const SPANS = [
  { one: 'month', of: month => month, name: month => MONTH.format(at(month)), label: month => SHORT_MONTH.format(at(month)) },
  { one: 'quarter', of: month => `${month.slice(0, 4)}-Q${quarter(month)}`,
    name: month => `Quarter ${quarter(month)} of ${month.slice(0, 4)}`,
    label: month => `Q${quarter(month)} ${month.slice(0, 4)}` },
  { one: 'year', of: month => month.slice(0, 4), name: month => month.slice(0, 4), label: month => month.slice(0, 4) },
];

export const monthName = month => MONTH.format(at(month));

/**
 * @param months `{month, plays, hours}` each, none missing between the first and the last
 * @return `{one, bars}`: what a bar is, and its `{name, label, plays, hours}`
 */
export function spansOf(months) {
  const spans = SPANS.find((each, place) => months.length <= MOST * 3 ** place) ?? SPANS.at(-1);
  const bars = [...Map.groupBy(months, ({ month }) => spans.of(month))].map(([, group]) => ({
    name: spans.name(group[0].month),
    label: spans.label(group[0].month),
    plays: group.reduce((sum, each) => sum + each.plays, 0),
    hours: Math.round(100 * group.reduce((sum, each) => sum + each.hours, 0)) / 100,
  }));
  return { one: spans.one, bars };
}
