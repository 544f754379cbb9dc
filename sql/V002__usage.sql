CREATE TABLE generation (
    id         int PRIMARY KEY CHECK (id >= 0),
    active     boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    note       text
);
CREATE UNIQUE INDEX generation_one_active ON generation (active) WHERE active;
COMMENT ON TABLE generation IS 'One complete computation of the numbers; readers see the active one.';
INSERT INTO generation (id, active, note) VALUES (0, true, 'live');

CREATE FUNCTION active_generation() RETURNS int
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (SELECT id FROM generation WHERE active);

CREATE TABLE usage_aggregate (
    namespace       text NOT NULL,
    tenant          text NOT NULL,
    meter           text NOT NULL,
    granularity     text NOT NULL CHECK (granularity IN ('MINUTE', 'QUARTER_HOUR', 'DAY', 'PERIOD')),
    window_start    timestamptz NOT NULL,
    dimensions_hash uuid NOT NULL,
    generation      int NOT NULL,
    window_end      timestamptz NOT NULL,
    dimensions      jsonb,
    aggregation     text NOT NULL,
    revision        bigint NOT NULL,
    event_count     bigint NOT NULL,
    quantity        numeric,
    last_event_at   timestamptz,
    last_event_id   text,
    sketch          bytea,
    PRIMARY KEY (namespace, tenant, meter, granularity, window_start, dimensions_hash, generation),
    CHECK (window_end > window_start)
) PARTITION BY LIST (granularity);
COMMENT ON TABLE usage_aggregate IS
    'Quantity of one tenant, meter, dimension set and half-open window [window_start, window_end).';
COMMENT ON COLUMN usage_aggregate.granularity IS
    'MINUTE (events at most 48 h old when appended), QUARTER_HOUR (every event), DAY and PERIOD (the tenant''s own).';
COMMENT ON COLUMN usage_aggregate.dimensions IS
    'Dimension values, {"model":"m-3"}; null: the total over all dimension sets, which every meter has.';
COMMENT ON COLUMN usage_aggregate.dimensions_hash IS 'md5 of the canonical dimensions text; of the empty text for the total.';
COMMENT ON COLUMN usage_aggregate.revision IS 'Operations folded into the window; only grows, and guards the upsert.';
COMMENT ON COLUMN usage_aggregate.event_count IS 'Live events in the window; 0 after the last one was voided.';
COMMENT ON COLUMN usage_aggregate.quantity IS
    'In the meter''s unit. COUNT: events; SUM and AVG: the sum; MAX, MIN, LAST: the value; UNIQUE_COUNT: distinct values, exact. Null where no event is live (COUNT and UNIQUE_COUNT: 0).';
COMMENT ON COLUMN usage_aggregate.last_event_at IS 'LAST only: event time of the value; ties: greatest last_event_id.';
COMMENT ON COLUMN usage_aggregate.sketch IS
    'UNIQUE_COUNT, MINUTE and QUARTER_HOUR only: HLL sketch (lgK 12, DataSketches compact bytes) for unions of windows.';

CREATE TABLE usage_aggregate_minute PARTITION OF usage_aggregate FOR VALUES IN ('MINUTE')
    PARTITION BY RANGE (window_start);
CREATE TABLE usage_aggregate_quarter_hour PARTITION OF usage_aggregate FOR VALUES IN ('QUARTER_HOUR')
    PARTITION BY RANGE (window_start);
CREATE TABLE usage_aggregate_day PARTITION OF usage_aggregate FOR VALUES IN ('DAY');
CREATE TABLE usage_aggregate_period PARTITION OF usage_aggregate FOR VALUES IN ('PERIOD');
DO $$
DECLARE
    slice text;
    y int;
