package io.flowmeter.bench.load;

import io.flowmeter.bench.load.LoadTenant.Role;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * Who uses something, and how much: one tenant half of everything, the others by Zipf's law. Names
 * are chosen for the partition they lead to.
 */
final class TenantRoster {
    private static final ZoneId UTC = ZoneId.of("UTC");

    /** Zones with offsets of whole, half and quarter hours, and with clock changes of either. */
    private static final List<String> ZONES =
            List.of(
                    "America/New_York",
                    "Europe/Berlin",
                    "Asia/Kathmandu",
                    "Australia/Lord_Howe",
                    "Pacific/Auckland",
                    "America/St_Johns",
                    "Asia/Kolkata");

    private static final List<String> INTERVALS = List.of("MONTH", "QUARTER", "MONTH", "YEAR");
    private static final String[] ANCHORS = {null, "2024-01-31", "2024-02-29", "2025-06-15"};
    private static final List<String> NAMES = List.of("acme", "käse gmbh", "株式会社", "o'neil & co");
    private static final int PREFIX_IN_STRICT = 1;

    private final LoadSettings settings;
    private final List<LoadTenant> ranked = new ArrayList<>();
    private final List<LoadTenant> prefix = new ArrayList<>();
    private final List<LoadTenant> newcomers = new ArrayList<>();
    private final LoadTenant rolling;
    private int named;

    TenantRoster(LoadSettings settings) {
        this.settings = settings;
        for (int partition = 0; partition < settings.partitions(); partition++) {
            prefix.add(prefixTenant(settings.openNamespace(), partition));
        }
        prefix.add(prefixTenant(settings.strictNamespace(), PREFIX_IN_STRICT));
        rolling =
                new LoadTenant(
                        settings.openNamespace(),
                        idOn(0, "rolling"),
                        0,
                        UTC,
                        "MONTH",
                        null,
                        Role.STEADY);
        while (ranked.size() + prefix.size() < settings.tenants()) {
            ranked.add(tenant(ranked.size()));
        }
    }

    /** Everybody but the tenants created on the way. */
    List<LoadTenant> fromTheStart() {
        List<LoadTenant> all = new ArrayList<>(ranked);
        all.addAll(prefix);
        all.add(rolling);
        return all;
    }

    List<LoadTenant> prefixTenants() {
        return List.copyOf(prefix);
    }

    /** Has usage that is about to leave a rolling window, and no other. */
    LoadTenant rolling() {
        return rolling;
    }

    /** Those with limits. */
    List<LoadTenant> subscribers() {
        List<LoadTenant> subscribers = new ArrayList<>(ranked);
        subscribers.subList(LoadLimits.SUBSCRIBERS, subscribers.size()).clear();
        subscribers.add(rolling);
        return subscribers;
    }

    List<LoadTenant> with(Role role) {
        return ranked.stream().filter(tenant -> tenant.role() == role).toList();
    }

    /** A tenant for plain usage whose partition is awake. */
    LoadTenant draw(SplittableRandom random, IntPredicate isAwake) {
        if (random.nextInt(2) == 0) {
            return ranked.get(0);
        }
        if (!newcomers.isEmpty() && random.nextInt(12) == 0) {
            return newcomers.get(random.nextInt(newcomers.size()));
        }
        List<LoadTenant> awake =
                ranked.stream().filter(tenant -> isAwake.test(tenant.partition())).toList();
        // The inverse of Zipf's distribution with exponent 1, approximately: rank n ^ u.
        int rank = (int) Math.pow(awake.size(), random.nextDouble());
        return awake.get(Math.min(rank, awake.size() - 1));
    }

    /** A tenant on the partition that is nearly always silent. */
    LoadTenant drawQuiet(SplittableRandom random) {
        List<LoadTenant> quiet =
                ranked.stream()
                        .filter(tenant -> tenant.partition() == settings.partitions() - 1)
                        .toList();
        return quiet.get(random.nextInt(quiet.size()));
    }

    /** A tenant nobody has heard of, on one of the busy partitions. */
    LoadTenant addNewcomer(SplittableRandom random) {
        LoadTenant newcomer =
                new LoadTenant(
                        random.nextBoolean()
                                ? settings.openNamespace()
                                : settings.strictNamespace(),
                        idOn(newcomers.size() % 2, "new"),
                        newcomers.size() % 2,
                        ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))),
                        INTERVALS.get(random.nextInt(INTERVALS.size())),
                        anchor(random.nextInt(ANCHORS.length)),
                        Role.NEWCOMER);
        newcomers.add(newcomer);
        return newcomer;
    }

    List<LoadTenant> newcomers() {
        return List.copyOf(newcomers);
    }

    /** A key, of no tenant, that leads to this partition. */
    String strayKey(int partition) {
        return idOn(partition, "stray");
    }

    static @Nullable String anchor(int index) {
        return ANCHORS[index % ANCHORS.length];
    }

    static ZoneId zone(int index) {
        return ZoneId.of(ZONES.get(index % ZONES.size()));
    }

    private LoadTenant prefixTenant(String namespace, int partition) {
        String id = idOn(partition, "prefix");
        return new LoadTenant(namespace, id, partition, UTC, "MONTH", null, Role.PREFIX);
    }

    /** The first is the hot one. Partitions: two busy ones, now and then the others. */
    private LoadTenant tenant(int index) {
        int last = settings.partitions() - 1;
        int partition = index % 12 == 7 ? last : index % 4 == 2 ? last - 1 : index % (last - 1);
        Role role =
                switch (index % 6) {
                    case 0, 3 -> Role.CHANGING;
                    case 4 -> Role.LATE_COMER;
                    case 5 -> Role.UNKNOWN;
                    default -> Role.STEADY;
                };
        return new LoadTenant(
                index % 3 == 1 ? settings.strictNamespace() : settings.openNamespace(),
                idOn(partition, NAMES.get(index % NAMES.size())),
                partition,
                role == Role.STEADY || role == Role.UNKNOWN ? UTC : zone(index),
                role == Role.UNKNOWN ? "MONTH" : INTERVALS.get(index % INTERVALS.size()),
                role == Role.UNKNOWN ? null : anchor(index / 2),
                role);
    }

    private String idOn(int partition, String name) {
        while (true) {
            String id = name + "-" + ++named;
            byte[] key = id.getBytes(StandardCharsets.UTF_8);
            if (BuiltInPartitioner.partitionForKey(key, settings.partitions()) == partition) {
                return id;
            }
        }
    }
}
