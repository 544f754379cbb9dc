package io.flowmeter.bench.faults;

import java.util.List;
import java.util.Locale;

/** A page in the making. */
final class ReportText {

    private final StringBuilder text = new StringBuilder();

    void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /** Nothing if there are no items. */
    void list(String title, List<String> items) {
        if (!items.isEmpty()) {
            line("");
            line("%s", title);
            items.forEach(item -> line("- %s", item));
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
