-- Who is told what, and how: notifications, their preferences, webhooks and e-mails.
CREATE TABLE notification (
    namespace   text NOT NULL REFERENCES namespace,
    id          uuid NOT NULL DEFAULT gen_random_uuid(),
    seq         bigint GENERATED ALWAYS AS IDENTITY,
    tenant      text CHECK (length(tenant) BETWEEN 1 AND 256),
    kind        text NOT NULL CHECK (kind ~ '^[a-z][a-z_]{0,62}$'),
    dedupe_key  text NOT NULL,
    summary     text NOT NULL,
    data        jsonb NOT NULL,
    in_app      boolean NOT NULL,
    occurred_at timestamptz NOT NULL,
    created_at  timestamptz NOT NULL,
    read_at     timestamptz,
    PRIMARY KEY (namespace, id)
);
CREATE UNIQUE INDEX notification_once ON notification (namespace, coalesce(tenant, ''), kind, dedupe_key);
CREATE INDEX notification_by_seq ON notification (namespace, seq DESC) WHERE in_app;
CREATE INDEX notification_unread ON notification (namespace, tenant) WHERE in_app AND read_at IS NULL;
COMMENT ON TABLE notification IS 'What somebody is told, once: the list in the application, and what webhooks and e-mails carry.';
COMMENT ON COLUMN notification.seq IS 'Order of the list, newest first. Not commit-ordered.';
COMMENT ON COLUMN notification.tenant IS 'Null: it concerns the whole namespace.';
COMMENT ON COLUMN notification.dedupe_key IS 'What happened, as text: a second notification of the same is not written.';
COMMENT ON COLUMN notification.summary IS 'One sentence for people.';
COMMENT ON COLUMN notification.in_app IS 'False: the tenant does not want this kind in the list.';
COMMENT ON COLUMN notification.occurred_at IS 'When what it tells happened; created_at: when it was written.';

CREATE TABLE notification_preference (
    namespace  text NOT NULL REFERENCES namespace,
    tenant     text NOT NULL CHECK (length(tenant) BETWEEN 1 AND 256),
    kind       text NOT NULL,
    channel    text NOT NULL CHECK (channel IN ('IN_APP', 'WEBHOOK', 'EMAIL')),
    enabled    boolean NOT NULL,
    recipients text[] NOT NULL DEFAULT '{}',
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (namespace, tenant, kind, channel),
    CHECK (channel = 'EMAIL' OR cardinality(recipients) = 0)
);
COMMENT ON TABLE notification_preference IS
    'Where a tenant departs from the rule: IN_APP and WEBHOOK on, EMAIL off.';
COMMENT ON COLUMN notification_preference.recipients IS 'EMAIL only: one e-mail is sent to each.';

CREATE TABLE webhook_endpoint (
    namespace       text NOT NULL REFERENCES namespace,
    id              uuid NOT NULL DEFAULT gen_random_uuid(),
    tenant          text CHECK (length(tenant) BETWEEN 1 AND 256),
    url             text NOT NULL,
    kinds           text[] NOT NULL,
    description     text,
    secret          bytea NOT NULL,
    previous_secret bytea,
    previous_secret_until timestamptz,
    failing_since   timestamptz,
    disabled_at     timestamptz,
    disabled_reason text CHECK (disabled_reason IN ('REQUESTED', 'GONE', 'FAILING')),
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    PRIMARY KEY (namespace, id),
    CHECK ((disabled_at IS NULL) = (disabled_reason IS NULL)),
    CHECK ((previous_secret IS NULL) = (previous_secret_until IS NULL))
);
COMMENT ON TABLE webhook_endpoint IS 'A URL that notifications are posted to, signed by the Standard Webhooks rules.';
COMMENT ON COLUMN webhook_endpoint.tenant IS 'Only notifications of this tenant; null: of every one, and those of the namespace.';
COMMENT ON COLUMN webhook_endpoint.kinds IS 'Only notifications of these kinds; empty: every kind.';
COMMENT ON COLUMN webhook_endpoint.secret IS
    'First byte 0: the signing secret itself; 1: AES-256-GCM under FLOWMETER_SECRETS_KEY (id of the key, 4 bytes; nonce, 12; ciphertext and tag), bound to the endpoint''s id.';
