package io.github.spotifypipeline.jq;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** The names that an expression may use: variables as {@code $name}, functions as {@code name/arguments}. */
final class JqNames {

    /** Camel's function that takes a name as it is. */
    private static final String CONSTANT = "constant";

    private final Predicate<String> known;
    private final Set<String> calls = new HashSet<>();
    private final Deque<Set<String>> bound = new ArrayDeque<>(Set.of(new HashSet<>()));

    /** @param known whether there is such a function, as {@code name/arguments}, or format, as {@code @name} */
    JqNames(Predicate<String> known) {
        this.known = known;
    }

    /** Begins a part. What it binds is known until {@link #leave}. */
    void enter() {
        bound.push(new HashSet<>(bound.peek()));
    }

    /** Begins the arguments of a function. */
    void enter(String function) {
        enter();
        if (function.equals(CONSTANT)) {
            bind(CONSTANT);
        }
    }

    void leave() {
        bound.pop();
    }

    void bind(String name) {
        bound.peek().add(name);
    }

    void requireVariable(String name, int line) {
        if (name.equals("$__loc__") || name.equals("$ENV")) {
            throw new JqException(line, name + " is not known here");
        } else if (!bound.peek().contains(name)) {
            throw new JqException(line, "the variable " + name + " is not bound");
        }
    }

    void requireFormat(String name, int line) {
        if (!known.test(name)) {
            throw new JqException(line, name + " is not known here");
        }
    }

    void requireFunction(String function, int line) {
        if (!bound.peek().contains(function)) {
            if (!bound.peek().contains(CONSTANT) && !known.test(function)) {
                throw new JqException(line, "there is no jq function " + function + " here");
            }
            calls.add(function);
        }
    }

    /** The functions that were required, without those that the expression defines itself. */
    Set<String> calls() {
        return calls;
    }
}
