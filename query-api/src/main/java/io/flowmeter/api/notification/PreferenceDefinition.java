package io.flowmeter.api.notification;

import io.flowmeter.api.http.JsonBody;
import io.flowmeter.api.http.ProblemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads preferences as somebody wants them. */
final class PreferenceDefinition {

    private static final int MAX_WORD = 64;
    private static final int MAX_RECIPIENTS = 20;

    /** RFC 5321, section 4.5.3.1.3: a path has at most 256 characters, with its brackets. */
    private static final int MAX_ADDRESS = 254;

    /** What mail servers take in practice; quoted local parts are not among it. */
    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}");

    private PreferenceDefinition() {}

    /**
     * @throws ProblemException INVALID_REQUEST with everything that is wrong
     */
    static List<Preference> read(JsonBody body) {
        List<Preference> preferences = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (JsonBody element : body.objects("preferences")) {
            Preference preference = readOne(element);
            if (preference != null && !seen.add(preference.kind() + " " + preference.channel())) {
                element.wrong("channel", "was said for this kind before");
            } else if (preference != null) {
                preferences.add(preference);
            }
        }
        if (!body.has("preferences")) {
            body.wrong("preferences", "is missing");
        }
        body.noOtherFields();
        body.throwIfWrong();
        return preferences;
    }

    private static @Nullable Preference readOne(JsonBody body) {
        body.requiredText("kind", MAX_WORD);
        body.requiredText("channel", MAX_WORD);
        NotificationKind kind = body.parsed("kind", MAX_WORD, NotificationKind::parse);
        ChannelName channel = body.parsed("channel", MAX_WORD, ChannelName::parse);
        Boolean enabled = body.flag("enabled");
        if (!body.has("enabled")) {
            body.wrong("enabled", "is missing");
        }
        List<String> recipients = body.texts("recipients", MAX_ADDRESS);
        checkRecipients(body, channel, enabled, recipients);
        body.noOtherFields();
        return kind == null || channel == null || enabled == null
                ? null
                : new Preference(kind, channel, enabled, recipients);
    }

    private static void checkRecipients(
            JsonBody body,
            @Nullable ChannelName channel,
            @Nullable Boolean enabled,
            List<String> recipients) {
        if (channel != null && channel != ChannelName.EMAIL && !recipients.isEmpty()) {
            body.wrong("recipients", "are for the channel email only");
        }
        if (channel == ChannelName.EMAIL && Boolean.TRUE.equals(enabled) && recipients.isEmpty()) {
            body.wrong("recipients", "must name at least one address");
        }
        if (recipients.size() > MAX_RECIPIENTS) {
            body.wrong("recipients", "must be at most " + MAX_RECIPIENTS);
        }
        for (String recipient : recipients) {
            if (!ADDRESS.matcher(recipient).matches()) {
                body.wrong("recipients", "must be e-mail addresses, was \"" + recipient + "\"");
            }
        }
        if (new HashSet<>(recipients).size() < recipients.size()) {
            body.wrong("recipients", "must be different");
        }
    }
}
