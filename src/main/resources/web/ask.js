/** Asks the pipeline for something that a part of the page shows, and says so while there is nothing to show yet. */
import { call } from './api.js';
import { element, show, text } from './dom.js';

function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    }, { once: true });
  });
}

/**
 * Asks for an answer. A first count of many plays lasts: it is asked for again when the pipeline says. Throws as `call`
 * does.
 *
 * @param counting is told what the pipeline says meanwhile
 */
export async function askPatiently(path, signal, counting) {
  for (;;) {
    try {
      return await call('GET', path, signal);
    } catch (error) {
      if (!error.wait) throw error;
      // the page asks again by itself
      counting(error.message.replace(/ Ask again .*$/, ''));
      await pause(error.wait, signal);
    }
  }
}

/**
 * Makes a box show what is asked for. Until it is there a line says that it is loaded, or why it cannot be shown, with a
 * button to try again; what was there before stays to be seen while it is asked for anew.
 *
 * @param box  whose content is shown when there is an answer
 * @param draw is handed the answer; may be asynchronous
 * @param unlike is handed an error, and says in a sentence what it means here, which trying again does not change; null
 *     where it has no other meaning, an empty text where it has said so itself
 * @return a function that asks for a path; a later call makes an earlier one end
 */
export function asks(box, draw, unlike = () => null) {
  const wait = element('p', 'loading');
  const failure = element('div', 'failed');
  const sentence = element('p', 'error');
  const again = element('button', 'button small', 'Try again');
  wait.setAttribute('role', 'status');
  sentence.setAttribute('role', 'alert');
  again.type = 'button';
  failure.append(sentence, again);
  show(failure, false);
  show(box, false);
  box.before(wait, failure);
  let asking = null;
  let last = '';

  async function ask(path) {
    last = path;
    asking?.abort();
    const own = new AbortController();
    asking = own;
    box.setAttribute('aria-busy', 'true');
    show(failure, false);
    text(wait, box.hidden ? 'Loading…' : '');
    try {
      const answer = await askPatiently(path, own.signal, said => text(wait, said));
      if (asking !== own) return;
      show(box, true);
      await draw(answer);
    } catch (error) {
      if (asking !== own) return;
      const other = unlike(error);
      text(sentence, other ?? `This cannot be shown now. ${error.message}`);
      show(again, other === null);
      show(failure, other !== '');
      show(box, false);
    }
    text(wait, '');
    box.setAttribute('aria-busy', 'false');
  }

  again.addEventListener('click', () => ask(last));
  return ask;
}
