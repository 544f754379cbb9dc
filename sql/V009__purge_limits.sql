-- What limits leave behind is deleted when nobody needs it any more: of every namespace at once, and at
-- most so many rows a call, so that no call takes long.
CREATE INDEX reservation_by_confirmation ON reservation (confirmed_at) WHERE confirmed_at IS NOT NULL;
DROP INDEX reservation_confirmed;

-- Deletes reservations that ended, and those confirmed so long ago that no request is sent again.
CREATE FUNCTION purge_reservations(p_keep_confirmed interval, p_max int) RETURNS int
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    as_of timestamptz := (SELECT nullif(min(watermark), 'epoch') FROM job_progress);
    purged int;
BEGIN
    DELETE FROM reservation
     WHERE ctid = ANY (ARRAY (
           SELECT ctid FROM reservation
            WHERE confirmed_at < clock_timestamp() - p_keep_confirmed
            LIMIT p_max FOR UPDATE SKIP LOCKED))
        OR ctid = ANY (ARRAY (
           SELECT ctid FROM reservation
            WHERE confirmed_at IS NULL
              AND NOT is_open_reservation(confirmed_at, expires_at, appended_by, as_of)
            LIMIT p_max FOR UPDATE SKIP LOCKED));
    GET DIAGNOSTICS purged = ROW_COUNT;
    RETURN purged;
END $$;
REVOKE ALL ON FUNCTION purge_reservations(interval, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION purge_reservations(interval, int) TO flowmeter_api;

CREATE INDEX notification_by_age ON notification (created_at);
CREATE INDEX webhook_delivery_by_notification ON webhook_delivery (namespace, notification_id);
CREATE INDEX webhook_delivery_of_test ON webhook_delivery (created_at) WHERE notification_id IS NULL;

-- Deletes notifications older than an age, a week at least, with their deliveries and attempts, once
-- every delivery has ended; tests of webhooks likewise; and secrets that sign no more.
CREATE FUNCTION purge_notifications(p_now timestamptz, p_age interval, p_max int) RETURNS int
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    before timestamptz := p_now - greatest(p_age, interval '7 days');
    namespaces text[];
    ids uuid[];
    purged int;
    tests int;
BEGIN
    SELECT array_agg(old.namespace), array_agg(old.id) INTO namespaces, ids
      FROM (SELECT n.namespace, n.id
              FROM notification AS n
             WHERE n.created_at < before
               AND NOT EXISTS (SELECT FROM webhook_delivery AS d
                                WHERE d.namespace = n.namespace AND d.notification_id = n.id
                                  AND d.status = 'PENDING')
               AND NOT EXISTS (SELECT FROM email_delivery AS e
                                WHERE e.namespace = n.namespace AND e.notification_id = n.id
                                  AND e.status IN ('PENDING', 'SENDING'))
             ORDER BY n.created_at
             LIMIT p_max
               FOR UPDATE OF n SKIP LOCKED) AS old;

    DELETE FROM webhook_delivery AS d
     USING unnest(namespaces, ids) AS old (namespace, id)
     WHERE d.namespace = old.namespace AND d.notification_id = old.id AND d.status <> 'PENDING';
    DELETE FROM email_delivery AS e
     USING unnest(namespaces, ids) AS old (namespace, id)
     WHERE e.namespace = old.namespace AND e.notification_id = old.id
       AND e.status NOT IN ('PENDING', 'SENDING');
    -- Unless somebody asked for one of its deliveries again meanwhile.
    DELETE FROM notification AS n
     USING unnest(namespaces, ids) AS old (namespace, id)
     WHERE n.namespace = old.namespace AND n.id = old.id
       AND NOT EXISTS (SELECT FROM webhook_delivery AS d
                        WHERE d.namespace = n.namespace AND d.notification_id = n.id)
       AND NOT EXISTS (SELECT FROM email_delivery AS e
                        WHERE e.namespace = n.namespace AND e.notification_id = n.id);
    GET DIAGNOSTICS purged = ROW_COUNT;

    DELETE FROM webhook_delivery
     WHERE ctid = ANY (ARRAY (
           SELECT ctid FROM webhook_delivery
            WHERE notification_id IS NULL AND created_at < before AND status <> 'PENDING'
            LIMIT p_max FOR UPDATE SKIP LOCKED));
    GET DIAGNOSTICS tests = ROW_COUNT;

    UPDATE webhook_endpoint SET previous_secret = NULL, previous_secret_until = NULL
     WHERE previous_secret_until < p_now;
    RETURN greatest(purged, tests);
END $$;
REVOKE ALL ON FUNCTION purge_notifications(timestamptz, interval, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION purge_notifications(timestamptz, interval, int) TO flowmeter_api;
