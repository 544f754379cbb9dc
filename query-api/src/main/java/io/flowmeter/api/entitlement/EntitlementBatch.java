package io.flowmeter.api.entitlement;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.flowmeter.api.auth.Caller;
import io.flowmeter.api.catalog.MeterQueries;
import io.flowmeter.api.catalog.TenantQueries;
import io.flowmeter.api.database.NamespaceTransactions;
import io.flowmeter.api.entitlement.EntitlementResponse.Freshness;
import io.flowmeter.api.http.JsonBody;
import io.flowmeter.api.http.ProblemCode;
import io.flowmeter.api.http.ProblemException;
import io.flowmeter.core.event.UsageEvent;
import io.flowmeter.core.meter.Meter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Answers for many tenants and meters at once; what it cannot answer does not stop the rest. */
final class EntitlementBatch {

    private static final int MAX_TENANTS = 100;
    private static final int MAX_METERS = 100;

    private final NamespaceTransactions transactions;
    private final TermsCache terms;
    private final EntitlementReader reader;

    EntitlementBatch(
            NamespaceTransactions transactions, TermsCache terms, EntitlementReader reader) {
        this.transactions = transactions;
        this.terms = terms;
        this.reader = reader;
    }

    /** The answer on the wire: each tenant with each meter that there is. */
    record Response(
            List<EntitlementResponse> data, List<Unanswered> errors, @JsonUnwrapped Freshness of) {}

    /** A tenant or meter that there is not. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Unanswered(
            @Nullable String tenant, @Nullable String meter, ProblemCode code, String detail) {}

    /**
     * @throws ProblemException INVALID_REQUEST
     */
    Response query(Caller caller, JsonBody body) {
        Set<String> tenants = names(body, "tenants", MAX_TENANTS);
        Set<String> meters = names(body, "meters", MAX_METERS);
        body.noOtherFields();
        body.throwIfWrong();
        TermsReader current = terms.reader(caller.namespace());
        return transactions.read(
                caller.visibility(), handle -> query(handle, caller, current, tenants, meters));
    }

    private Response query(
            Handle handle,
            Caller caller,
            TermsReader current,
            Set<String> tenants,
            Set<String> meters) {
        String namespace = caller.namespace();
        List<Unanswered> errors = new ArrayList<>();
        Set<String> known = known(handle, caller, current, tenants);
        for (String tenant : tenants) {
            if (!known.contains(tenant)) {
                errors.add(unanswered(tenant, null, TenantQueries.notFound(tenant)));
            }
        }
        MeterRules rules = current.meters(handle, meters);
        List<Meter> found = new ArrayList<>();
        for (String meter : meters) {
            rules.find(meter)
                    .ifPresentOrElse(
                            found::add,
                            () ->
                                    errors.add(
                                            unanswered(null, meter, MeterQueries.notFound(meter))));
        }
        EntitlementReader.Found read =
                reader.find(handle, namespace, current, known, found, Map.of());
        return new Response(read.responses(false, null), errors, read.freshness());
    }

    /** Tenants that somebody described, subscribed, or that used something. */
    private static Set<String> known(
            Handle handle, Caller caller, TermsReader current, Set<String> tenants) {
        Set<String> visible = new LinkedHashSet<>(tenants);
        if (caller.tenant() != null) {
            visible.retainAll(Set.of(caller.tenant()));
        }
        var ofTenants = current.tenants(handle, visible);
        Set<String> unheardOf =
                visible.stream()
                        .filter(tenant -> !Objects.requireNonNull(ofTenants.get(tenant)).isKnown())
                        .collect(Collectors.toSet());
        if (!unheardOf.isEmpty()) {
            unheardOf.removeAll(withUsage(handle, caller.namespace(), unheardOf));
            visible.removeAll(unheardOf);
        }
        return visible;
    }

    private static List<String> withUsage(Handle handle, String namespace, Set<String> tenants) {
        return handle.createQuery(
                        """
                        SELECT tenant FROM unnest(CAST(:tenants AS text[])) AS tenant
                         WHERE EXISTS (SELECT FROM usage_aggregate AS u
                                        WHERE u.namespace = :namespace AND u.tenant = tenant.tenant)
                        """)
                .bind("namespace", namespace)
                .bindArray("tenants", String.class, List.copyOf(tenants))
                .mapTo(String.class)
                .list();
    }

    private static Set<String> names(JsonBody body, String field, int max) {
        Set<String> names = new LinkedHashSet<>(body.texts(field, UsageEvent.MAX_ATTRIBUTE_LENGTH));
        if (names.isEmpty() || names.size() > max) {
            body.wrong(field, "must have 1 to " + max + " names, had " + names.size());
        }
        return names;
    }

    private static Unanswered unanswered(
            @Nullable String tenant, @Nullable String meter, ProblemException problem) {
        return new Unanswered(tenant, meter, problem.code(), problem.detail());
    }
}
