package io.flowmeter.api.notification;

/**
 * A part of the notifier's work. Several processes may do it for one namespace at the same time.
 */
public interface NamespaceTask {

    /**
     * Does what is due in one namespace now, as much as fits in a short transaction.
     *
     * @return whether more may be due at once
     */
    boolean run(String namespace);
}
