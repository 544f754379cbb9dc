package io.flowmeter.api.catalog;

import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.database.AuditLog;
import io.flowmeter.api.http.Json;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.core.meter.Meter;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Makes versions of meters. Versions are never changed, only followed by others. */
public final class MeterCatalog {

    private final CatalogTransactions transactions;

    public MeterCatalog(CatalogTransactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Makes the first version, or the next one of a meter that was archived.
     *
     * @throws ProblemException METER_EXISTS, METER_IMMUTABLE or INVALID_REQUEST
     */
    public MeterVersion create(Caller caller, MeterDefinition definition) {
        return transactions.write(
                caller,
                (handle, now) -> {
                    var before = MeterQueries.find(handle, caller.namespace(), definition.key());
                    if (before.filter(meter -> !meter.rule().archived()).isPresent()) {
                        throw new ProblemException(
                                ProblemCode.METER_EXISTS,
                                "meter " + definition.key() + " exists; change it with PATCH");
                    }
                    MeterVersion after = next(before.orElse(null), definition, now, false);
                    store(handle, caller, "meter.create", before, after);
                    return after;
                });
    }

    /**
     * Makes a version that differs from the current one.
     *
     * @throws ProblemException METER_NOT_FOUND, METER_IMMUTABLE or INVALID_REQUEST
     */
    public MeterVersion update(
            Caller caller, String key, Function<MeterVersion, MeterDefinition> change) {
        return transactions.write(
                caller,
                (handle, now) -> {
                    MeterVersion before = MeterQueries.get(handle, caller.namespace(), key);
                    MeterVersion after = next(before, change.apply(before), now, false);
                    store(handle, caller, "meter.update", Optional.of(before), after);
                    return after;
                });
    }

    /**
     * Makes a version that counts nothing. Usage so far stays and can be asked for.
     *
     * @throws ProblemException METER_NOT_FOUND
     */
    public void archive(Caller caller, String key) {
        transactions.write(
                caller,
                (handle, now) -> {
                    MeterVersion before = MeterQueries.get(handle, caller.namespace(), key);
                    MeterVersion after = next(before, MeterDefinition.of(before), now, true);
                    store(handle, caller, "meter.archive", Optional.of(before), after);
                    return after;
                });
    }

    private static MeterVersion next(
            @Nullable MeterVersion before, MeterDefinition wanted, Instant now, boolean archived) {
        if (before != null) {
            requireSameKind(before.rule(), wanted);
        }
        Meter rule =
                new Meter(
                        wanted.key(),
                        before == null ? 1 : before.rule().version() + 1,
                        wanted.eventType(),
                        wanted.aggregation(),
                        wanted.valueProperty(),
                        wanted.filter(),
                        wanted.groupBy(),
                        wanted.maxDimensionSets(),
                        effectiveFrom(before, wanted.effectiveFrom(), now),
                        now,
                        archived);
        return new MeterVersion(
                rule,
                wanted.unit(),
                wanted.description(),
                before == null ? now : before.createdAt());
    }

    private static void requireSameKind(Meter before, MeterDefinition wanted) {
        if (before.aggregation() != wanted.aggregation()
                || !before.eventType().equals(wanted.eventType())) {
            throw new ProblemException(
                    ProblemCode.METER_IMMUTABLE,
                    "meter "
                            + before.key()
                            + " is "
                            + before.aggregation()
                            + " of "
                            + before.eventType()
                            + " and cannot become "
                            + wanted.aggregation()
                            + " of "
                            + wanted.eventType()
                            + "; make a new meter");
        }
    }

    private static Instant effectiveFrom(
            @Nullable MeterVersion before, @Nullable Instant wanted, Instant now) {
        Instant earliest = before == null ? Instant.EPOCH : before.rule().effectiveFrom();
        if (wanted == null) {
            return now.isBefore(earliest) ? earliest : now;
        }
        if (wanted.isBefore(earliest)) {
            throw ProblemException.body(
                    "#/effectiveFrom",
                    "must not be before that of the current version, " + earliest);
        }
        return wanted;
    }

    private static void store(
            Handle handle,
            Caller caller,
            String action,
            Optional<MeterVersion> before,
            MeterVersion after) {
        Meter rule = after.rule();
        MeterQueries.insert(handle, caller.namespace(), after);
        CatalogChange.record(
                handle,
                caller.namespace(),
                "METER",
                rule.key(),
                rule.version(),
                Json.tree(MeterChangePayload.of(rule)),
                rule.recordedAt());
        AuditLog.write(
                handle,
                caller.namespace(),
                null,
                caller.keyId(),
                action,
                "meter/" + rule.key(),
                before.map(MeterResponse::of).map(Json::tree).orElse(null),
                Json.tree(MeterResponse.of(after)));
    }
}
