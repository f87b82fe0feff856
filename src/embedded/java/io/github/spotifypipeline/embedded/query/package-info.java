/**
 * How the embedded database reads. {@code Queries} answers the commands that read. A command is checked and compiled
 * before a document is read: {@code Filter} for queries, {@code Projection}, {@code SortOrder}, and for aggregations
 * {@code AggregationPipeline} with its stages in {@code StageTable}, the larger ones in a {@code ...Stage} each. {@code
 * ExpressionCompiler} compiles expressions. {@code DocumentStages} runs stages over documents without a collection. A
 * {@code Refusal} answers what is not known here.
 *
 * <p>A new operator of an expression goes into one of the {@code ...Operators}, which {@code OperatorTable} lists; one
 * of a query into {@code FieldCondition}, or {@code Filter} where it stands beside fields; an accumulator into {@code
 * Accumulator}. Each is named in docs/data-model.md and compared with a MongoDB 6.0: {@code
 * src/test/resources/embedded/conformance.jsonl} has the commands, and {@code MongoConformanceTest} records the
 * answers.
 *
 * <p>This folder gets documents from a {@code Catalog}, and knows neither the server nor the file.
 */
package io.github.spotifypipeline.embedded.query;
