/**
 * The program as a service of the user who installs it: the unit for systemd ({@code SystemdService}), the agent for
 * macOS ({@code LaunchdService}), and the file with the settings that both start it with ({@code ServiceSettings}).
 *
 * <p>Uses settings. No setting stands in a unit or an agent, as others may read these. What the tools of the system say
 * is handed on in one sentence ({@code ServiceException}).
 */
package io.github.spotifypipeline.service;
