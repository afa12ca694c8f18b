package io.atoll.cluster.pinned;

import io.atoll.kernel.LockingDiscipline;

class SharedImageBigLockTest extends SharedImageContract {
    SharedImageBigLockTest() {
        super(LockingDiscipline.BIG_LOCK);
    }
}
