/** Whose music it is: the accounts by their names, and the choice of one of them. */
import { choose, chosen } from './address.js';
import { attribute, element, keyed, show, text } from './dom.js';
import { drawWays, firstStatus } from './frame.js';
import * as words from './words.js';

/** The accounts, `{id, name}` each; none where the pipeline does not say. */
const people = firstStatus.then(status => (status?.accounts ?? [])
  .map(each => ({ id: each.id, name: words.nameOf(each) })));

/** Says whose something is, where there are several; an empty text otherwise. */
export async function whoseIs(id) {
  const all = await people;
  return all.length < 2 ? '' : all.find(each => each.id === id)?.name ?? id;
}

/** Fills a place with the choice of an account, where there are several. @param chose is called when it is another */
export async function startAccountChoice(place, chose) {
  const label = element('label', 'field', 'Account ');
  const select = element('select');
  select.autocomplete = 'off';
  label.append(select);
  place.append(label);
  const known = await people;

  function draw() {
    const account = chosen('account');
    const gone = account && !known.some(each => each.id === account) ? [{ id: account, name: account }] : [];
    keyed(select, [{ id: '', name: 'All accounts' }, ...known, ...gone], each => each.id, () => element('option'),
      (option, each) => {
        attribute(option, 'value', each.id);
        text(option, each.name);
      });
    select.value = account;
    show(label, known.length > 1 || Boolean(account));
    drawWays();
  }

  draw();
  select.addEventListener('change', () => {
    choose({ account: select.value }, true);
    drawWays();
    chose();
  });
  addEventListener('popstate', () => {
    draw();
    chose();
  });
}
