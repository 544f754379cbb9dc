-- Who may see what. flowmeter_job writes numbers for every namespace; flowmeter_api serves one
-- namespace (and, for a tenant-bound key, one tenant) per transaction, named by the settings
-- flowmeter.namespace and flowmeter.tenant. Row-level security holds even if a WHERE is missing.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'flowmeter_job') THEN
        CREATE ROLE flowmeter_job LOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'flowmeter_api') THEN
        CREATE ROLE flowmeter_api LOGIN;
    END IF;
END $$;

-- The namespace of this transaction; null (no setting) matches no row.
CREATE FUNCTION current_namespace() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('flowmeter.namespace', true), '');

-- The tenant of this transaction; null (no setting) means every tenant of the namespace.
CREATE FUNCTION is_visible_tenant(tenant text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN coalesce(nullif(current_setting('flowmeter.tenant', true), '') = tenant,
        nullif(current_setting('flowmeter.tenant', true), '') IS NULL);

CREATE TABLE namespace (
    namespace                text PRIMARY KEY CHECK (namespace ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'),
    allowed_lateness_seconds bigint CHECK (allowed_lateness_seconds >= 0),
    version                  int NOT NULL DEFAULT 1,
    recorded_at              timestamptz NOT NULL
);
COMMENT ON TABLE namespace IS 'Who owns meters, plans and keys.';
COMMENT ON COLUMN namespace.allowed_lateness_seconds IS
    'An event is late when append time - event time exceeds this, in seconds; null = unlimited.';

CREATE TABLE meter (
    namespace      text NOT NULL REFERENCES namespace,
    meter          text NOT NULL CHECK (meter ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'),
    version        int NOT NULL CHECK (version >= 1),
    effective_from timestamptz NOT NULL,
    event_type     text NOT NULL,
    aggregation    text NOT NULL
        CHECK (aggregation IN ('SUM', 'COUNT', 'LAST', 'MAX', 'MIN', 'AVG', 'UNIQUE_COUNT')),
    value_property text,
    filter         jsonb NOT NULL DEFAULT '[]',
    group_by       jsonb NOT NULL DEFAULT '{}',
    max_dimension_sets int NOT NULL DEFAULT 1000 CHECK (max_dimension_sets BETWEEN 1 AND 100000),
    unit           text,
    description    text,
    archived       boolean NOT NULL DEFAULT false,
    recorded_at    timestamptz NOT NULL,
    PRIMARY KEY (namespace, meter, version)
);
COMMENT ON TABLE meter IS 'Immutable versions of meters; a change, and an archival, is a new version.';
COMMENT ON COLUMN meter.effective_from IS 'First event time this version counts (UTC).';
COMMENT ON COLUMN meter.value_property IS 'JSONPath subset into data, e.g. $.tokens; null for COUNT.';
COMMENT ON COLUMN meter.filter IS
    'Conditions on data, all must hold: [{"property":"$.status","operator":"EQUALS","values":["ok"]}].';
COMMENT ON COLUMN meter.group_by IS 'Dimension name to property: {"model":"$.model"}.';
COMMENT ON COLUMN meter.max_dimension_sets IS
    'Distinct dimension sets kept per tenant; later ones are counted under __other__.';

CREATE TABLE tenant (
    namespace        text NOT NULL REFERENCES namespace,
    tenant           text NOT NULL CHECK (length(tenant) BETWEEN 1 AND 256),
    version          int NOT NULL CHECK (version >= 1),
    effective_from   timestamptz NOT NULL,
    name             text,
    time_zone        text NOT NULL DEFAULT 'UTC',
    billing_interval text NOT NULL DEFAULT 'MONTH' CHECK (billing_interval IN ('MONTH', 'QUARTER', 'YEAR')),
    billing_anchor   date,
    metadata         jsonb NOT NULL DEFAULT '{}',
    archived         boolean NOT NULL DEFAULT false,
    recorded_at      timestamptz NOT NULL,
    PRIMARY KEY (namespace, tenant, version)
);
COMMENT ON TABLE tenant IS 'Immutable versions of billed customers. An unknown tenant is metered in UTC, by calendar month.';
COMMENT ON COLUMN tenant.effective_from IS
    'First event time this version applies to; on a quarter-hour. Days and billing periods are cut there.';
COMMENT ON COLUMN tenant.billing_anchor IS
    'First day of a billing period in the tenant''s zone; null = calendar months, quarters or years.';

CREATE TABLE catalog_change (
    seq         bigint PRIMARY KEY,
    namespace   text NOT NULL,
    entity      text NOT NULL CHECK (entity IN ('NAMESPACE', 'METER', 'TENANT')),
    entity_key  text NOT NULL,
    version     int NOT NULL,
    payload     jsonb NOT NULL,
    recorded_at timestamptz NOT NULL,
    UNIQUE (namespace, entity, entity_key, version)
);
COMMENT ON TABLE catalog_change IS
    'Every catalog version in commit order; the job follows it. Only record_catalog_change() writes it.';
COMMENT ON COLUMN catalog_change.seq IS 'Commit-ordered, without gaps: writers hold advisory lock 7001.';
COMMENT ON COLUMN catalog_change.recorded_at IS
    'Database clock under that lock, to the millisecond. The version rules events appended from then on.';

-- Takes the catalog lock for this transaction and returns the instant its changes are recorded at.
CREATE FUNCTION begin_catalog_change() RETURNS timestamptz
    LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7001);
    RETURN date_trunc('milliseconds', clock_timestamp());
END $$;

-- A SECURITY DEFINER function looks for tables in public first and in pg_temp last: otherwise a
-- caller's temporary table, with a trigger on it, would run the caller's code as the owner.
CREATE FUNCTION record_catalog_change(
    p_namespace text, p_entity text, p_key text, p_version int, p_payload jsonb, p_recorded_at timestamptz)
    RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    next_seq bigint;
BEGIN
    IF session_user = 'flowmeter_api' AND p_namespace IS DISTINCT FROM current_namespace() THEN
        RAISE EXCEPTION 'catalog change for namespace % from a transaction of namespace %',
            p_namespace, current_namespace();
    END IF;
    PERFORM pg_advisory_xact_lock(7001);
    SELECT coalesce(max(seq), 0) + 1 INTO next_seq FROM catalog_change;
    INSERT INTO catalog_change (seq, namespace, entity, entity_key, version, payload, recorded_at)
    VALUES (next_seq, p_namespace, p_entity, p_key, p_version, p_payload, p_recorded_at);
    RETURN next_seq;
END $$;

-- The instant up to which the change log is complete: every change recorded at or before it is
-- committed. It waits for a writer in flight, which holds the lock from before its clock reading.
CREATE FUNCTION catalog_complete_until() RETURNS timestamptz
    LANGUAGE plpgsql AS $$
DECLARE
    complete_until timestamptz;
BEGIN
    PERFORM pg_advisory_lock_shared(7001);
    complete_until := date_trunc('milliseconds', clock_timestamp()) - interval '1 millisecond';
    PERFORM pg_advisory_unlock_shared(7001);
    RETURN complete_until;
END $$;

CREATE TABLE api_key (
    id          text PRIMARY KEY CHECK (id ~ '^[A-Za-z0-9]{8,32}$'),
    namespace   text NOT NULL REFERENCES namespace,
    tenant      text,
    secret_hash bytea NOT NULL CHECK (length(secret_hash) = 32),
    scopes      text[] NOT NULL CHECK (scopes <@ ARRAY ['ingest', 'read', 'manage']),
    created_at  timestamptz NOT NULL DEFAULT now(),
    expires_at  timestamptz,
    revoked_at  timestamptz
);
COMMENT ON COLUMN api_key.tenant IS 'Null: every tenant of the namespace.';
COMMENT ON COLUMN api_key.secret_hash IS 'SHA-256 of the secret part of um_live_<id>_<secret>.';

-- Authentication comes before the namespace is known, so it may look past row-level security.
CREATE FUNCTION find_api_key(p_id text)
    RETURNS TABLE (id text, namespace text, tenant text, secret_hash bytea, scopes text[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT k.id, k.namespace, k.tenant, k.secret_hash, k.scopes
      FROM api_key k
     WHERE k.id = p_id
       AND k.revoked_at IS NULL
       AND (k.expires_at IS NULL OR k.expires_at > now())
$$;
REVOKE ALL ON FUNCTION find_api_key(text) FROM PUBLIC;
REVOKE ALL ON FUNCTION record_catalog_change(text, text, text, int, jsonb, timestamptz) FROM PUBLIC;

-- The namespace of events that name none.
INSERT INTO namespace (namespace, allowed_lateness_seconds, recorded_at)
VALUES ('default', 35 * 86400, 'epoch');
SELECT record_catalog_change('default', 'NAMESPACE', 'default', 1,
    '{"allowedLatenessSeconds": 3024000}', 'epoch');
