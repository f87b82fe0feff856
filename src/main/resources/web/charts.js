/**
 * The charts that are drawn on a canvas by ECharts, which is fetched when the first of them is needed. Tooltips are
 * drawn, too: as HTML they would need inline styles, which this page's policy forbids.
 */
export const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
export const HOURS = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`);
const dark = matchMedia('(prefers-color-scheme: dark)');
const still = matchMedia('(prefers-reduced-motion: reduce)');
const drawn = new Map();

/** The weekday of 1 to 7, Monday first, as the API counts it. */
export const weekday = number => WEEKDAYS[number - 1];
export const hours = hour => `${HOURS[hour]}–${String((hour + 1) % 24).padStart(2, '0')}:00`;

/** The page's own colours, in whichever scheme it is. */
function colours() {
  const style = getComputedStyle(document.documentElement);
  const of = name => style.getPropertyValue(`--${name}`).trim();
  return { ink: of('ink'), soft: of('soft'), line: of('line'), card: of('card'), field: of('field'), chart: of('chart'),
    heat: [0, 1, 2, 3, 4].map(step => of(`heat-${step}`)) };
}

/** What all pictures have alike. @param theme the page's colours */
export function common({ ink, card, line }) {
  return {
    animation: !still.matches && !document.documentElement.hasAttribute('data-paper'),
    animationDuration: 300,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    tooltip: {
      renderMode: 'richText',
      confine: true,
      backgroundColor: card,
      borderColor: line,
      borderWidth: 1,
      padding: [8, 12],
      textStyle: { color: ink, fontSize: 13 },
    },
  };
}

/**
 * Draws a picture into a box, or draws it anew.
 *
 * @param option makes the options of ECharts from the page's colours
 */
export async function drawPicture(box, option, summary) {
  const echarts = await import('./echarts.js');
  if (!drawn.has(box)) {
    drawn.set(box, { picture: echarts.init(box, null, { renderer: 'canvas' }) });
    new ResizeObserver(() => resize(box)).observe(box);
  }
  const entry = drawn.get(box);
  entry.option = option;
  box.setAttribute('role', 'img');
  box.setAttribute('aria-label', summary);
  entry.width = box.clientWidth;
  entry.picture.setOption(option(themeOf(entry)), true);
}

/** The page's colours, and how many pixels there are for a picture. */
const themeOf = ({ width }) => ({ ...colours(), width });

/** What a picture shows may depend on its width. */
function resize(box) {
  const entry = drawn.get(box);
  entry.picture.resize();
  if (!box.clientWidth || entry.width === box.clientWidth) return;
  entry.width = box.clientWidth;
  entry.picture.setOption(entry.option(themeOf(entry)), true);
}

/** In the colours of the other scheme, when that changes. */
function redraw() {
  drawn.forEach(entry => entry.picture.setOption(entry.option(themeOf(entry)), true));
}

/** Paper is light, and is printed at once. */
function paper(printed) {
  document.documentElement.toggleAttribute('data-paper', printed);
  redraw();
  drawn.forEach(({ picture }) => picture.getZr().flush());
}

addEventListener('beforeprint', () => paper(true));
addEventListener('afterprint', () => paper(false));
dark.addEventListener('change', redraw);
still.addEventListener('change', redraw);
