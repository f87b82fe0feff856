/** Maps of coloured cells for ECharts: each function returns one that makes its options from a theme. */
import { HOURS, WEEKDAYS, common, hours } from './charts.js';
import * as words from './words.js';

/** Beyond so many names of columns some are left out. */
const MOST_NAMES = 12;

/**
 * @param across names of the columns
 * @param down   names of the lines, the first on top
 * @param cells  `[column, line, number]` each, by their places
 * @param tipOf  what is said of a cell
 */
export function heatMap(across, down, cells, tipOf) {
  return theme => {
    const { soft, card, heat } = theme;
    const base = common(theme);
    const axis = { axisLine: { show: false }, axisTick: { show: false }, splitArea: { show: false } };
    const label = { color: soft, width: 90, overflow: 'truncate' };
    return {
      ...base,
      grid: { left: 4, right: 4, top: 4, bottom: 4, containLabel: true },
      xAxis: { ...axis, type: 'category', data: across,
        axisLabel: { ...label, interval: across.length > MOST_NAMES ? Math.ceil(across.length / 4) - 1 : 'auto' } },
      yAxis: { ...axis, type: 'category', data: down, inverse: true, axisLabel: label },
      visualMap: {
        show: false, min: 0, max: Math.max(4, ...cells.map(cell => cell[2])), dimension: 2, inRange: { color: heat },
      },
      tooltip: { ...base.tooltip, formatter: ({ data }) => tipOf(data) },
      series: [{
        type: 'heatmap',
        data: cells,
        itemStyle: { borderColor: card, borderWidth: 1.5, borderRadius: 3 },
        emphasis: { itemStyle: { borderColor: soft } },
      }],
    };
  };
}

/** @param rows `{weekday, hour, plays}`; cells without plays may be left out */
export function playsByHour(rows) {
  const plays = new Map(rows.map(row => [`${row.hour} ${row.weekday}`, row.plays]));
  const cells = WEEKDAYS.flatMap((_, day) => HOURS.map((__, hour) => [hour, day, plays.get(`${hour} ${day + 1}`) ?? 0]));
  return heatMap(HOURS, WEEKDAYS, cells, ([hour, day, count]) =>
    `${WEEKDAYS[day]}, ${hours(hour)}\n${words.plural(count, 'play', 'plays')}`);
}
