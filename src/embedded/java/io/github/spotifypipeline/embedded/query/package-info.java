/**
 * How the embedded database reads: queries, projections, sorts and aggregations, made of what a command says before a
 * document is read. What is known here was compared with a MongoDB 6.0; everything else is refused. It knows documents
 * and the {@link io.github.spotifypipeline.embedded.query.Catalog} they come from, and nothing of the server or the
 * file.
 */
package io.github.spotifypipeline.embedded.query;
