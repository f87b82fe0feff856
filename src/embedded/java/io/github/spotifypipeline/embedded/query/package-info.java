/**
 * How the embedded database reads. {@code Queries} answers the commands that read. A command is checked and compiled
 * before a document is read: {@code Filter} for queries, {@code Projection}, {@code SortOrder}, and for aggregations
 * {@code AggregationPipeline} with a {@code ...Stage} for each larger stage. {@code ExpressionCompiler} compiles
 * expressions; their operators stand in {@code ...Operators} and are listed in {@code OperatorTable}. What is known
 * here was compared with a MongoDB 6.0 (docs/data-model.md lists it); a {@code Refusal} answers everything else. This
 * folder gets documents from a {@code Catalog}, and knows neither the server nor the file.
 */
package io.github.spotifypipeline.embedded.query;
