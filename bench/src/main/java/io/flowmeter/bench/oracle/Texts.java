package io.flowmeter.bench.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Rules on texts that producers send. */
final class Texts {
    static final int MAX_LENGTH = 256;

    private Texts() {}

    /** Text of a member; null if it is absent or JSON null. Anything else is no attribute. */
    static @Nullable String member(ObjectNode object, String name) throws RefusedException {
        JsonNode member = object.get(name);
        if (member == null || member.isNull()) {
            return null;
        }
        if (!member.isTextual() || !isUnicode(member.textValue())) {
            throw new RefusedException("INVALID_ATTRIBUTE");
        }
        return member.textValue();
    }

    /** Text of a member that must be there. */
    static String requiredMember(ObjectNode object, String name) throws RefusedException {
        String text = member(object, name);
        if (text == null) {
            throw new RefusedException("MISSING_ATTRIBUTE");
        }
        return text;
    }

    /** An attribute must be there, not blank, at most 256 characters and storable. */
    static String attribute(@Nullable String text) throws RefusedException {
        if (text == null) {
            throw new RefusedException("MISSING_ATTRIBUTE");
        }
        if (text.isBlank() || text.length() > MAX_LENGTH || !isStorable(text)) {
            throw new RefusedException("INVALID_ATTRIBUTE");
        }
        return text;
    }

    /** Unicode without U+0000, which Postgres cannot hold. */
    static boolean isStorable(String text) {
        return text.indexOf('\0') < 0 && isUnicode(text);
    }

    /** Whether UTF-8 can hold it: no half of a surrogate pair stands alone. */
    static boolean isUnicode(String text) {
        return text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
    }
}
