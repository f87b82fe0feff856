package io.github.spotifypipeline.records;

import io.github.spotifypipeline.jq.Jq;
import io.github.spotifypipeline.jq.JqException;
import io.github.spotifypipeline.jq.JqLibrary;
import net.thisptr.jackson.jq.Scope;
import org.apache.camel.Expression;
import org.apache.camel.ExpressionIllegalSyntaxException;
import org.apache.camel.language.jq.JqExpression;
import org.apache.camel.language.jq.JqLanguage;
import org.apache.camel.spi.annotations.Language;

/**
 * Camel's jq in the steps of this program's routes, with the functions and the grammar that keys and transforms have.
 */
@Language("jq")
public final class PipelineJq extends JqLanguage {

    private final JqLibrary library;

    public PipelineJq(JqLibrary library) {
        this.library = library;
    }

    @Override
    public void init() {
        // the library is whole
    }

    @Override
    public Scope getRootScope() {
        return library.scope();
    }

    @Override
    public Expression createExpression(Expression source, String expression, Object[] properties) {
        try {
            JqExpression answer = new JqExpression(Scope.newChildScope(library.scope()),
                    Jq.translate(expression, library, SpotifyJq.OF_ITEMS));
            answer.setResultType(property(Class.class, properties, 0, null));
            answer.setSource(source);
            answer.init(getCamelContext());
            return answer;
        } catch (JqException e) {
            throw new ExpressionIllegalSyntaxException(expression, e);
        }
    }
}
