package io.atoll.coordinator;

import io.atoll.kernel.api.Sel4;
import io.atoll.kernel.api.UserContext;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;

/**
 * Lets the domains of a cluster begin, in an order that suits the passive ones. Used by the
 * coordinator only.
 *
 * <p>A passive domain runs {@code init} on time of its own and then has it taken away by the
 * coordinator. If somebody called it before that, it would lose its time in the middle of the call.
 * On one core priorities see to it that nobody can. Where there are several, a passive domain has
 * its first time on the coordinator's core, so that it does nothing between its message and the
 * loss of its time; and those that may call it begin later: first the passive domains, one after
 * the other, by priority, since calls go upwards; then all others.
 *
 * <p>A passive domain is waited for until it is passive, asks the coordinator for something, which
 * may depend on domains that have not begun, or faults. In a cluster of several cores its {@code
 * init} must not wait for a signal of another domain.
 */
final class DomainStart {
    private final Sel4 sel4;
    private final List<Domain> domains;
    private final ArrayDeque<Domain> passive = new ArrayDeque<>();
    private Domain awaited;

    /**
     * @param isOnOneCore whether priorities alone keep order
     */
    DomainStart(Sel4 sel4, List<Domain> domains, boolean isOnOneCore) {
        this.sel4 = sel4;
        this.domains = domains;
        if (!isOnOneCore) {
            domains.stream()
                    .filter(domain -> domain.description.passive())
                    .sorted(
                            Comparator.comparingInt(
                                    (Domain domain) -> -domain.description.priority()))
                    .forEach(passive::add);
        }
    }

    /** Once. */
    void begin() {
        if (passive.isEmpty()) {
            domains.forEach(this::start);
        } else {
            next();
        }
    }

    /** A domain is passive, or need not be waited for any longer. */
    void passed(Domain domain) {
        if (domain == awaited) {
            next();
        }
    }

    private void next() {
        awaited = passive.poll();
        if (awaited != null) {
            start(awaited);
        } else {
            domains.stream().filter(domain -> !domain.description.passive()).forEach(this::start);
        }
    }

    private void start(Domain domain) {
        sel4.tcb(domain.tcb).writeRegisters(true, UserContext.at(domain.entryPoint)).orThrow();
    }
}
