package io.flowmeter.job.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowmeter.core.event.RejectedEventException;
import io.flowmeter.core.event.RejectionReason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Members of a JSON object that must be of one kind if they are present. Null means absent:
 * CloudEvents json-format v1.0.2, section 2.2.
 */
final class JsonMembers {
    private JsonMembers() {}

    /**
     * The text of a member, or null if it is absent.
     *
     * @param what the member's name in messages
     * @throws RejectedEventException INVALID_ATTRIBUTE if it is no Unicode text
     */
    static @Nullable String findText(ObjectNode object, String name, String what)
            throws RejectedEventException {
        JsonNode member = object.get(name);
        if (member == null || member.isNull()) {
            return null;
        }
        if (!member.isTextual()) {
            throw new RejectedEventException(
                    RejectionReason.INVALID_ATTRIBUTE,
                    what + " must be a string, was " + StrictJson.kind(member));
        }
        if (!Printable.isUnicode(member.textValue())) {
            throw new RejectedEventException(
                    RejectionReason.INVALID_ATTRIBUTE,
                    what
                            + " must be Unicode text, has half of a surrogate pair in \""
                            + Printable.quote(member.textValue())
                            + "\"");
        }
        return member.textValue();
    }

    /**
     * A member that is an object; empty if it is absent.
     *
     * @throws RejectedEventException UNPARSABLE if it is something else
     */
    static Optional<ObjectNode> findObject(ObjectNode object, String name, String what)
            throws RejectedEventException {
        JsonNode member = object.get(name);
        return member == null || member.isNull()
                ? Optional.empty()
                : Optional.of(StrictJson.asObject(member, what));
    }
}
