package io.flowmeter.api.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** A tenant's preferences on the wire: every kind and channel. */
record PreferencesResponse(String tenant, List<Entry> preferences) {

    static PreferencesResponse of(String tenant, List<Preference> preferences) {
        return new PreferencesResponse(
                tenant,
                preferences.stream()
                        .map(
                                preference ->
                                        new Entry(
                                                preference.kind().word(),
                                                preference.channel().word(),
                                                preference.enabled(),
                                                preference.recipients()))
                        .toList());
    }

    /** Whether a kind is wanted on a channel. */
    record Entry(
            String kind,
            String channel,
            boolean enabled,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> recipients) {}
}
