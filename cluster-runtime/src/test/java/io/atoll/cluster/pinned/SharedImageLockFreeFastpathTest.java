package io.atoll.cluster.pinned;

import io.atoll.kernel.LockingDiscipline;

class SharedImageLockFreeFastpathTest extends SharedImageContract {
    SharedImageLockFreeFastpathTest() {
        super(LockingDiscipline.LOCK_FREE_FASTPATH);
    }
}
