/** Talks with the pipeline. */

const SILENT = 'The pipeline does not answer';
const READ_MS = 30_000;
const CHANGE_MS = 120_000;

/**
 * What went wrong, as a sentence for a person. `silent`: nobody answered at all. `status`: of HTTP, 0 without any.
 * `wait`: seconds after which to ask again. `remedy`: the parameter that has a refused import done.
 */
export class CallError extends Error {
  constructor(message, { silent = false, status = 0, wait = null, remedy = null } = {}) {
    super(message);
    Object.assign(this, { silent, status, wait, remedy });
  }
}

/** What an answer that is none of success says. @param wait its header Retry-After, or null */
function failure(status, body, wait) {
  if (status === 401) return new CallError('This page wants its sign-in again: reload it', { status });
  const { message, remedy } = body?.error ?? {};
  // an error without words comes from something in between
  if (!message && status > 501) return new CallError(SILENT, { silent: true, status });
  return new CallError(message || `The pipeline answered with error ${status}`,
    { status, remedy, wait: status === 503 && wait ? Number(wait) || null : null });
}

/** Calls the pipeline; throws a CallError, or what `signal` was aborted with. */
export const call = (method, path, signal = null) => ask(method, path, signal, {}, null);

/** Calls the pipeline with a value, sent as JSON; throws as `call` does. */
export const change = (method, path, value) => ask(method, path, null, { 'Content-Type': 'application/json' },
  JSON.stringify(value));

async function ask(method, path, signal, headers, content) {
  let answer;
  const limit = AbortSignal.timeout(method === 'GET' ? READ_MS : CHANGE_MS);
  try {
    answer = await fetch(path, {
      method,
      cache: 'no-store',
      headers: { Accept: 'application/json', ...headers },
      body: content,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
  } catch {
    signal?.throwIfAborted();
    throw new CallError(SILENT, { silent: true });
  }
  const body = await answer.json().catch(() => null);
  if (answer.ok) return body;
  throw failure(answer.status, body, answer.headers.get('Retry-After'));
}

/**
 * Posts a file, which the browser reads from the disk as it is sent. Throws as `call` does.
 *
 * @param sending is told how many bytes were sent
 */
export function send(path, file, sending, signal) {
  // fetch does not tell how far it is
  const request = new XMLHttpRequest();
  request.open('POST', path);
  request.responseType = 'json';
  request.setRequestHeader('Accept', 'application/json');
  request.setRequestHeader('Content-Type', 'application/octet-stream');
  return new Promise((resolve, reject) => {
    request.upload.addEventListener('progress', event => sending(event.loaded));
    request.addEventListener('load', () => {
      const { status, response } = request;
      if (status >= 200 && status < 300) resolve(response);
      else reject(failure(status, response, request.getResponseHeader('Retry-After')));
    });
    request.addEventListener('error', () => reject(new CallError(SILENT, { silent: true })));
    request.addEventListener('abort', () => reject(signal.reason));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
