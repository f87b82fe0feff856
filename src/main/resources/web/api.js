/** Talks with the pipeline. */

const SILENT = 'The pipeline does not answer';
const READ_MS = 30_000;
const CHANGE_MS = 120_000;

/** What went wrong, as a sentence for a person. `silent`: nobody answered at all. */
export class CallError extends Error {
  constructor(message, silent = false) {
    super(message);
    this.silent = silent;
  }
}

/** Calls the pipeline; throws a CallError, or what `signal` was aborted with. */
export async function call(method, path, signal = null) {
  let answer;
  const limit = AbortSignal.timeout(method === 'GET' ? READ_MS : CHANGE_MS);
  try {
    answer = await fetch(path, {
      method,
      cache: 'no-store',
      headers: { Accept: 'application/json' },
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
  } catch {
    signal?.throwIfAborted();
    throw new CallError(SILENT, true);
  }
  const body = await answer.json().catch(() => null);
  if (answer.ok) return body;
  if (answer.status === 401) throw new CallError('This page wants its sign-in again: reload it');
  const message = body?.error?.message;
  // an error without words comes from something in between
  if (!message && answer.status > 501) throw new CallError(SILENT, true);
  throw new CallError(message || `The pipeline answered with error ${answer.status}`);
}
