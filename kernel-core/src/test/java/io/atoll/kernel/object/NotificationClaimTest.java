package io.atoll.kernel.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NotificationClaimTest {
    private final NotificationObject notification = new NotificationObject(0, 0);

    @Test
    void shouldBeClaimedInTheStateItWasSeenIn() {
        assertTrue(notification.claim(NotificationObject.IDLE));
    }

    @Test
    void shouldNotBeClaimedInAnotherState() {
        assertFalse(notification.claim(NotificationObject.ACTIVE));
        assertEquals(NotificationObject.IDLE, notification.sharedState());
    }

    /**
     * A core that looks while another one holds the claim sees just that, and must not share it.
     */
    @Test
    void shouldNotBeClaimedTwice() {
        notification.claim(NotificationObject.IDLE);

        assertFalse(notification.claim(notification.sharedState()));
    }

    @Test
    void shouldShowAClaimToThoseWhoLook() {
        assertFalse(NotificationObject.isClaim(notification.sharedState()));

        notification.claim(NotificationObject.IDLE);

        assertTrue(NotificationObject.isClaim(notification.sharedState()));
    }

    @Test
    void shouldBeClaimedAgainAfterItsRelease() {
        notification.claim(NotificationObject.IDLE);
        notification.release(NotificationObject.ACTIVE);

        assertTrue(notification.claim(notification.sharedState()));
    }
}
