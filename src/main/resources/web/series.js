/** Bars and lines of several columns of numbers for ECharts: each returns a function that makes options from a theme. */
import { common } from './charts.js';
import { LINES } from './pictures.js';
import * as words from './words.js';

/** A name on the axis may be so wide; where all of them fit, each has its part of the width. */
const LABEL = 110;
const NARROWEST = 44;
/** So many pixels beside the bars. */
const BESIDE = 80;

function options(names, series, tips, theme, one) {
  const { soft, line, ink, chart } = theme;
  const base = common(theme);
  const part = Math.floor((theme.width - BESIDE) / names.length) - 6;
  const whole = series.every(({ values }) => values.every(Number.isInteger));
  return {
    ...base,
    color: series.length > 1 ? LINES : [chart],
    grid: { left: 16, right: 20, top: 12, bottom: series.length > 1 ? 34 : 4, containLabel: true },
    legend: { show: series.length > 1, left: 0, bottom: 0, icon: 'circle', itemWidth: 9, itemHeight: 9, selectedMode: false,
      textStyle: { color: ink } },
    xAxis: {
      type: 'category', data: names, axisLine: { lineStyle: { color: line } }, axisTick: { show: false },
      axisLabel: { color: soft, hideOverlap: true, width: part < NARROWEST ? LABEL : part, overflow: 'truncate',
        interval: part < NARROWEST ? 'auto' : 0 },
    },
    yAxis: {
      type: 'value', splitNumber: 3, minInterval: whole ? 1 : 0, axisLabel: { color: soft, formatter: words.count },
      splitLine: { lineStyle: { color: line } },
    },
    tooltip: {
      ...base.tooltip,
      trigger: 'axis',
      axisPointer: { type: one.type === 'bar' ? 'shadow' : 'line', shadowStyle: { color: soft, opacity: .12 } },
      formatter: ([{ dataIndex }]) => tips[dataIndex],
    },
    series: series.map(({ name, values }) => ({ ...one, name, data: values })),
  };
}

/**
 * Upright bars.
 *
 * @param names  of the places
 * @param series `{name, values}` each, a value a place
 * @param tips   what is said of each place
 */
export const columns = (names, series, tips) => theme => options(names, series, tips, theme, {
  type: 'bar', barMaxWidth: 34, barCategoryGap: '24%', itemStyle: { borderRadius: [3, 3, 0, 0] } });

/** A line for each of the series. */
export const lines = (names, series, tips) => theme => options(names, series, tips, theme, {
  type: 'line', symbol: 'circle', symbolSize: names.length > 60 ? 0 : 7, lineStyle: { width: 2.5 } });
