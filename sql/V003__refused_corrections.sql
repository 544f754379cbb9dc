-- A replacement may leave two dead letters: one partial, from the meters that could not read it, and
-- one for all of it, when it is refused because its target is unknown. The second says what holds.
GRANT UPDATE (reason, detail, partial, failed_at) ON dead_letter TO flowmeter_job;
COMMENT ON COLUMN dead_letter.partial IS
    'True: at least one meter counted the event; detail names the meters that could not. Becomes false where the whole event is refused later.';
