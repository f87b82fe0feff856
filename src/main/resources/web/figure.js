/** A chart with its title, a sentence about it, and its numbers as a table for who wants or needs those. */
import { drawPicture } from './charts.js';
import { attribute, element, show, text } from './dom.js';
import { numbersTable } from './numbers.js';

/**
 * Makes one, empty at first.
 *
 * @param id    unique in the page
 * @param title its heading
 * @param heads the names of the columns of its table
 * @return `{node, draw}`; `draw` takes `option` (see charts.js), `summary` (what a screen reader says of the picture),
 *     `lines` (the table's), and `about`
 */
export function figure({ id, title, heads }) {
  const node = element('article', 'chart');
  const head = element('header');
  const name = element('h3', '', title);
  const about = element('p', 'about');
  const picture = element('div', 'picture canvas');
  const numbers = element('details', 'numbers');
  const summary = element('summary', '', 'Show the numbers');
  const scroll = element('div', 'numbers-scroll');
  let lines = [];

  node.id = id;
  name.id = `${id}-title`;
  node.setAttribute('aria-labelledby', name.id);
  summary.append(element('span', 'unseen', ` of “${title}”`));
  scroll.tabIndex = 0;
  scroll.setAttribute('role', 'region');
  scroll.setAttribute('aria-labelledby', name.id);
  head.append(name, about);
  numbers.append(summary, scroll);
  node.append(head, picture, numbers);

  function fill() {
    if (numbers.open) scroll.replaceChildren(numbersTable(title, heads, lines));
  }

  numbers.addEventListener('toggle', fill);
  return {
    node,
    async draw(drawn) {
      lines = drawn.lines;
      text(about, drawn.about);
      show(about, Boolean(drawn.about));
      fill();
      attribute(node, 'aria-busy', 'true');
      await drawPicture(picture, drawn.option, `${drawn.summary} “Show the numbers” has them all.`);
      attribute(node, 'aria-busy', 'false');
    },
  };
}
