/**
 * The parts for who runs the pipeline: accounts, syncs, trouble and imports. They are folded behind the line that says
 * how it is, and open by themselves only while something needs a person. The music begins below them.
 */
import { attribute, byId, show } from './dom.js';

const PARTS = ['trouble', 'setup', 'accounts', 'syncs', 'past'];
const state = { open: false, need: '', wanted: null };

function set(open) {
  state.open = open;
  show(byId('operator'), open);
  attribute(byId('fold'), 'aria-expanded', open);
}

/** Opens the fold and goes to one of its parts; to the first that is shown when that one is not. */
export function goTo(part) {
  set(true);
  const section = byId(part).hidden ? PARTS.map(byId).find(each => !each.hidden) : byId(part);
  byId(`${section.id}-title`).focus({ preventScroll: true });
  section.scrollIntoView();
}

/** The part that an address names after #, or null. */
const partOf = hash => PARTS.find(part => hash === `#${part}`) ?? null;

/**
 * Opens the fold when there is a new need; closes nothing, for who is reading there would lose the place.
 *
 * @param need what needs a person, in words; empty when nothing does
 */
export function drawFold(need) {
  if (need && need !== state.need) set(true);
  state.need = need;
  if (!state.wanted) return;
  goTo(state.wanted);
  state.wanted = null;
}

/** Listens to the person. An address that names a part opens it as soon as the parts are drawn. */
export function startFold() {
  state.wanted = partOf(location.hash);
  byId('fold').addEventListener('click', () => set(!state.open));
  addEventListener('hashchange', () => {
    const part = partOf(location.hash);
    if (part) goTo(part);
  });
}
