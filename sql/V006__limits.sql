-- Plans, who is subscribed to which, and the crossings of their limits' thresholds.
ALTER TABLE catalog_change DROP CONSTRAINT catalog_change_entity_check;
ALTER TABLE catalog_change ADD CONSTRAINT catalog_change_entity_check
    CHECK (entity IN ('NAMESPACE', 'METER', 'TENANT', 'PLAN', 'SUBSCRIPTION'));

CREATE TABLE plan (
    namespace      text NOT NULL REFERENCES namespace,
    plan           text NOT NULL CHECK (plan ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'),
    version        int NOT NULL CHECK (version >= 1),
    effective_from timestamptz NOT NULL,
    name           text,
    description    text,
    limits         jsonb NOT NULL DEFAULT '[]',
    metadata       jsonb NOT NULL DEFAULT '{}',
    archived       boolean NOT NULL DEFAULT false,
    recorded_at    timestamptz NOT NULL,
    PRIMARY KEY (namespace, plan, version)
);
COMMENT ON TABLE plan IS 'Immutable versions of plans; a change, and an archival, is a new version.';
COMMENT ON COLUMN plan.effective_from IS 'Append time from which the version rules its subscribers (UTC).';
COMMENT ON COLUMN plan.limits IS
    'What subscribers may use: [{"key":"api_calls","meter":"api_calls","window":"PERIOD","quantity":"1000","enforcement":"HARD",…}]; quantity null = unlimited.';

CREATE TABLE subscription (
    namespace      text NOT NULL REFERENCES namespace,
    tenant         text NOT NULL CHECK (length(tenant) BETWEEN 1 AND 256),
    version        int NOT NULL CHECK (version >= 1),
    plan           text,
    effective_from timestamptz NOT NULL,
    limits         jsonb NOT NULL DEFAULT '[]',
    recorded_at    timestamptz NOT NULL,
    PRIMARY KEY (namespace, tenant, version)
);
COMMENT ON TABLE subscription IS 'Immutable versions of what a tenant is subscribed to.';
COMMENT ON COLUMN subscription.plan IS 'Null: none; from effective_from on the tenant has only the limits given here.';
COMMENT ON COLUMN subscription.effective_from IS 'Append time from which the version rules the tenant (UTC).';
COMMENT ON COLUMN subscription.limits IS 'The tenant''s own limits, as plan.limits: each replaces the plan''s of the same key, or is one more.';

CREATE TABLE threshold_crossing (
    namespace       text NOT NULL,
    tenant          text NOT NULL,
    limit_key       text NOT NULL,
    limit_window    text NOT NULL CHECK (limit_window IN ('PERIOD', 'MONTH', 'PT60M', 'PT24H', 'P30D')),
    window_start    timestamptz NOT NULL,
    dimensions_hash uuid NOT NULL,
    threshold       text NOT NULL,
    direction       text NOT NULL CHECK (direction IN ('CROSSED', 'RECOVERED')),
    ordinal         int NOT NULL CHECK (ordinal >= 1),
    generation      int NOT NULL,
    meter           text NOT NULL,
    window_end      timestamptz,
    dimensions      jsonb,
    limit_quantity  numeric,
    threshold_quantity numeric,
    quantity        numeric NOT NULL,
    occurred_at     timestamptz NOT NULL,
    recorded_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    notified_at     timestamptz,
    PRIMARY KEY (namespace, tenant, meter, limit_key, limit_window, window_start, dimensions_hash,
        threshold, direction, ordinal, generation)
);
CREATE INDEX threshold_crossing_by_time ON threshold_crossing (namespace, recorded_at DESC);
CREATE INDEX threshold_crossing_unnotified ON threshold_crossing (recorded_at) WHERE notified_at IS NULL;
COMMENT ON TABLE threshold_crossing IS
    'Each time a tenant''s quantity reached a threshold of a limit (CROSSED: previous < threshold <= current) or fell below it again (RECOVERED). Of one threshold in one window they alternate, beginning with CROSSED 1, RECOVERED 1, CROSSED 2.';
COMMENT ON COLUMN threshold_crossing.window_start IS 'Of PERIOD and MONTH; the epoch for rolling windows, which have no beginning.';
COMMENT ON COLUMN threshold_crossing.dimensions_hash IS 'As usage_aggregate.dimensions_hash.';
COMMENT ON COLUMN threshold_crossing.threshold IS 'A percentage of the limit, "80%", or a quantity, "500".';
COMMENT ON COLUMN threshold_crossing.limit_quantity IS 'The limit then in force; null: unlimited or no limit any more.';
COMMENT ON COLUMN threshold_crossing.threshold_quantity IS 'The threshold as a quantity; null where limit_quantity is and it was a percentage.';
COMMENT ON COLUMN threshold_crossing.quantity IS 'The quantity that reached the threshold, or fell below it.';
COMMENT ON COLUMN threshold_crossing.occurred_at IS
    'Append time of the event, void or catalog change that did it; of a rolling window that decayed, when the slice left.';
COMMENT ON COLUMN threshold_crossing.notified_at IS 'When its notifications were written; null: not yet.';

-- The calendar month of tenants whose billing period is another stretch: limits may be by the month.
ALTER TABLE usage_aggregate DROP CONSTRAINT usage_aggregate_granularity_check;
ALTER TABLE usage_aggregate ADD CONSTRAINT usage_aggregate_granularity_check
    CHECK (granularity IN ('MINUTE', 'QUARTER_HOUR', 'DAY', 'PERIOD', 'MONTH'));
CREATE TABLE usage_aggregate_month PARTITION OF usage_aggregate FOR VALUES IN ('MONTH');
COMMENT ON COLUMN usage_aggregate.granularity IS
    'MINUTE (events at most 48 h old when appended), QUARTER_HOUR (every event), DAY and PERIOD (the tenant''s own), MONTH (its calendar month, where that is not its period).';

GRANT SELECT, INSERT ON threshold_crossing TO flowmeter_job;
GRANT SELECT, UPDATE (notified_at) ON threshold_crossing TO flowmeter_api;
GRANT SELECT, INSERT ON plan, subscription TO flowmeter_api;

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY ['plan', 'subscription', 'threshold_crossing'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY job ON %I TO flowmeter_job USING (true) WITH CHECK (true)', t);
    END LOOP;
    EXECUTE 'CREATE POLICY api ON plan TO flowmeter_api USING (namespace = current_namespace()) '
        'WITH CHECK (namespace = current_namespace())';
    FOREACH t IN ARRAY ARRAY ['subscription', 'threshold_crossing'] LOOP
        EXECUTE format('CREATE POLICY api ON %I TO flowmeter_api '
            'USING (namespace = current_namespace() AND is_visible_tenant(tenant)) '
            'WITH CHECK (namespace = current_namespace() AND is_visible_tenant(tenant))', t);
    END LOOP;
END $$;
