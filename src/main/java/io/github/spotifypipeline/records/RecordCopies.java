package io.github.spotifypipeline.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;

/**
 * Makes messages that any component takes of a page of records, which themselves are JSON nodes. Of the fields that the
 * sink writes, none is in them.
 */
public final class RecordCopies {

    /** What came, as JSON nodes; a stream could be read only once. @throws RecordException when it is no page */
    public ArrayNode page(Object body) {
        return RecordPage.of(body);
    }

    /**
     * The messages for a page; none where no record of it is to be sent.
     *
     * @param compared the page compared with what is stored; null where all of its records are to be sent
     * @param which    {@code all}, {@code changed} (new ones, too) or {@code new}
     * @param form     {@code json}: a message for each record; {@code messages}: a list of such messages; or the name
     *                 of a {@link CopyForm}, in lower case
     * @param fields   the fields to send, separated by blanks or commas, null where a record lacks one; empty: all
     * @param key      the header of each record's message that has its {@code _id}; empty: none
     */
    public List<Message> messages(ArrayNode page, Batch compared, String which, String form, String fields, String key,
                                  Exchange exchange) {
        List<String> names = Arrays.stream(fields.split("[\\s,]+")).filter(name -> !name.isEmpty()).toList();
        List<ObjectNode> records = chosen(page, compared, which);
        if (records.isEmpty()) {
            return List.of();
        }
        if (form.equals("json") || form.equals("messages")) {
            List<Message> messages = records.stream().map(record -> {
                Message message = message(CopyForm.json(only(names, record)), exchange);
                if (!key.isEmpty()) {
                    message.setHeader(key, record.path("_id").asText());
                }
                return message;
            }).toList();
            return form.equals("json") ? messages : List.of(message(messages, exchange));
        }
        CopyForm whole = CopyForm.valueOf(form.toUpperCase(Locale.ROOT));
        Message message = message(whole.of(records.stream().map(record -> only(names, record)).toList(), names),
                exchange);
        if (whole.contentType() != null) {
            message.setHeader(Exchange.CONTENT_TYPE, whole.contentType());
        }
        return List.of(message);
    }

    private static List<ObjectNode> chosen(ArrayNode page, Batch compared, String which) {
        if (compared != null) {
            return which.equals("new") ? compared.fresh() : List.copyOf(compared.records().values());
        }
        List<ObjectNode> all = new ArrayList<>();
        for (JsonNode record : page) {
            if (!(record instanceof ObjectNode object)) {
                throw new RecordException("the page has something in it that is no record, so it cannot be sent on.");
            }
            all.add(RecordPage.withoutHistory(object));
        }
        return all;
    }

    private static ObjectNode only(List<String> names, ObjectNode record) {
        if (names.isEmpty()) {
            return record;
        }
        ObjectNode some = record.objectNode();
        names.forEach(name -> some.set(name, record.get(name)));
        return some;
    }

    /** Without the headers that other steps have left. */
    private static Message message(Object body, Exchange exchange) {
        Message message = new DefaultMessage(exchange.getContext());
        message.setBody(body);
        return message;
    }
}
