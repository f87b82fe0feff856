/** The frame of every page: the masthead with the ways to the other pages, the place of the search, and the footer. */
import { chosen, queryOf } from './address.js';
import { attribute, element, show, text } from './dom.js';
import { startSearch } from './search.js';
import { askStatus } from './status.js';
import { headline } from './words.js';

const PAGES = [['Music', './'], ['Years', 'year.html'], ['Library', 'library.html'], ['Settings', 'settings.html']];
const LINKS = [['Health', 'health/ready'], ['Metrics', 'metrics'], ['Status as JSON', 'api/status']];

function link(label, href, className = '') {
  const node = element('a', className, label);
  node.href = href;
  return node;
}

/** The page that this is, as its links write it. */
function here() {
  const name = location.pathname.split('/').at(-1);
  return name === '' || name === 'index.html' ? './' : name;
}

const pages = PAGES.map(([label, href]) => {
  const page = link(label, href);
  if (href === here()) page.setAttribute('aria-current', 'page');
  return page;
});
const badge = element('p', 'badge', 'Sandbox');
const alarm = link('', './#trouble', 'alarm');
const version = element('span');

function masthead() {
  const brand = link('', './', 'brand');
  const icon = element('img');
  Object.assign(icon, { src: 'icon.svg', alt: '', width: 32, height: 32 });
  brand.append(icon, element('span', '', 'Spotify pipeline'));
  const nav = element('nav', 'pages');
  nav.setAttribute('aria-label', 'Pages');
  nav.append(...pages);
  badge.id = 'sandbox';
  badge.append(element('span', 'roomy', ': made-up data'));
  const search = element('div');
  search.id = 'search';
  startSearch(search);
  const wide = element('div', 'wide');
  wide.append(brand, badge, nav, alarm, search);
  return [link('Skip to the content', '#content', 'skip'), wide];
}

function footer() {
  const about = element('p', '', 'Your listening data is kept in your own MongoDB. Not affiliated with Spotify. ');
  version.id = 'version';
  about.append(version);
  const links = element('p');
  for (const [label, href] of LINKS) links.append(link(label, href), ' ');
  return [about, links];
}

/** Whoever looks at one account goes on looking at it. */
export function drawWays() {
  const query = queryOf({ account: chosen('account') });
  PAGES.forEach(([, href], place) => attribute(pages[place], 'href', href === 'settings.html' ? href : href + query));
}

/** Draws what the frame says of a status; null when it is not known. */
export function drawFrame(status) {
  show(badge, status?.sandbox === true);
  text(version, status?.version ? `Version ${status.version}.` : '');
}

/** On a page that does not say itself how the pipeline is: what needs a person, as a link to where it is said. */
function drawAlarm(status) {
  const line = status && headline({ ...status, kept: 0 }, { dead: status.dead_letters, gaps: 0 }, Date.now());
  show(alarm, Boolean(line?.needs));
  text(alarm, line?.needs ? line.text : '');
  attribute(alarm, 'data-tone', line?.tone ?? null);
}

document.querySelector('.masthead').replaceChildren(...masthead());
document.querySelector('body > footer').replaceChildren(...footer());
drawWays();
drawFrame(null);
drawAlarm(null);

/**
 * The status of the pipeline, once, on pages that do not ask for it themselves; null there, and when it does not answer.
 * A page that does has the attribute `data-polls` on its body, and calls `drawFrame`.
 */
export const firstStatus = document.body.hasAttribute('data-polls') ? Promise.resolve(null)
  : askStatus().catch(() => null);

firstStatus.then(status => {
  if (!status) return;
  drawFrame(status);
  drawAlarm(status);
});
