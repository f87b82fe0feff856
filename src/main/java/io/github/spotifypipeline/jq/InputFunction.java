package io.github.spotifypipeline.jq;

import net.thisptr.jackson.jq.Function;

/** A function whose result depends on its input and its arguments alone. */
public interface InputFunction extends Function {
}
