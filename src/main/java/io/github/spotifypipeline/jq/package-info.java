/**
 * jq as its manual describes it, on jackson-jq, for keys, transforms and the steps of routes. {@code JqSource} reads an
 * expression once: it checks what the expression names, and writes it as jackson-jq has to read it. {@code JqLibrary}
 * has the functions that jackson-jq lacks or answers in another way. This folder knows JSON and dates, and nothing of
 * Spotify, Camel or the database. {@code src/test/resources/jq/answers.tsv} lists what jq itself answers.
 */
package io.github.spotifypipeline.jq;