COMMENT ON COLUMN webhook_endpoint.previous_secret IS 'Signs too until previous_secret_until, after a rotation.';
COMMENT ON COLUMN webhook_endpoint.failing_since IS 'First failed attempt after the last success; null: the last attempt succeeded.';
COMMENT ON COLUMN webhook_endpoint.disabled_reason IS 'REQUESTED: by a client; GONE: it answered 410; FAILING: every attempt failed for 5 days.';

CREATE TABLE webhook_delivery (
    namespace       text NOT NULL,
    id              uuid NOT NULL DEFAULT gen_random_uuid(),
    seq             bigint GENERATED ALWAYS AS IDENTITY,
    endpoint_id     uuid NOT NULL,
    notification_id uuid,
    tenant          text,
    kind            text NOT NULL,
    webhook_id      text NOT NULL,
    body            text NOT NULL CHECK (octet_length(body) < 20000),
    status          text NOT NULL DEFAULT 'PENDING'
        CHECK (status IN ('PENDING', 'DELIVERED', 'FAILED')),
    attempts        int NOT NULL DEFAULT 0,
    step            int NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL,
    last_error      text,
    created_at      timestamptz NOT NULL,
    delivered_at    timestamptz,
    PRIMARY KEY (namespace, id),
    UNIQUE (namespace, endpoint_id, notification_id),
    FOREIGN KEY (namespace, endpoint_id) REFERENCES webhook_endpoint ON DELETE CASCADE,
    FOREIGN KEY (namespace, notification_id) REFERENCES notification
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (next_attempt_at) WHERE status = 'PENDING';
CREATE INDEX webhook_delivery_by_endpoint ON webhook_delivery (namespace, endpoint_id, seq DESC);
COMMENT ON TABLE webhook_delivery IS 'One notification on its way to one endpoint.';
COMMENT ON COLUMN webhook_delivery.notification_id IS 'Null: a test.';
COMMENT ON COLUMN webhook_delivery.webhook_id IS 'Header webhook-id: the same in every attempt, by it a receiver knows a repetition.';
COMMENT ON COLUMN webhook_delivery.body IS 'The bytes that are posted, and signed.';
COMMENT ON COLUMN webhook_delivery.attempts IS 'Attempts begun; guards what an attempt reports against one that overtook it.';
COMMENT ON COLUMN webhook_delivery.step IS 'Attempts begun since it was created or redelivered: position in the retry schedule.';
COMMENT ON COLUMN webhook_delivery.next_attempt_at IS
    'PENDING: from then on any API process may attempt it. An attempt moves it one lease on, so that nobody else does meanwhile.';

CREATE TABLE webhook_attempt (
    namespace   text NOT NULL,
    delivery_id uuid NOT NULL,
    attempt     int NOT NULL CHECK (attempt >= 1),
    tenant      text,
    started_at  timestamptz NOT NULL,
    duration_ms bigint NOT NULL CHECK (duration_ms >= 0),
    http_status int,
    error       text,
    PRIMARY KEY (namespace, delivery_id, attempt),
    FOREIGN KEY (namespace, delivery_id) REFERENCES webhook_delivery ON DELETE CASCADE
);
COMMENT ON TABLE webhook_attempt IS 'What came of each attempt. One that is missing was cut short: its process ended.';
COMMENT ON COLUMN webhook_attempt.http_status IS 'Null: there was no answer.';
COMMENT ON COLUMN webhook_attempt.error IS 'Null: it succeeded (2xx).';

CREATE TABLE email_delivery (
    namespace       text NOT NULL,
    id              uuid NOT NULL DEFAULT gen_random_uuid(),
    seq             bigint GENERATED ALWAYS AS IDENTITY,
    notification_id uuid NOT NULL,
    tenant          text,
    recipient       text NOT NULL,
    status          text NOT NULL DEFAULT 'PENDING'
        CHECK (status IN ('PENDING', 'SENDING', 'SENT', 'FAILED', 'UNKNOWN')),
    attempts        int NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL,
    last_error      text,
    created_at      timestamptz NOT NULL,
    sent_at         timestamptz,
    PRIMARY KEY (namespace, id),
    UNIQUE (namespace, notification_id, recipient),
    FOREIGN KEY (namespace, notification_id) REFERENCES notification
);
CREATE INDEX email_delivery_due ON email_delivery (next_attempt_at) WHERE status IN ('PENDING', 'SENDING');
CREATE INDEX email_delivery_by_seq ON email_delivery (namespace, seq DESC);
COMMENT ON TABLE email_delivery IS 'One notification on its way to one recipient.';
COMMENT ON COLUMN email_delivery.status IS
    'SENDING: the message may be with the SMTP server; whoever finds it so after its lease makes it UNKNOWN, which is not sent again by itself.';
COMMENT ON COLUMN email_delivery.next_attempt_at IS 'As webhook_delivery.next_attempt_at.';

CREATE TABLE billing_cycle_cursor (
    namespace    text NOT NULL REFERENCES namespace,
    tenant       text NOT NULL,
    period_start timestamptz,
    due_at       timestamptz NOT NULL,
    PRIMARY KEY (namespace, tenant)
);
CREATE INDEX billing_cycle_cursor_due ON billing_cycle_cursor (due_at);
COMMENT ON TABLE billing_cycle_cursor IS 'Up to where the ends of a tenant''s billing periods have been notified.';
COMMENT ON COLUMN billing_cycle_cursor.period_start IS 'Start of the first period whose end is not notified yet; null: not looked at yet.';
COMMENT ON COLUMN billing_cycle_cursor.due_at IS 'When to look again: the end of that period, or at once after a new version of the tenant.';

CREATE FUNCTION follow_billing_cycle() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO billing_cycle_cursor (namespace, tenant, due_at)
    VALUES (NEW.namespace, NEW.tenant, 'epoch')
    ON CONFLICT (namespace, tenant) DO UPDATE SET due_at = 'epoch';
    RETURN NULL;
END $$;
CREATE TRIGGER follow_billing_cycle AFTER INSERT ON tenant
    FOR EACH ROW EXECUTE FUNCTION follow_billing_cycle();
INSERT INTO billing_cycle_cursor (namespace, tenant, due_at)
SELECT DISTINCT namespace, tenant, timestamptz 'epoch' FROM tenant;

-- Wakes the notifiers when the transaction commits; without it they find the rows within seconds.
CREATE FUNCTION wake_notifier() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM inserted) THEN
        PERFORM pg_notify('flowmeter_notifier', '');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER wake_notifier AFTER INSERT ON threshold_crossing
    REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION wake_notifier();
