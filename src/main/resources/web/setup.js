/** The app at Spotify: its redirect URI to copy, and the form that takes its client ID and secret. */
import { call, change } from './api.js';
import { byId, element, once, show, text } from './dom.js';
import { toast } from './toast.js';

/** The clipboard exists only in a secure context (https or loopback); elsewhere the text is selected for Ctrl+C. */
async function copy(code) {
  try {
    await navigator.clipboard.writeText(code.textContent);
    toast('Redirect URI copied');
  } catch {
    getSelection().selectAllChildren(code);
    toast('Selected: copy it with Ctrl+C or ⌘C');
  }
}

/** Makes a button copy what an element says. */
export function startCopy(button, code) {
  button.addEventListener('click', () => copy(code));
}

function field(id, label, hint, type) {
  const row = element('div', 'client-field');
  const name = element('label', '', label);
  const input = element('input');
  const about = element('p', 'hint', hint);
  name.htmlFor = id;
  about.id = `${id}-hint`;
  Object.assign(input, { id, type, maxLength: 200, spellcheck: false, autocomplete: 'off', autocapitalize: 'off' });
  input.setAttribute('aria-describedby', about.id);
  const box = element('div', 'client-box');
  box.append(input);
  row.append(name, box, about);
  return { row, box, input };
}

/** A button that shows what a password field holds, and covers it again. */
function showing(input) {
  const button = element('button', 'button', 'Show');
  button.type = 'button';
  button.setAttribute('aria-label', 'Show the secret');
  button.setAttribute('aria-pressed', 'false');
  button.addEventListener('click', () => {
    const covered = input.type === 'password';
    input.type = covered ? 'text' : 'password';
    text(button, covered ? 'Hide' : 'Show');
    button.setAttribute('aria-pressed', String(covered));
  });
  return button;
}

/**
 * The form for client ID and secret.
 *
 * @param saved runs when the pipeline has taken them
 */
export function clientForm(saved) {
  const form = element('form', 'client-form');
  const id = field('client-id', 'Client ID', '32 letters and digits, from the app’s page at Spotify.', 'text');
  const secret = field('client-secret', 'Client secret (may stay empty)', 'Behind “View client secret”. It is kept'
    + ' encrypted on this machine, and never shown again. Without one the sign-in uses PKCE.', 'password');
  const error = element('p', 'error');
  const save = element('button', 'button primary', 'Save');
  const hide = showing(secret.input);
  secret.box.append(hide);
  id.input.required = true;
  error.setAttribute('role', 'alert');
  form.append(id.row, secret.row, error, save);
  form.addEventListener('submit', event => {
    event.preventDefault();
    once(save, async () => {
      text(error, '');
      try {
        await change('POST', 'api/setup', { client_id: id.input.value, client_secret: secret.input.value });
        form.reset();
        if (secret.input.type === 'text') hide.click();
        toast('Saved. It counts at once');
        await saved();
      } catch (failure) {
        text(error, failure.message);
        id.input.focus();
      }
    });
  });
  return form;
}

/** Forgets what was entered. */
export const forgetClient = () => call('DELETE', 'api/setup');

/** Draws the part of the page that says how to get a client ID, where there is none. */
export function drawSetup({ setup, setup_trouble: trouble, redirect_uri: uri }) {
  show(byId('setup'), setup);
  text(byId('redirect-uri'), uri);
  text(byId('setup-trouble'), trouble);
}

/** Listens to the person. @param poll asks the pipeline for its state at once */
export function startSetup(poll) {
  startCopy(byId('copy'), byId('redirect-uri'));
  byId('client').append(clientForm(async () => {
    await poll();
    byId('connect').focus();
  }));
}
