package io.github.spotifypipeline.embedded.query;

/** A part of an aggregation that has a value for each document. */
@FunctionalInterface
interface Expression {

    /** The value; {@link Values#MISSING} when there is none. Never changes what it is given. */
    Object in(Variables scope);
}