BEGIN
    FOREACH slice IN ARRAY ARRAY ['minute', 'quarter_hour'] LOOP
        EXECUTE format('CREATE TABLE usage_aggregate_%s_other PARTITION OF usage_aggregate_%s DEFAULT '
            'WITH (fillfactor = 70)', slice, slice);
        FOR y IN 2025..2032 LOOP
            EXECUTE format('CREATE TABLE usage_aggregate_%s_%s PARTITION OF usage_aggregate_%s '
                'FOR VALUES FROM (%L) TO (%L) WITH (fillfactor = 70)',
                slice, y, slice, y || '-01-01 00:00:00+00', (y + 1) || '-01-01 00:00:00+00');
        END LOOP;
    END LOOP;
END $$;

CREATE TABLE rolling_usage (
    namespace   text NOT NULL,
    tenant      text NOT NULL,
    meter       text NOT NULL,
    horizon     text NOT NULL CHECK (horizon IN ('PT60M', 'PT24H', 'P30D')),
    generation  int NOT NULL,
    as_of       timestamptz NOT NULL,
    aggregation text NOT NULL,
    revision    bigint NOT NULL,
    event_count bigint NOT NULL,
    quantity    numeric,
    PRIMARY KEY (namespace, tenant, meter, horizon, generation)
);
COMMENT ON TABLE rolling_usage IS
    'Quantity of the slices that start after as_of - horizon; falls as time passes, also with no new event.';
COMMENT ON COLUMN rolling_usage.as_of IS 'Start of the current slice: a minute for PT60M, a quarter-hour otherwise (UTC).';
COMMENT ON COLUMN rolling_usage.quantity IS 'As usage_aggregate.quantity.';

CREATE TABLE event_count (
    namespace text NOT NULL,
    verdict   text NOT NULL CHECK (verdict IN ('ACCEPTED', 'DUPLICATE', 'CONFLICT', 'DEAD_LETTER', 'UNMATCHED')),
    detail    text NOT NULL,
    generation int NOT NULL,
    events    bigint NOT NULL,
    PRIMARY KEY (namespace, verdict, detail, generation)
);
COMMENT ON TABLE event_count IS
    'Conservation: events in = ACCEPTED + DUPLICATE + CONFLICT + DEAD_LETTER + UNMATCHED, per namespace. CONFLICT is a duplicate with other content.';
COMMENT ON COLUMN event_count.namespace IS 'Empty where the event was too broken to name one.';
COMMENT ON COLUMN event_count.detail IS 'DEAD_LETTER: reason code; UNMATCHED: event type; otherwise empty.';

CREATE TABLE event_conflict (
    topic           text NOT NULL,
    partition_id    int NOT NULL,
    record_offset   bigint NOT NULL,
    namespace       text NOT NULL,
    tenant          text NOT NULL,
    source          text NOT NULL,
    event_id        text NOT NULL,
    kept_partition  int NOT NULL,
    kept_offset     bigint NOT NULL,
    appended_at     timestamptz NOT NULL,
    PRIMARY KEY (topic, partition_id, record_offset)
);
COMMENT ON TABLE event_conflict IS
    'Events with the identity of an accepted one and other content; the first appended counts, these do not.';

CREATE TABLE dead_letter (
    topic         text NOT NULL,
    partition_id  int NOT NULL,
    record_offset bigint NOT NULL,
    namespace     text NOT NULL,
    tenant        text NOT NULL,
    reason        text NOT NULL,
    detail        text NOT NULL,
    partial       boolean NOT NULL,
    appended_at   timestamptz NOT NULL,
    failed_at     timestamptz NOT NULL,
    record_key    bytea,
    record_value  bytea,
    record_headers jsonb NOT NULL DEFAULT '{}',
    replayed_at   timestamptz,
    PRIMARY KEY (topic, partition_id, record_offset)
);
CREATE INDEX dead_letter_by_namespace ON dead_letter (namespace, failed_at DESC);
COMMENT ON TABLE dead_letter IS 'Refused input with its original bytes; replay puts the bytes on the topic again.';
COMMENT ON COLUMN dead_letter.namespace IS 'Empty where the event was too broken to name one; so is tenant.';
COMMENT ON COLUMN dead_letter.partial IS
    'True: at least one meter counted the event; detail names the meters that could not.';

