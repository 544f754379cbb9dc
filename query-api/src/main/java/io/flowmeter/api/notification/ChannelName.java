package io.flowmeter.api.notification;

import java.util.Arrays;
import java.util.Locale;

/** A way to be told; preferences switch each one on or off. */
public enum ChannelName {
    /** The list of the API. */
    IN_APP(true),
    WEBHOOK(true),
    EMAIL(false);

    private final boolean isDefault;

    ChannelName(boolean isDefault) {
        this.isDefault = isDefault;
    }

    /** Whether it is on for a tenant that says nothing. */
    public boolean isDefault() {
        return isDefault;
    }

    /** The name on the wire. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ChannelName parse(String word) {
        return Arrays.stream(values())
                .filter(channel -> channel.word().equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "must be in_app, webhook or email, was \"" + word + "\""));
    }
}
