/** The numbers of a chart as a table. */
import { element } from './dom.js';

/**
 * @param heads the names of the columns
 * @param lines the cells of each row; null is an empty one
 */
export function numbersTable(caption, heads, lines) {
  const table = element('table', 'numbers-table');
  table.append(element('caption', 'unseen', caption));
  const head = table.createTHead().insertRow();
  for (const name of heads) {
    const cell = element('th', '', name);
    cell.scope = 'col';
    head.append(cell);
  }
  const body = table.createTBody();
  for (const line of lines) {
    const row = body.insertRow();
    for (const value of line) {
      const cell = row.insertCell();
      cell.dir = 'auto';
      cell.textContent = value ?? '';
    }
  }
  return table;
}