CREATE TABLE sink_epoch (
    sink_uid      text NOT NULL,
    subtask       int NOT NULL,
    checkpoint_id bigint NOT NULL,
    epoch         uuid NOT NULL,
    watermark     timestamptz,
    committed_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (epoch)
);
CREATE INDEX sink_epoch_by_age ON sink_epoch (sink_uid, committed_at);
COMMENT ON TABLE sink_epoch IS
    'Epochs of the Postgres sink already applied: a repeated commit finds its marker and does nothing.';

CREATE TABLE job_progress (
    sink_uid     text NOT NULL,
    subtask      int NOT NULL,
    parallelism  int NOT NULL,
    checkpoint_id bigint NOT NULL,
    watermark    timestamptz NOT NULL,
    committed_at timestamptz NOT NULL,
    PRIMARY KEY (sink_uid, subtask)
);
COMMENT ON TABLE job_progress IS
    'Per sink subtask, how far the log is in the tables: every event appended before the least watermark is.';

CREATE TABLE audit_log (
    seq        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    namespace  text NOT NULL,
    tenant     text,
    actor      text NOT NULL,
    action     text NOT NULL,
    object     text NOT NULL,
    before     jsonb,
    after      jsonb,
    origin     text UNIQUE,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE audit_log IS 'Who changed what, before and after. Append only.';
COMMENT ON COLUMN audit_log.origin IS 'topic-partition@offset of the event that asked for it: makes a repeated write harmless; null for API changes.';

-- Least rights.
GRANT USAGE ON SCHEMA public TO flowmeter_job, flowmeter_api;
GRANT SELECT ON catalog_change, generation TO flowmeter_job;
GRANT EXECUTE ON FUNCTION catalog_complete_until() TO flowmeter_job;
GRANT SELECT, INSERT, UPDATE ON usage_aggregate, rolling_usage, event_count, event_conflict, job_progress TO flowmeter_job;
GRANT SELECT, INSERT, DELETE ON sink_epoch TO flowmeter_job;
GRANT DELETE ON job_progress TO flowmeter_job;
GRANT SELECT, INSERT ON dead_letter, audit_log TO flowmeter_job;

GRANT SELECT ON namespace, api_key, usage_aggregate, rolling_usage, event_count, event_conflict,
    generation, job_progress TO flowmeter_api;
GRANT SELECT, INSERT ON meter, tenant, audit_log TO flowmeter_api;
GRANT SELECT, UPDATE (replayed_at) ON dead_letter TO flowmeter_api;
GRANT EXECUTE ON FUNCTION find_api_key(text) TO flowmeter_api;
GRANT EXECUTE ON FUNCTION record_catalog_change(text, text, text, int, jsonb, timestamptz) TO flowmeter_api;

-- Row-level security: the job may write every namespace, the API sees the one of its transaction.
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY ['namespace', 'meter', 'tenant', 'api_key', 'usage_aggregate', 'rolling_usage',
        'event_count', 'event_conflict', 'dead_letter', 'audit_log', 'catalog_change'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY job ON %I TO flowmeter_job USING (true) WITH CHECK (true)', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY ['namespace', 'meter', 'event_count', 'catalog_change'] LOOP
        EXECUTE format('CREATE POLICY api ON %I TO flowmeter_api USING (namespace = current_namespace()) '
            'WITH CHECK (namespace = current_namespace())', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY ['tenant', 'api_key', 'usage_aggregate', 'rolling_usage', 'event_conflict',
        'dead_letter', 'audit_log'] LOOP
        EXECUTE format('CREATE POLICY api ON %I TO flowmeter_api '
            'USING (namespace = current_namespace() AND is_visible_tenant(tenant)) '
            'WITH CHECK (namespace = current_namespace() AND is_visible_tenant(tenant))', t);
    END LOOP;
END $$;
