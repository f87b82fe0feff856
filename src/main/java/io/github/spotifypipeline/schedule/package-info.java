/**
 * Which endpoint of which account is due, and who works on it: the planner, the cursors, the syncs that run.
 *
 * <p>Uses accounts, endpoint and spotify. A job is one document in {@code cursors}: how far the endpoint of the account
 * is, when it may be tried again, whether somebody asked for it, who works on it and until when. Taking a turn is one
 * conditional update, and the update that ends the sync gives it back; a process that dies loses its turns when their
 * lease runs out. Plays go first, then the smaller priority; an account runs one endpoint at a time. A failed sync
 * waits a minute, then two, up to an hour. The trigger only asks each second: what is due follows from the documents,
 * and a change that another program makes is noticed within ten seconds.
 */
package io.github.spotifypipeline.schedule;
