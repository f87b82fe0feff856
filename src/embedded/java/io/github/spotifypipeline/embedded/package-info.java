/**
 * A MongoDB server inside the process, for people who have none: {@code EmbeddedMongo} starts it. It is
 * mongo-java-server on H2's MVStore, made safe. {@code DurableBackend} runs one command at a time and forces its
 * changes to the disk before it replies. {@code RefusedCommands} and {@code UpdateRules} refuse what the stock server
 * would do wrongly. {@code query} answers what is read. {@code DataFile} is the one file with data; {@code
 * DocumentType} and {@code IndexKeyType} say in which form documents and keys are in it, and read what earlier versions
 * stored. This source root imports nothing of the pipeline.
 */
package io.github.spotifypipeline.embedded;
