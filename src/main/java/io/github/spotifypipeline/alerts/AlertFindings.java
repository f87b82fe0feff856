package io.github.spotifypipeline.alerts;

import java.util.List;
import java.util.Set;

/**
 * What one look at everything has found.
 *
 * @param needs    what needs a person
 * @param accounts the ids of all accounts
 * @param fine     the keys of what was looked at and is well. What a larger alert hides, such as the endpoints of a
 *                 parked account, is in neither list
 */
public record AlertFindings(List<Alert> needs, Set<String> accounts, Set<String> fine) {
}
