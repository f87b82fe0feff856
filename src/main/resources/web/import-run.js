/** One import: sends the file, and follows it until it has ended. */
import { call, CallError, send } from './api.js';

const LOOK_MS = 1_000;

const pause = () => new Promise(resolve => { setTimeout(resolve, LOOK_MS); });

/** What the pipeline says of an import now; null when it does not answer. */
async function look(id) {
  const { imports = [] } = await call('GET', 'api/progress');
  const running = imports.find(one => one.id === id);
  if (running) return { running };
  const listed = (await call('GET', 'api/imports')).imports.find(one => one.id === id);
  if (!listed) throw new CallError('This import is gone: its account was disconnected', { status: 404 });
  return listed.status === 'running' ? { waits: listed.error } : { ended: listed };
}

/** Follows an import. @return its document when it has ended */
async function follow(id, tell) {
  for (;;) {
    try {
      const { running, waits, ended } = await look(id);
      if (ended) return ended;
      tell({ rows: running?.rows ?? 0, expected: running?.expected ?? null, waits: waits ?? '' });
    } catch (error) {
      // it goes on, or will, when the pipeline is there again
      if (!(error instanceof CallError) || !error.silent && error.status !== 503) throw error;
      tell({ waits: `${error.message}.` });
    }
    await pause();
  }
}

/** Why a file was not sent: a browser says the same of a pipeline that is away and of a file that is. */
async function inWords(error, body) {
  if (!(error instanceof CallError) || !error.silent) return error;
  return body.slice(0, 1).arrayBuffer().then(() => error, () => new CallError('The file can no longer be read: it has'
    + ' changed, or is gone. Choose it once more'));
}

/**
 * Has a file imported, or looked at.
 *
 * @param upload  `{name, body}`
 * @param choices parameters of the API: `account`, `dryRun`, `short`, `anyway`, `withoutPrivate`
 * @param tell    is told `{sent}` in bytes, and later `{id}` and `{rows, expected, waits}`
 * @return the document of the import, whatever became of it; throws a CallError when it was not accepted
 */
export async function runImport({ name, body }, choices, tell, signal) {
  const asked = new URLSearchParams({ name });
  for (const [key, value] of Object.entries(choices)) if (value) asked.set(key, value);
  let accepted;
  try {
    accepted = await send(`api/imports?${asked}`, body, sent => tell({ sent }), signal);
  } catch (error) {
    throw await inWords(error, body);
  }
  tell({ id: accepted.id, rows: 0, expected: null });
  return follow(accepted.id, tell);
}
