/** A card with a chart or a list: its title, its links, what is drawn, and the numbers of that as a table. */
import { asks } from './ask.js';
import { drawPicture } from './charts.js';
import { attribute, byId, copyOf, show, slot, text } from './dom.js';
import { numbersTable } from './numbers.js';

/** The title, and the names of the links, which say the same. */
function entitle(node, title) {
  text(slot(node, 'title'), title);
  for (const name of ['query-of', 'csv-of', 'numbers-of']) text(slot(node, name), ` of “${title}”`);
}

/**
 * Puts the card of a chart on the page. It is hidden while it has nothing to show.
 *
 * @param chart of CHARTS
 * @param choices says what is chosen
 * @return `{load, answer}`: `load` asks anew, for account and days; `answer` is the last one, null before
 */
export function makeCard(chart, choices) {
  const node = copyOf('chart-template').firstElementChild;
  const body = slot(node, 'body');
  const card = { node, body, answer: null };
  let drawn = null;
  node.id = chart.id;
  slot(node, 'title').id = `${chart.id}-title`;
  for (const part of [node, slot(node, 'table')]) part.setAttribute('aria-labelledby', `${chart.id}-title`);
  body.classList.add(chart.list ? 'list' : 'canvas');
  if (chart.list) {
    body.setAttribute('role', 'group');
    body.setAttribute('aria-labelledby', `${chart.id}-title`);
  }
  entitle(node, chart.title);
  show(slot(node, 'numbers'), false);
  byId('charts').append(node);

  function drawNumbers() {
    if (!drawn || !slot(node, 'numbers').open) return;
    slot(node, 'table').replaceChildren(numbersTable(drawn.title, drawn.heads, drawn.lines));
  }

  async function draw(answer) {
    card.answer = answer;
    const any = chart.any(answer);
    show(node, any);
    if (!any) return;
    show(slot(node, 'links'), Boolean(chart.files));
    drawn = chart.list ? null : chart.picture(answer, choices());
    const { title, about } = drawn ?? { title: answer.title, about: answer.description };
    entitle(node, title);
    text(slot(node, 'about'), about);
    show(slot(node, 'numbers'), drawn !== null);
    if (drawn) await drawPicture(body, drawn.option, `${drawn.summary} “Show the numbers” has them all.`);
    else chart.list(body, answer, Date.now());
    drawNumbers();
  }

  const ask = asks(body, draw);
  slot(node, 'numbers').addEventListener('toggle', drawNumbers);

  /** @param asked `{account, from, to}` */
  card.load = asked => {
    const files = new URLSearchParams(asked);
    for (const name of ['query', 'csv']) {
      attribute(slot(node, name), 'href', chart.files ? `api/music/${chart.files}.${name}${
        files.size ? `?${files}` : ''}` : null);
    }
    const query = new URLSearchParams({ ...chart.asks(choices()), ...asked });
    return ask(`api/music/${chart.id}${query.size ? `?${query}` : ''}`);
  };
  return card;
}
