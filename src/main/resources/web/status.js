/** What the pipeline says of itself, in a form that needs no doubts. */
import { call, CallError } from './api.js';

/** The status document with every list present. */
function tidy(body) {
  if (!body || typeof body !== 'object') throw new CallError('The pipeline gave an answer that this page cannot read');
  return {
    ...body,
    accounts: body.accounts ?? [],
    endpoints: (body.endpoints ?? []).map(endpoint => ({ ...endpoint, accounts: endpoint.accounts ?? [] })),
    conditions: body.conditions ?? [],
    refused_lists: body.refused_lists ?? [],
    next_runs: body.next_runs ?? [],
    limits: body.limits ?? [],
    problems: body.problems ?? [],
    setup: body.configured === false && body.sandbox !== true,
    redirect_uri: body.redirect_uri ?? 'http://127.0.0.1:8888/callback',
  };
}

/** Asks for the status; throws a CallError. */
export async function askStatus() {
  return tidy(await call('GET', 'api/status'));
}
