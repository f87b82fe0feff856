/**
 * What needs a person, and the messages about it; the gauges of {@code /metrics}.
 *
 * <p>Uses database, accounts, endpoint, spotify, schedule and sync. {@code AlertRules} alone decides what needs a
 * person; health, status, metrics and messages ask it. The larger alert hides the smaller. Silence counts: an endpoint
 * without a success for three of its intervals. There is one message when an alert starts and one when it is over.
 * {@code notices} keeps a message until one of the replicas has delivered it; the route in {@code routes/notify} says
 * where to.
 */
package io.github.spotifypipeline.alerts;
