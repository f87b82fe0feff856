/**
 * What needs a person, and the messages about it; the gauges of {@code /metrics}.
 *
 * <p>Uses accounts, endpoint, spotify and schedule. What needs a person is decided in one place, which health, status,
 * metrics and messages ask. The larger alert hides the smaller. Silence counts: an endpoint without a success for three
 * of its intervals. One message when an alert starts and one when it is over, kept in {@code notices} until it was
 * delivered, by one replica.
 */
package io.github.spotifypipeline.alerts;
