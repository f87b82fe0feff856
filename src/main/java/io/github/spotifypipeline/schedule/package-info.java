/**
 * Which endpoint of which account is due, and who works on it: the planner, the cursors, the syncs that run.
 *
 * <p>Uses database, accounts, endpoint and spotify. {@code SyncPlan} alone decides what is due and in which order. An
 * endpoint of an account has one document in {@code cursors}: how far it is, when it may be tried again, whether
 * somebody asked for it, which process works on it and until when. A turn is the right to run it: a process takes it by
 * one conditional update, and gives it back with the update that ends the sync. It holds for {@code sync.lease} and is
 * renewed after a third of that ({@code Cursors}); where a process dies, it runs out. The smaller priority goes first,
 * and plays have the smallest unless a route file says otherwise. An account runs one endpoint at a time, but plays
 * that come due begin beside a list that is being read. A failed sync waits a minute, then two, up to an hour. The
 * trigger only asks each second: what is due follows from the documents. A change that another process makes to them
 * is noticed within ten seconds.
 */
package io.github.spotifypipeline.schedule;
