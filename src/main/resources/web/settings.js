/** The settings page: the app at Spotify, what leaves this machine, and each setting with its value and where it is from. */
import { call, CallError } from './api.js';
import { byId, element, once, show, text } from './dom.js';
import { clientForm, forgetClient, startCopy } from './setup.js';
import { askStatus } from './status.js';
import { toast } from './toast.js';

const FROM = { default: 'the default', page: 'this page', sandbox: 'the sandbox' };

/** Where a value comes from. */
function origin({ source, variable, line }) {
  if (source === 'environment') return `the environment variable ${variable}`;
  if (source === 'file') return line ? `line ${line} of application.properties` : 'application.properties';
  return FROM[source] ?? source;
}

function value({ value: shown, secret, set }) {
  if (secret) return set ? 'set' : 'not set';
  return shown ?? 'not set';
}

/** What to do to have another value. */
function remedy({ source, key, variable, line }) {
  switch (source) {
    case 'environment': return `Give ${variable} another value, and restart.`;
    case 'file': return `Edit that line, or set ${variable}, and restart.`;
    case 'page': return 'Above, under “Your app at Spotify”.';
    case 'sandbox': return 'It is the sandbox’s own; start without --sandbox.';
    default: return /^spotify\.client-/.test(key) ? 'Above, under “Your app at Spotify”.'
      : `${line ? `Edit line ${line} of application.properties` : `Write ${key} = … into application.properties`
      }, or set ${variable}, and restart.`;
  }
}

function pair(list, name, content, className = '') {
  const row = element('div');
  row.append(element('dt', '', name), element('dd', className, content));
  list.append(row);
}

function setting(one) {
  const item = element('article', 'setting');
  if (one.set) item.setAttribute('data-set', '');
  const words = element('div');
  const facts = element('dl');
  words.append(element('h3', '', one.key), element('p', 'hint', one.meaning));
  pair(facts, 'Value', value(one), 'value');
  pair(facts, 'From', origin(one));
  if (one.by_default && one.set) pair(facts, 'Default', one.by_default);
  if (one.by_default && !one.set && value(one) !== one.by_default) pair(facts, 'That means', one.by_default);
  pair(facts, 'To change it', remedy(one));
  item.append(words, facts);
  return item;
}

function section(title, settings, number) {
  const part = element('section', 'panel');
  const head = element('h2', '', title);
  const list = element('div', 'settings-list');
  part.id = `section-${number}`;
  head.id = `${part.id}-title`;
  part.setAttribute('aria-labelledby', head.id);
  list.append(...settings.map(setting));
  part.append(head, list);
  const link = element('a', '', title);
  link.href = `#${part.id}`;
  return { part, link };
}

function drawSettings({ file, settings }) {
  text(byId('file'), file);
  const titles = [...new Set(settings.map(one => one.section))];
  const parts = titles.map((title, number) => section(title, settings.filter(one => one.section === title), number));
  byId('settings').replaceChildren(...parts.map(each => each.part));
  byId('sections').replaceChildren(...[...byId('sections').children].slice(0, 2), ...parts.map(each => each.link));
  show(byId('sections'), true);
}

/** How the app stands, in a sentence. */
function appState({ configured, client_from: from, sandbox }, settings) {
  const of = key => settings.find(one => one.key === key) ?? {};
  if (sandbox) return 'The sandbox has an app of its own. Start without --sandbox to set yours.';
  if (!configured) return 'None is set yet. How to get one is said on the first page; paste its client ID and secret here.';
  const secret = of('spotify.client-secret').set ? 'with its secret' : 'without a secret (PKCE)';
  const how = from === 'page' ? 'as it was entered on this page'
    : `set by ${origin(of('spotify.client-id'))}, which wins: change it there, and restart`;
  return `Client ID ${of('spotify.client-id').value}, ${secret}, ${how}.`;
}

function drawApp(status, settings) {
  const own = !status.sandbox && ['page', null].includes(status.client_from ?? null);
  text(byId('app-state'), appState(status, settings));
  text(byId('app-trouble'), status.setup_trouble);
  text(byId('redirect-uri'), status.redirect_uri);
  byId('sends-list').replaceChildren();
  for (const { whom, what } of status.tells ?? []) pair(byId('sends-list'), whom, what);
  show(byId('app-facts'), !status.sandbox);
  show(byId('app-actions'), own && status.configured);
  show(byId('client'), own && !status.configured);
  show(byId('app-warning'), status.accounts.length > 0);
  byId('app-change').setAttribute('aria-expanded', 'false');
}

async function draw() {
  try {
    const [status, answer] = await Promise.all([askStatus(), call('GET', 'api/settings')]);
    drawApp(status, answer.settings);
    drawSettings(answer);
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    text(byId('app-state'), `${error.message}. Reload this page to try again.`);
  }
}

function start() {
  startCopy(byId('copy'), byId('redirect-uri'));
  byId('client').append(clientForm(async () => {
    await draw();
    byId('app-title').focus();
  }));
  byId('app-change').addEventListener('click', ({ currentTarget: button }) => {
    show(byId('client'), byId('client').hidden);
    button.setAttribute('aria-expanded', String(!byId('client').hidden));
    if (!byId('client').hidden) byId('client-id').focus();
  });
  byId('app-forget').addEventListener('click', ({ currentTarget: button }) => once(button, async () => {
    try {
      await forgetClient();
      toast('Forgotten. Nobody can sign in until another one is set');
      await draw();
      byId('app-title').focus();
    } catch (error) {
      toast(error.message, true);
    }
  }));
  draw().then(() => {
    // what the address names is there only now
    const part = location.hash && document.getElementById(location.hash.slice(1));
    if (part) part.scrollIntoView();
  });
}

start();
