-- A number is written only over one of a lower revision. Until now that was the number itself, which kept too great a one where a job
-- went back to an older savepoint and then called another copy the conflict.
ALTER TABLE event_count ADD COLUMN revision bigint NOT NULL DEFAULT 0;
UPDATE event_count SET revision = events;

COMMENT ON COLUMN event_count.events IS
    'ACCEPTED falls where a copy shows two events to be one; DUPLICATE and CONFLICT may trade places after a restore of an older savepoint. May be 0.';
COMMENT ON COLUMN event_count.revision IS 'Grows with every change; the same of DUPLICATE and CONFLICT, which change together.';
COMMENT ON COLUMN usage_aggregate.revision IS
    'A function of the records read, in whatever order; grows with each that can change the row. Rows are replaced only by greater ones.';
