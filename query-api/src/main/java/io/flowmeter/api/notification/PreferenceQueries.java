package io.flowmeter.api.notification;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Reads and replaces preferences. */
final class PreferenceQueries {

    private PreferenceQueries() {}

    /** Of every kind and channel: what the tenant said, or the rule. */
    static List<Preference> all(Handle handle, String namespace, String tenant) {
        Map<String, Preference> said = new HashMap<>();
        for (Preference preference : said(handle, namespace, tenant)) {
            said.put(preference.kind() + " " + preference.channel(), preference);
        }
        List<Preference> all = new ArrayList<>();
        for (NotificationKind kind : NotificationKind.values()) {
            for (ChannelName channel : ChannelName.values()) {
                all.add(
                        said.getOrDefault(
                                kind + " " + channel,
                                new Preference(kind, channel, channel.isDefault(), List.of())));
            }
        }
        return all;
    }

    /** Lets nobody else replace the tenant's preferences until the transaction ends. */
    static void lock(Handle handle, String namespace, String tenant) {
        handle.createQuery(
                        """
                        SELECT pg_advisory_xact_lock(7006, hashtext(:namespace || chr(10) || :tenant))
                        """)
                .bind("namespace", namespace)
                .bind("tenant", tenant)
                .mapToMap()
                .one();
    }

    /** Forgets what the tenant said before. */
    static void replace(
            Handle handle,
            String namespace,
            String tenant,
            List<Preference> preferences,
            Instant now) {
        handle.createUpdate(
                        """
                        DELETE FROM notification_preference
                         WHERE namespace = :namespace AND tenant = :tenant
                        """)
                .bind("namespace", namespace)
                .bind("tenant", tenant)
                .execute();
        for (Preference preference : preferences) {
            handle.createUpdate(
                            """
                            INSERT INTO notification_preference
                                   (namespace, tenant, kind, channel, enabled, recipients, updated_at)
                            VALUES (:namespace, :tenant, :kind, :channel, :enabled, :recipients, :now)
                            """)
                    .bind("namespace", namespace)
                    .bind("tenant", tenant)
                    .bind("kind", preference.kind().word())
                    .bind("channel", preference.channel().name())
                    .bind("enabled", preference.enabled())
                    .bindArray("recipients", String.class, preference.recipients())
                    .bind("now", now)
                    .execute();
        }
    }

    private static List<Preference> said(Handle handle, String namespace, String tenant) {
        return handle.createQuery(
                        """
                        SELECT kind, channel, enabled, recipients FROM notification_preference
                         WHERE namespace = :namespace AND tenant = :tenant
                        """)
                .bind("namespace", namespace)
                .bind("tenant", tenant)
                .map((row, context) -> preference(row))
                .list();
    }

    private static Preference preference(ResultSet row) throws SQLException {
        return new Preference(
                NotificationKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                ChannelName.valueOf(row.getString("channel")),
                row.getBoolean("enabled"),
                List.of((String[]) row.getArray("recipients").getArray()));
    }
}
