/** Tells what came of a click, to eyes and to screen readers. */
import { byId } from './dom.js';

const TOAST_MS = 6_000;
let timer;

/** A failure stays until it is closed. */
export function toast(message, failed = false) {
  clearTimeout(timer);
  byId('toast-text').textContent = message;
  byId('announce').textContent = message;
  byId('toast').dataset.tone = failed ? 'bad' : 'ok';
  byId('toast').hidden = false;
  if (!failed) timer = setTimeout(close, TOAST_MS);
}

function close() {
  byId('toast').hidden = true;
  byId('announce').textContent = '';
}

byId('toast-close').addEventListener('click', close);
