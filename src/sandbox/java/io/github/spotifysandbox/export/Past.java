package io.github.spotifysandbox.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;

/** What an account streamed before the plays that the Web API shows, as the rows of an export. */
interface Past {

    /** A day's rows, in the order of listening. */
    List<ObjectNode> day(LocalDate day);

    /** A day's music videos, which have a file of their own. */
    List<ObjectNode> videos(LocalDate day);
}
