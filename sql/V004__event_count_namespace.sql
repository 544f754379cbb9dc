-- Producers may invent namespaces without end: those share one row per reason.
COMMENT ON COLUMN event_count.namespace IS
    'Empty where the event named none, being too broken, or one that did not exist when it was appended.';