CREATE TRIGGER wake_notifier AFTER INSERT ON webhook_delivery
    REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION wake_notifier();
CREATE TRIGGER wake_notifier AFTER INSERT ON email_delivery
    REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION wake_notifier();

-- The notifier serves every namespace, though each of its transactions sees one: this tells it
-- which have something to do, and nothing else of them.
CREATE FUNCTION notifier_namespaces(p_now timestamptz) RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT namespace FROM threshold_crossing
     WHERE notified_at IS NULL AND generation = active_generation()
     UNION
    SELECT namespace FROM billing_cycle_cursor WHERE due_at <= p_now
     UNION
    SELECT namespace FROM webhook_delivery WHERE status = 'PENDING' AND next_attempt_at <= p_now
     UNION
    SELECT namespace FROM email_delivery
     WHERE status IN ('PENDING', 'SENDING') AND next_attempt_at <= p_now
$$;
REVOKE ALL ON FUNCTION notifier_namespaces(timestamptz) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION notifier_namespaces(timestamptz) TO flowmeter_api;
GRANT SELECT, INSERT, UPDATE (read_at) ON notification TO flowmeter_api;
GRANT SELECT, INSERT, DELETE ON notification_preference TO flowmeter_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_endpoint TO flowmeter_api;
GRANT SELECT, INSERT,
    UPDATE (status, attempts, step, next_attempt_at, last_error, delivered_at)
    ON webhook_delivery TO flowmeter_api;
GRANT SELECT, INSERT ON webhook_attempt TO flowmeter_api;
GRANT SELECT, INSERT, UPDATE (status, attempts, next_attempt_at, last_error, sent_at)
    ON email_delivery TO flowmeter_api;
GRANT SELECT, INSERT, UPDATE (period_start, due_at), DELETE ON billing_cycle_cursor TO flowmeter_api;

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY ['notification', 'notification_preference', 'webhook_endpoint',
        'webhook_delivery', 'webhook_attempt', 'email_delivery', 'billing_cycle_cursor'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY api ON %I TO flowmeter_api '
            'USING (namespace = current_namespace() AND is_visible_tenant(tenant)) '
            'WITH CHECK (namespace = current_namespace() AND is_visible_tenant(tenant))', t);
    END LOOP;
END $$;
