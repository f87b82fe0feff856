/** Pictures for ECharts: each takes what is to be seen, and returns a function that makes its options from a theme. */
import { common } from './charts.js';
import * as words from './words.js';

/** Below this many pixels a year is drawn as two halves. */
const NARROW = 620;
/** So wide is a name below a picture. */
const NAME = 138;
/** So many pixels for the names of the weekdays. */
const LEFT = 36;
/** Of lines that stand beside each other. */
export const LINES = ['#0f8a84', '#d9822b', '#8465cc', '#cc4f75', '#4186cc', '#83a02e', '#b67745', '#55ad95', '#a358a7', '#778993'];
const MONTH = new Intl.DateTimeFormat(undefined, { month: 'short', timeZone: 'UTC' });
const MONTHS = Array.from({ length: 12 }, (_, month) => MONTH.format(Date.UTC(2024, month, 15)));

/**
 * Upright bars.
 *
 * @param bars `{label, value, tip}` each; labels that do not fit are left out
 */
export function bars(all, { every = null } = {}) {
  return theme => {
    const { chart, soft, line } = theme;
    const base = common(theme);
    return {
      ...base,
      grid: { left: 16, right: 20, top: 12, bottom: 4, containLabel: true },
      xAxis: {
        type: 'category',
        data: all.map(bar => bar.label),
        axisLine: { lineStyle: { color: line } },
        axisTick: { show: false },
        axisLabel: { color: soft, hideOverlap: true, interval: every === null ? 'auto' : every - 1 },
      },
      yAxis: {
        type: 'value',
        splitNumber: 3,
        minInterval: all.some(bar => bar.value % 1) ? 0 : 1,
        axisLabel: { color: soft, formatter: words.count },
        splitLine: { lineStyle: { color: line } },
      },
      tooltip: {
        ...base.tooltip,
        trigger: 'axis',
        axisPointer: { type: 'shadow', shadowStyle: { color: soft, opacity: .12 } },
        formatter: ([{ dataIndex }]) => all[dataIndex].tip,
      },
      series: [{
        type: 'bar',
        data: all.map(bar => bar.value),
        barMaxWidth: 34,
        barCategoryGap: '24%',
        itemStyle: { color: chart, borderRadius: [3, 3, 0, 0] },
      }],
    };
  };
}

/** So many plays have the strongest colour: a few days with more of them leave the others their shades. */
function strongest(values) {
  const sorted = values.toSorted((one, other) => one - other);
  return Math.max(4, sorted[Math.floor(sorted.length * .97)] ?? 0);
}

/**
 * A square for each day of a year.
 *
 * @param days `{day, plays}` each; those without plays may be left out
 * @param tipOf what is said of a day and its plays
 */
export function calendar(year, days, tipOf) {
  const plays = new Map(days.map(each => [each.day, each.plays]));
  const all = [];
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10);
    all.push([day, plays.get(day) ?? 0]);
  }
  return theme => {
    const { soft, card, heat, width } = theme;
    const base = common(theme);
    const halves = width < NARROW;
    const ranges = halves ? [[`${year}-01-01`, `${year}-06-30`], [`${year}-07-01`, `${year}-12-31`]] : [`${year}`];
    const border = halves ? 1 : 2;
    const size = Math.min(20, (width - LEFT - 4) / (halves ? 27 : 54));
    return {
      ...base,
      calendar: ranges.map((range, half) => ({
        range,
        left: LEFT,
        top: 20 + half * (size * 7 + 30),
        cellSize: size,
        itemStyle: { color: heat[0], borderColor: card, borderWidth: border },
        splitLine: { show: false },
        yearLabel: { show: false },
        monthLabel: { color: soft, nameMap: MONTHS, align: 'left', margin: 6 },
        dayLabel: { color: soft, firstDay: 1, nameMap: ['', 'Mon', '', 'Wed', '', 'Fri', ''], margin: 6 },
      })),
      visualMap: { show: false, min: 0, max: strongest(days.map(day => day.plays)), dimension: 1, inRange: { color: heat } },
      tooltip: { ...base.tooltip, formatter: ({ data: [day, count] }) => tipOf(day, count) },
      series: ranges.map((_, half) => ({
        type: 'heatmap',
        coordinateSystem: 'calendar',
        calendarIndex: half,
        data: halves ? all.filter(([day]) => (day.slice(5) < '07') === (half === 0)) : all,
        itemStyle: { borderColor: card, borderWidth: border, borderRadius: halves ? 2 : 3 },
        emphasis: { itemStyle: { borderColor: soft } },
      })),
    };
  };
}

/**
 * How places in a list moved: a line for each name, which stands at its end, or below where it ends before.
 *
 * @param steps the names of the moments
 * @param rows  `{name, ranks}` each; a rank is null where there is none
 * @param most  the last place that is drawn
 */
export function places(steps, rows, most) {
  const shown = rank => rank !== null && rank <= most;
  return theme => {
    const { soft, line, ink, card, width } = theme;
    const base = common(theme);
    const room = width < NARROW ? 0 : 190;
    const atEnd = rows.map(row => room > 0 && shown(row.ranks.at(-1)));
    const below = rows.map((_, place) => String(place)).filter(place => !atEnd[place]);
    const inLine = Math.max(1, Math.floor(width / NAME));
    return {
      ...base,
      grid: { left: 4, right: Math.max(room, 14), top: 14, bottom: 8 + 24 * Math.ceil(below.length / inLine),
        containLabel: true },
      legend: {
        show: below.length > 0, data: below, left: 0, bottom: 0, selectedMode: false, icon: 'circle', itemWidth: 9,
        itemHeight: 9, itemGap: 10, formatter: place => words.isolated(rows[place].name),
        textStyle: { color: ink, width: NAME - 32, overflow: 'truncate', lineHeight: 14 },
      },
      xAxis: {
        type: 'category', data: steps, axisLine: { lineStyle: { color: line } }, axisTick: { show: false },
        axisLabel: { color: soft, hideOverlap: true },
      },
      yAxis: {
        type: 'value', inverse: true, min: 1, max: most, interval: 1, axisLabel: { color: soft },
        splitLine: { lineStyle: { color: line, opacity: .5 } },
      },
      tooltip: {
        ...base.tooltip,
        trigger: 'item',
        formatter: ({ seriesIndex, dataIndex }) => `${words.isolated(rows[seriesIndex].name)}\n${steps[dataIndex]}: ${
          words.ordinal(rows[seriesIndex].ranks[dataIndex])}`,
      },
      series: rows.map((row, place) => ({
        type: 'line',
        name: String(place),
        data: row.ranks.map(rank => (shown(rank) ? rank : null)),
        lineStyle: { width: 2.5 },
        itemStyle: { color: LINES[place % LINES.length], borderColor: card, borderWidth: 1.5 },
        symbol: 'circle',
        symbolSize: 9,
        endLabel: { show: atEnd[place], formatter: () => words.isolated(row.name), color: ink, width: room - 16,
          overflow: 'truncate' },
        emphasis: { focus: 'series' },
      })),
    };
  };
}
