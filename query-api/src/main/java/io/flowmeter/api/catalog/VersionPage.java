package io.flowmeter.api.catalog;

import io.flowmeter.api.http.Page;
import io.flowmeter.api.http.Parameters;
import io.flowmeter.api.http.ProblemException;

/** Where a page of versions, newest first, begins. */
final class VersionPage {

    private VersionPage() {}

    /**
     * The version the client has last.
     *
     * @throws ProblemException INVALID_REQUEST if the cursor is of another list
     */
    static int before(Parameters parameters) {
        String cursor = Page.after(parameters).orElse(null);
        try {
            return cursor == null ? Integer.MAX_VALUE : Integer.parseInt(cursor);
        } catch (NumberFormatException e) {
            throw ProblemException.parameter("cursor", "must be a nextCursor of this list");
        }
    }
}
