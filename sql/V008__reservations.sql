-- Usage that is allowed and not yet in the numbers, so that a hard limit holds between the two.
CREATE TABLE reservation (
    namespace    text NOT NULL,
    tenant       text NOT NULL CHECK (length(tenant) BETWEEN 1 AND 256),
    id           text NOT NULL,
    meter        text NOT NULL,
    dimensions   text NOT NULL,
    quantity     numeric NOT NULL CHECK (quantity >= 0),
    occurs_at    timestamptz NOT NULL,
    reserved_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at   timestamptz,
    appended_by  timestamptz,
    confirmed_at timestamptz,
    PRIMARY KEY (namespace, id, meter),
    CHECK ((expires_at IS NULL) <> (appended_by IS NULL))
);
CREATE INDEX reservation_open ON reservation (namespace, tenant, meter) WHERE confirmed_at IS NULL;
CREATE INDEX reservation_confirmed ON reservation (namespace, confirmed_at) WHERE confirmed_at IS NOT NULL;
COMMENT ON TABLE reservation IS
    'What an event that is still to be counted will add to a meter; one row per meter it feeds. Limits count it beside the usage while it is open: see is_open_reservation().';
COMMENT ON COLUMN reservation.id IS
    'The CloudEvents attribute "reservation" of the event. Derived from the event''s identity where that is known, so that a repeated request finds what it reserved. A UUID; a text here, so that an event with anything else in the attribute matches nothing.';
COMMENT ON COLUMN reservation.dimensions IS 'Canonical text, as usage_aggregate.dimensions_hash is the md5 of; empty: not said.';
COMMENT ON COLUMN reservation.quantity IS 'In the meter''s unit. MAX, LAST: the value itself, which adds up with no other.';
COMMENT ON COLUMN reservation.occurs_at IS 'Event time: which windows will have it.';
COMMENT ON COLUMN reservation.expires_at IS 'Database clock; null once the event was published, which ends expiry.';
COMMENT ON COLUMN reservation.appended_by IS
    'Append time by which the log has the published event, or never will: once the numbers hold all that was appended until then, they hold this. Null: not published yet.';
COMMENT ON COLUMN reservation.confirmed_at IS
    'Set by the job in the transaction in which the event''s usage becomes visible; null: not yet.';

-- Whether a reservation still stands for usage that the numbers do not hold.
CREATE FUNCTION is_open_reservation(
    confirmed_at timestamptz, expires_at timestamptz, appended_by timestamptz, watermark timestamptz)
    RETURNS boolean
    LANGUAGE sql VOLATILE PARALLEL SAFE
    RETURN confirmed_at IS NULL
        AND coalesce(expires_at > clock_timestamp(), appended_by >= watermark, true);

GRANT SELECT, UPDATE (confirmed_at) ON reservation TO flowmeter_job;
GRANT SELECT, INSERT, DELETE ON reservation TO flowmeter_api;
GRANT UPDATE (dimensions, quantity, occurs_at, reserved_at, expires_at, appended_by) ON reservation TO flowmeter_api;

ALTER TABLE reservation ENABLE ROW LEVEL SECURITY;
CREATE POLICY job ON reservation TO flowmeter_job USING (true) WITH CHECK (true);
CREATE POLICY api ON reservation TO flowmeter_api
    USING (namespace = current_namespace() AND is_visible_tenant(tenant))
    WITH CHECK (namespace = current_namespace() AND is_visible_tenant(tenant));
